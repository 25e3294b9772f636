"""Sums that are written with dots, also without an end and with more behind them."""

import pytest

from derive.check import check

OPEN = r"""Let $z = v_0 + v_1 x_1 + v_2 x_2 + \dots$ be the score, $p = \sigma(z)$ with the logistic function $\sigma$.

"""
BEFORE_A_SUMMAND = r"""In layer $l$,

$$z^l_i = w^l_{i,1} a^{l-1}_1 + \dots + w^l_{i,m} a^{l-1}_m + b^l_i, \qquad a^l_i = \sigma(z^l_i).$$

Let $\delta^l_i = \frac{\partial C}{\partial z^l_i}$ be the error.

"""


@pytest.mark.parametrize(
    ("page", "text", "verdict"),
    [
        (OPEN, r"$$\frac{\partial z}{\partial v_0} = 1$$", "right"),
        (OPEN, r"$$\frac{\partial z}{\partial v_1} = x_1$$", "right"),
        (OPEN, r"$$\frac{\partial p}{\partial v_j} = p(1 - p) x_j$$", "right"),
        (OPEN, r"$$\frac{\partial p}{\partial v_j} = p(1 + p) x_j$$", "wrong"),
        (BEFORE_A_SUMMAND, r"$$\frac{\partial C}{\partial w^l_{i,j}} = a^{l-1}_j \delta^l_i$$", "right"),
        (BEFORE_A_SUMMAND, r"$$\frac{\partial C}{\partial w^l_{i,j}} = a^l_j \delta^l_i$$", "wrong"),
        (
            BEFORE_A_SUMMAND,
            r"$$\frac{\partial C}{\partial z^l_k} = \sigma'(z^l_k)\sum_i \delta^{l+1}_i w^{l+1}_{i,k}$$",
            "right",
        ),
    ],
)
def test_dots_stand_for_the_rest_of_a_sum(page: str, text: str, verdict: str) -> None:
    assert check(page + text).relations[-1].verdict == verdict


def test_what_breaks_the_pattern_is_not_summed() -> None:
    page = r"$f = x_1 + 3 x_2 + \dots + x_n$ $$\frac{\partial f}{\partial x_2} = 1$$"
    assert check(page).relations[-1].verdict == "cannot-tell"
