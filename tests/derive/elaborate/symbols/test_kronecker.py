r"""δ_ij on the right of a derivative: Kronecker's where members i and j meet, and a name of its own elsewhere."""

from __future__ import annotations

import pytest

from derive.check import check

SHIFTED = r"Let $q_j = m_j + e^{{r_j}}g_j$ and $f = \sum_j q_j^2$. $$\frac{{\partial q_i}}{{\partial m_j}} = {line}$$"
NAMED = (
    r"Let $s_{ij} = \sum_k a_{ik}b_{kj}$ and $f = \sum_{ij} s_{ij}^2$. Let $\delta_{ij} = \partial f/\partial s_{ij}$. "
    r"$$\frac{\partial f}{\partial b_{kj}} = \sum_i a_{ik}\delta_{ij}$$"
)
CALLED = (
    r"Let $h_i = \tanh(\sum_j w_{ij} x_j)$ and $f = \sum_j h_j^2$. With $\partial h_i/\partial x_j = \delta_{ij}$, "
    r"$$\frac{\partial f}{\partial x_j} = 2\sum_i h_i \delta_{ij}$$"
)


def verdicts(text: str) -> list[str]:
    return [each.verdict for each in check(text + "\n").relations if each.role == "claim"]


@pytest.mark.parametrize(("line", "verdict"), [(r"\delta_{ij}", "right"), (r"2\delta_{ij}", "wrong")])
def test_members_that_meet(line: str, verdict: str) -> None:
    assert verdicts(SHIFTED.format(line=line)) == [verdict]


def test_names_of_slopes() -> None:
    assert verdicts(NAMED) == ["right"]
    assert "wrong" not in verdicts(CALLED)
