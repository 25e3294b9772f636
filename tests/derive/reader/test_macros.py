"""What a macro stands for is read as a whole, and apart from what stands beside it."""

from __future__ import annotations

import pytest

from derive.reader.grammar import parse
from derive.reader.notation import Macro, Notation
from derive.reader.sexpr import sexpr

MACROS = {
    "half": Macro(0, r"\tfrac12"),
    "old": Macro(0, r"1\over2"),
    "v": Macro(0, "v"),
    "vi": Macro(0, "v_i"),
    "part": Macro(2, r"\frac{\partial#1}{\partial#2}"),
    "ratio": Macro(2, r"\frac#1#2"),
}


@pytest.mark.parametrize(
    ("formula", "meaning"),
    [
        (r"\half\sum_i v_i", "(mul (div 1 2) (sum i _ v_i))"),
        (r"t^\half", "(pow t (div 1 2))"),
        (r"\old t", "(mul (div 1 2) t)"),
        (r"\beta\v", "(mul \\beta v)"),
        (r"\part{f}{v}", "(D f v)"),
        (r"\frac\vi\v", "(div v_i v)"),
        (r"\frac{t}\vi", "(div t v_i)"),
        (r"\ratio tv", "(div t v)"),
        (r"\sqrt\vi", "(sqrt v_i)"),
        (r"\frac\half3", "(div (div 1 2) 3)"),
        (r"\sqrt2t", "(mul (sqrt 2) t)"),
        (r"\frac 3 4 t", "(mul (div 3 4) t)"),
    ],
)
def test_a_macro_is_read_as_a_whole(formula: str, meaning: str) -> None:
    assert sexpr(parse(formula, Notation(macros=MACROS)).tree) == meaning
