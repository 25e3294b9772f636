r"""What one change explains: a divisor once too little, a summand before a sum, a penalty of any letter."""

from __future__ import annotations

import pytest

from derive.check import check

MIXTURE = (
    r"$$q_k = \frac{{e^{{u_k}}}}{{\sum_{{j}} e^{{u_j}}}}, \quad J = \sum_{{n=1}}^{{N}}\log\sum_{{k=1}}^{{K}}"
    r"q_k e^{{g_{{nk}}}}, \quad w_{{nk}} = \frac{{q_k e^{{g_{{nk}}}}}}{{\sum_{{j}}q_j e^{{g_{{nj}}}}}}$$ "
    r"$$\frac{{\partial J}}{{\partial u_k}} = {line}$$"
    "\n"
)
COVARIANCE = (
    r"$$S = sI + aZZ^T, \quad J = -\frac12\log|S| - \frac12 e^TS^{{-1}}e.$$ "
    r"$$\frac{{\partial J}}{{\partial s}} = -\frac12\operatorname{{tr}}(S^{{-1}}) + \frac12 {line}$$"
    "\n"
)
NORMAL = (
    r"$$J = -n\log r - \frac{{1}}{{2r^2}}\sum_{{i=1}}^n (x_i-m)^2$$ $$\frac{{\partial J}}{{\partial m}} = {line}$$"
    "\n"
)
FACTORS = (
    r"$$J = \frac12\|V-WH\|_F^2+\frac{{\beta}}{{2}}\|H\|_F^2$$ $$\frac{{\partial J}}{{\partial H}} = {line}$$"
    "\n"
)


@pytest.mark.parametrize(
    ("page", "right", "slip"),
    [
        (MIXTURE, r"-Nq_k + \sum_n w_{nk}", r"-q_k + \sum_n w_{nk}"),
        (COVARIANCE, "e^TS^{-1}S^{-1}e", "e^TS^{-1}e"),
        (NORMAL, r"\frac{1}{r^2}\sum_i (x_i - m)", r"\frac{1}{r}\sum_i (x_i - m)"),
        (FACTORS, r"W^T(WH-V) + \beta H", "W^T(WH-V)"),
    ],
)
def test_one_change_explains(page: str, right: str, slip: str) -> None:
    assert check(page.format(line=right)).relations[-1].verdict == "right"
    assert check(page.format(line=slip)).relations[-1].verdict == "wrong"


def test_a_summand_behind_a_sum_may_be_inside() -> None:
    assert check(MIXTURE.format(line=r"\sum_n w_{nk} - q_k")).relations[-1].verdict == "cannot-tell"
