"""A factor that is worked out entry by entry, before a Jacobian: it stands for a diagonal matrix."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = r"Let $g = X u$ with $X \in \mathbb{R}^{n \times k}$ and $s(t) = \tanh(t)$."
MIXED = r"""
With $\frac{d}{dt} s(t) = s(t) \cdot (1 - s(t))$ for $s(t) = \frac{1}{1 + e^{-t}}$ we have
$$\frac{\partial}{\partial a} s(f) = s(f) \cdot (1 - s(f)) \frac{\partial}{\partial a} f$$
where $$f = a_0 + a_1 x$$ and $$\frac{\partial}{\partial a_1} f = x$$
"""


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"\frac{\partial}{\partial u} s(g) = (1 - s(g)^2) \frac{\partial g}{\partial u}", "right"),
        (r"\frac{\partial}{\partial u} s(g) = s'(g) \frac{\partial g}{\partial u}", "right"),
        (r"\frac{\partial}{\partial u} s(g) = (1 - s(g)) \frac{\partial g}{\partial u}", "wrong"),
    ],
)
def test_the_chain_rule_with_a_column_of_slopes(line: str, verdict: str) -> None:
    """The rows of the Jacobian are scaled, whether or not the author writes a diagonal matrix."""
    assert check(f"{PAGE}\n$${line}$$\n").relations[-1].verdict == verdict


def test_a_dot_between_columns_is_no_proof_of_a_number() -> None:
    """s(f)·(1 − s(f)) is taken entry by entry where that makes sense of the line."""
    verdicts = [relation.verdict for relation in check(MIXED).relations]
    assert "wrong" not in verdicts
    assert "right" in verdicts
