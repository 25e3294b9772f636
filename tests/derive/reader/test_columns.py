"""Equations side by side in one row, and scripts without braces."""

from __future__ import annotations

import pytest

from derive.reader.document import read_text
from derive.reader.grammar import parse
from derive.reader.sexpr import sexpr
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


EQUATIONS = {
    r"\begin{array}{rl} L &= (a-b)^2 \\ \frac{dL}{da} &= 2(a-b) \end{array}": ["(rel = L (pow (sub a b) 2))",
                                                                              "(rel = (D L a) (mul 2 (sub a b)))"],
    r"\begin{array}{rl} L = & a^2 \\ = & a a \end{array}": ["(rel = L (pow a 2))", "(rel = (hole) (mul a a))"],
    r"\begin{array}{l} a = b \\ c = d \end{array}": ["(rel = a b)", "(rel = c d)"],
    r"X = \pmatrix{a & b \cr c & d}": ["(rel = X [pmatrix a b ; c d])"],
    r"X = \left(\matrix{a \cr c}\right)^T": ["(rel = X (T [matrix a ; c]))"],
    r"f = \cases{0 & x < 0 \cr x & otherwise}": ["(rel = f (cases 0 (rel < x 0) ; x (text otherwise)))"],
    r"\left[\begin{array}{cc} 1 & 2 \\ 3 & 4 \end{array}\right]": ["[matrix 1 2 ; 3 4]"],
    r"\begin{array}{cc} 1 & 2 \\ 3 & 4 \end{array} = X": ["(rel = [matrix 1 2 ; 3 4] X)"],
}  # fmt: skip


@pytest.mark.parametrize("written", EQUATIONS)
def test_arrays_of_equations_and_matrices_of_plain_tex(written: str) -> None:
    (block,) = read_text(f"$${written}$$").blocks
    assert [sexpr(one.tree) for one in block.formulas] == EQUATIONS[written]
