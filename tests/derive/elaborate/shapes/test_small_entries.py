"""Entries in small letters of matrices in capitals, p_uf of P, also of a matrix that is called as losses are."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = r"""
Let $D \in \mathbb{R}^{a \times b}$, $Q \in \mathbb{R}^{a \times c}$ and $T \in \mathbb{R}^{b \times c}$.

$$E = D - Q T^\top, \qquad J = \tfrac12 \|E\|_F^2$$

For one entry, $$\frac{\partial J}{\partial %s$$
"""
CASES = [
    (r"q_{ik}} = -\sum_j e_{ij}\, t_{jk}", "right"),
    (r"q_{ik}} = -2\sum_j e_{ij}\, t_{jk}", "wrong"),
    (r"t_{jk}} = -\sum_i e_{ij}\, q_{ik}", "right"),
    (r"t_{jk}} = \sum_i e_{ij}\, q_{ik}", "wrong"),
]


@pytest.mark.parametrize(("line", "verdict"), CASES)
def test_small_letters_are_the_entries(line: str, verdict: str) -> None:
    assert check(PAGE % line).relations[-1].verdict == verdict
