"""Values with units: the unit is no name, and what holds at the value is judged there."""

from __future__ import annotations

import pytest

from derive.check import check

SPRING = (
    r"The energy of a spring is $E = \frac12 k x^2$. With $k = {k}$ and $x = {x}$ the force is "
    r"$$\frac{{\partial E}}{{\partial x}} = {force}$$"
)


@pytest.mark.parametrize(
    ("k", "x", "force", "verdict"),
    [
        (r"3\,\mathrm{N/m}", r"2\,\mathrm{m}", "6", "right"),
        (r"3\,\mathrm{N/m}", r"2\,\mathrm{m}", "-6", "cannot-tell"),
        (r"3~\text{N m^{-1}}", r"2\ \text{cm}", "6", "right"),
        ("3", "2", "6", "right"),
    ],
)
def test_units_are_left_out_of_values(k: str, x: str, force: str, verdict: str) -> None:
    text = SPRING.format(k=k, x=x, force=force)
    assert check(text + "\n").relations[-1].verdict == verdict
