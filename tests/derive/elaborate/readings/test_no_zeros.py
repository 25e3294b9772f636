r"""Conditions that leave out only zeros, "if no residual is exactly zero"; one row a page and its verdicts."""

from __future__ import annotations

import pytest

from derive.check import check

PINBALL = (
    r"Let $f(u) = u(\tau - 1\{u<0\})$ with $0<\tau<1$ and "
    r"$$Q(\beta) = \frac1n\sum_{i=1}^n f(u_i), \qquad u_i = y_i - x_i^T\beta.$$ "
)
SLOPE = r" $$\frac{\partial Q}{\partial \beta} = \frac1n\sum_{i=1}^n x_i(\tau - 1\{u_i<0\})$$"

CASES = (
    (PINBALL + "If no residual is exactly zero, we find" + SLOPE, ["wrong"]),
    (PINBALL + "Unless some residual $u_i$ vanishes, we find" + SLOPE, ["wrong"]),
    (PINBALL + "If no residual is exactly zero, we find" + SLOPE.replace("= ", "= -"), ["right"]),
    (PINBALL + "If no residual is large, we find" + SLOPE, ["cannot-tell"]),
)


@pytest.mark.parametrize(("text", "verdicts"), CASES)
def test_verdicts(text: str, verdicts: list[str]) -> None:
    assert [r.verdict for r in check(text + "\n").relations if r.role == "claim"] == verdicts
