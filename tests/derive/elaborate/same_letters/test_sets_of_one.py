r"""Sets that belong to a chosen thing, and members of a set in lines that are wrong."""

from __future__ import annotations

import pytest

from derive.check import check

PAIRS = (
    r"With $\sigma(s) = 1/(1+e^{-s})$, a centre $b_r$ and an observed $a_o$ let "
    r"$$F = -\log\sigma(a_o^T b_r) - \sum_{k\in M%s}\log\sigma(-a_k^T b_r).$$ "
)
BY_CENTRE = r"$$\frac{\partial F}{\partial b_r} = (\sigma(a_o^T b_r) - 1) a_o %s \sum_{k\in M%s}\sigma(a_k^T b_r) a_k$$"
GRAPH = r"Let $h_i = \sum_{j\in N(i)} w x_j$ and $F = \frac12\sum_i (h_i - y_i)^2$. "

CASES = [
    (PAIRS % "(r)" + BY_CENTRE % ("+", "(r)"), "right"),
    (PAIRS % "(r)" + BY_CENTRE % ("-", "(r)"), "wrong"),
    (PAIRS % "_r" + BY_CENTRE % ("+", "_r"), "right"),
    (PAIRS % "(r)" + r"$$\frac{\partial F}{\partial a_k} = \sigma(a_k^T b_r) b_r$$", "right"),
    (PAIRS % "(r)" + r"$$\frac{\partial F}{\partial a_k} = -(1-\sigma(-a_k^T b_r)) b_r$$", "wrong"),
    (GRAPH + r"$$\frac{\partial F}{\partial w} = \sum_i (h_i - y_i) x_i$$", "cannot-tell"),
]


@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_a_set_of_one_chosen_thing(text: str, verdict: str) -> None:
    assert check(text).relations[-1].verdict == verdict
