r"""Labels of two classes are 0 or 1 where nothing else is said; one row a page and the verdict on its last line."""

from __future__ import annotations

import pytest

from derive.check import check

PROBIT = (
    r"Let $\Phi$ be the standard normal distribution function, $\phi$ its density, "
    r"$$\ell = t\ln\Phi(u) + (1-t)\ln(1-\Phi(u))$$ and $s = 2t - 1$. "
)
SCORE = r"$$\frac{d\ell}{du} = %s\frac{s\,\phi(su)}{\Phi(su)}$$"

CASES = (
    (PROBIT + SCORE % "", "right"),
    (PROBIT + SCORE % "-", "wrong"),
    ("The targets $t$ are proportions. " + PROBIT + SCORE % "", "wrong"),
)


@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_labels_of_two_classes(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict


SAMPLES = (
    r"$$m = \frac1d\sum_{i=1}^d x_i, \quad y_i = c_i(x_i - m) + b_i$$ and $g_i = \frac{\partial L}{\partial y_i}$. "
    r"$$\frac{\partial L}{\partial b_i} = %s$$"
)


@pytest.mark.parametrize(("line", "verdict"), [("g_i", "right"), ("g_j", "cannot-tell")])
def test_two_indices_are_not_one_sample(line: str, verdict: str) -> None:
    assert check(SAMPLES % line + "\n").relations[-1].verdict == verdict
