r"""What is no number: transposed names, matrices beside the word symmetric, one point of listed data."""

from __future__ import annotations

import pytest

from derive.check import check

QUOTIENT = r"Let $q(v) = \frac{v^T A v}{v^T v}$ with $A$ symmetric. "
CODES = r"With $U \in \mathbb{R}^{h\times d}$ and one point $x$ let $a = Ux$, $e = Ba - x$ and $F = \frac12 e^T e$. "
POINTS = r"For all points $x_1, \dots, x_N$ one adds up. "

CASES = {
    "a quotient": (
        QUOTIENT + r"$$\nabla q(v) = \frac{2Av(v^Tv) - 2v(v^TAv)}{(v^Tv)^2}$$",
        "right",
    ),
    "a quotient, the square lost": (
        QUOTIENT + r"$$\nabla q(v) = \frac{2Av(v^Tv) - 2v(v^TAv)}{v^Tv}$$",
        "wrong",
    ),
    "a point": (CODES + r"$$\frac{\partial F}{\partial U} = B^T e x^T$$ " + POINTS, "right"),
    "a point, the other way round": (
        CODES + r"$$\frac{\partial F}{\partial B} = -e a^T$$ " + POINTS,
        "wrong",
    ),
    "numbers of a sample": (
        r"For data $x_1, \dots, x_N$ let $F(\mu) = \frac12\sum_{i=1}^N (x_i - \mu)^2$. "
        r"$$F'(\mu) = N\mu - \sum_{i=1}^N x_i$$",
        "right",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_no_number(name: str) -> None:
    text, verdict = CASES[name]
    found = [each for each in check(text).relations if each.role == "claim"]
    assert found[-1].verdict == verdict
