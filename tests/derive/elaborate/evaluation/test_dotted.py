"""Rows and columns that are written with dots, of which all entries but a few are the same."""

from __future__ import annotations

import pytest

from derive.check import check

PENALTY = r"""
Let $X\in\mathbb{R}^{n\times p}$, $a\in\mathbb{R}^p$ and $K = \operatorname{diag}(%s)$, so that one entry is left alone.

$$F(a) = \|Xa - r\|^2 + c\, a^T K a$$
$$\nabla F(a) = 2X^T(Xa - r) + %s$$
"""
ROWS = [r"1, \dots, 1, 0", r"0, 1, \ldots, 1", r"1, 1, \dots, 1", r"g, \dots, g, 0"]


@pytest.mark.parametrize("row", ROWS)
def test_equal_entries_fill_up_the_row(row: str) -> None:
    assert check(PENALTY % (row, r"2c\, K a")).relations[-1].verdict == "right"
    assert check(PENALTY % (row, r"c\, K a")).relations[-1].verdict == "wrong"


@pytest.mark.parametrize("row", [r"0, 1, 0, \dots, 0", r"1, 0, \dots, 1, 0"])
def test_a_row_that_may_go_on_in_two_ways_is_open(row: str) -> None:
    assert check(PENALTY % (row, r"2c\, K a")).relations[-1].verdict == "cannot-tell"
