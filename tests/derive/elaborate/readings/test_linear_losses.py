"""Chain rules through named slopes of a loss that is too long to multiply out."""

from __future__ import annotations

import pytest

from derive.check import check

MIXER = r"""Rows of $U$ ($m\times k$) are tokens; $A$, $B$, $C$ are $k\times k$. With
$$F = UA,\quad G = UB,\quad H = UC,\quad P = \operatorname{softmax}(FG^\top) \text{ (by rows)},\quad R = PH$$
and $E = \frac12\|R - T\|_F^2$ we get
$$\frac{\partial E}{\partial U} = %s$$
"""
TERMS = r"\frac{\partial E}{\partial F}%s + \frac{\partial E}{\partial G}%s + \frac{\partial E}{\partial H}%s"
RIGHT = TERMS % (r"A^\top", r"B^\top", r"C^\top")
WRONG = (
    TERMS % (r"A^\top", "B", r"C^\top"),
    TERMS.replace("+", "-", 1) % (r"A^\top", r"B^\top", r"C^\top"),
)


def test_all_paths() -> None:
    assert check(MIXER % RIGHT).relations[-1].verdict == "right"


@pytest.mark.parametrize("line", WRONG)
def test_a_slip_in_one_path(line: str) -> None:
    found = check(MIXER % line).relations[-1]
    assert found.verdict == "wrong"
    assert found.correction is not None


def test_a_path_that_is_lost_is_not_right() -> None:
    line = r"\frac{\partial E}{\partial F}A^\top + \frac{\partial E}{\partial G}B^\top"
    assert check(MIXER % line).relations[-1].verdict in ("wrong", "cannot-tell")
