"""Units that are named by a letter with a number, out_{h1}, beside entries x_{i1} of the same form."""

from __future__ import annotations

import pytest

from derive.check import check

UNITS = r"""
$$net_{h1} = w_1 i_1 + w_2 i_2 + b_1$$
$$out_{h1} = \frac{1}{1 + e^{-net_{h1}}}$$
$$net_{o1} = w_5\,out_{h1} + w_6\,out_{h2} + b_2$$
$$E = \frac{1}{2}(t_{o1} - net_{o1})^2$$
$$\frac{\partial E}{\partial w_1} = %s$$
"""


@pytest.mark.parametrize(
    ("gradient", "verdict"),
    [
        (r"-(t_{o1} - net_{o1})\,w_5\,out_{h1}(1 - out_{h1})\,i_1", "right"),
        (r"-(t_{o1} - net_{o1})\,out_{h1}(1 - out_{h1})\,i_1", "wrong"),
        (r"-(t_{o1} - net_{o1})\,w_5\,out_{h1}(1 + out_{h1})\,i_1", "wrong"),
    ],
)
def test_a_label_with_a_number_is_part_of_the_name(gradient: str, verdict: str) -> None:
    assert check(UNITS % gradient).relations[-1].verdict == verdict


TWO_FEATURES = r"""
$$S = \sum_{i=1}^n (y_i - \beta_0 - \beta_1 x_{i1} - \beta_2 x_{i2})^2$$
$$\frac{\partial S}{\partial\beta_2} = -2\sum_{i=1}^n (y_i - \beta_0 - \beta_1 x_{i1} - \beta_2 x_{i2})\,%s$$
"""


@pytest.mark.parametrize(("feature", "is_right"), [("x_{i2}", True), ("x_{i1}", False)])
def test_a_letter_that_counts_elsewhere_counts_here(feature: str, is_right: bool) -> None:
    assert (check(TWO_FEATURES % feature).relations[-1].verdict == "right") is is_right
