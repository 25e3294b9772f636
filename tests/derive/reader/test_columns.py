"""Equations side by side in one row, and scripts without braces."""

from __future__ import annotations

import pytest

from derive.reader.document import read_text
from derive.reader.grammar import parse
from derive.reader.tex import tex

ROWS = {
    r"a &= W x & z &= \tanh(a)\\ c &= V x & h &= \exp(c)": 4,
    r"L &= (a - b)^2 & \text{(loss)}\\ &= a^2 - 2ab + b^2 & \text{(expand)}": 2,
    r"y &= m x\\ &= x m": 2,
    r"a & = & b\\ c & = & d": 2,
}


@pytest.mark.parametrize("rows", ROWS)
def test_every_equation_of_a_row_is_read_by_itself(rows: str) -> None:
    document = read_text(rf"\begin{{align}}{rows}\end{{align}}", "tex")
    (block,) = document.blocks
    assert len(block.formulas) == ROWS[rows]


SCRIPTS = {
    r"y_if_i": r"y_{i} f_{i}",
    r"a_is_j": r"a_{i} s_{j}",
    r"w_new": r"w_{\text{new}}",
    r"x_{if}": r"x_{if}",
    r"x_{\text{if}}": r"x_{\text{if}}",
}


@pytest.mark.parametrize("written", SCRIPTS)
def test_a_script_without_braces_takes_one_letter(written: str) -> None:
    assert tex(parse(written).tree) == SCRIPTS[written]
