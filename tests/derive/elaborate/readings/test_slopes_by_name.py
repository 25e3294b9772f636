r"""δ short for ∂L/∂z is a row where the page writes its derivatives as rows, and a column where it does not."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = r"""
%s
$V \in \mathbb{R}^{p \times q}$, $u \in \mathbb{R}^q$, $k, r \in \mathbb{R}^p$, $y \in \mathbb{R}$.

$$s = Vu + k, \qquad h = \tanh(s), \qquad g = r^\top h, \qquad J = \tfrac12 (g - y)^2$$

$$\frac{\partial J}{\partial h} = %s$$

$$\frac{\partial J}{\partial s} = %s$$

%s

$$\frac{\partial J}{\partial %s}$$
"""
ROW = (r"(g - y) r^\top", r"(g - y) r^\top \operatorname{diag}(1 - h \odot h)")
COLUMN = ("(g - y) r", r"(g - y) \operatorname{diag}(1 - h \odot h) r")
SAYS = "The derivative of a number by a column is a *row*."
NAMES = [r"Let $\delta = \frac{\partial J}{\partial s}$. Then", r"Call the last row $\delta$. Then"]
AS_ROWS = [
    (r"u} = \delta V", "right"),
    (r"V} = u \delta", "right"),
    (r"k} = \delta", "right"),
    (r"u} = V \delta", "other"),
]
AS_COLUMNS = [(r"u} = V^\top \delta", "right"), (r"V} = \delta u^\top", "right"), (r"u} = \delta V", "other")]


@pytest.mark.sampled(6)
@pytest.mark.parametrize("named", NAMES)
@pytest.mark.parametrize("says", [SAYS, ""])
@pytest.mark.parametrize(("line", "verdict"), AS_ROWS)
def test_rows(says: str, named: str, line: str, verdict: str) -> None:
    said = check(PAGE % (says, *ROW, named, line)).relations[-1].verdict
    assert said == verdict if verdict == "right" else said != "right"


@pytest.mark.parametrize(("line", "verdict"), AS_COLUMNS)
def test_columns(line: str, verdict: str) -> None:
    said = check(PAGE % ("", *COLUMN, NAMES[0], line)).relations[-1].verdict
    assert said == verdict if verdict == "right" else said != "right"
