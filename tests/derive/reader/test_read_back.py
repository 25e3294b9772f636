r"""What is shown of a formula is read back as the same formula, and says to a person what it says to the reader."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.errors import ReadError
from derive.reader.grammar import parse
from derive.reader.sexpr import sexpr
from derive.reader.syntax import Node
from derive.reader.tex import tex
from derive.reader.tree import keys, settle

SHOWN = {
    r"\frac{d(1-\hat y)}{d\hat y}": r"\frac{d \left(1 - \hat{y}\right)}{d\hat{y}}",
    r"\frac{\partial (a + b)}{\partial x}": r"\frac{\partial \left(a + b\right)}{\partial x}",
    r"\frac{d(-x)}{dx}": r"\frac{d \left(-x\right)}{dx}",
    r"\frac{\partial a b}{\partial x}": r"\frac{\partial a b}{\partial x}",
    r"d(1 - p)": r"d\left(1 - p\right)",
    r"\nabla_w (a - b)": r"\nabla_{w} \left(a - b\right)",
}


@pytest.mark.parametrize("formula", SHOWN)
def test_brackets_that_people_need(formula: str) -> None:
    assert tex(likeliest(parse(formula).tree)) == SHOWN[formula]


LEAVES = st.sampled_from(
    [
        "a",
        "x",
        "y",
        "w",
        "L",
        "2",
        "1",
        r"\hat{y}",
        r"\sigma",
        "x_i",
        "w_{ij}",
        "z^{(l)}",
        r"\mathbf{X}",
        "0.5",
    ]
)
BINARY = [
    "{} + {}", "{} - {}", "{} {}", r"({}) ({})", r"({} + 1) ({})", r"{} \cdot {}", r"{} \odot {}", r"\frac{{{}}}{{{}}}",
    r"{} : {}", r"\frac{{\partial {}}}{{\partial {}}}", r"({})^{{{}}}", r"\langle {}, {} \rangle", "{} / ({})",
    r"\begin{{pmatrix}} {} & {} \end{{pmatrix}}", r"\sum_{{i=1}}^{{N}} {} \, ({})", r"\frac{{d({})}}{{dx}} ({})",
]  # fmt: skip
UNARY = [
    "-{}", "({})", r"\log({})", r"\log {}", r"({})^T", r"\sqrt{{{}}}", "e^{{{}}}", r"\|{}\|^2", "|{}|", "d({})", "d {}",
    r"\sigma'({})", r"\nabla_w {}", r"\sum_i {}", r"\max(0, {})", r"\frac{{d}}{{dx}} {}", r"\mathbb{{E}}[{}]",
    r"\frac{{\partial}}{{\partial x}} ({})", r"\left[{}\right]", r"\frac{{d({})}}{{dx}}", r"\int {} dx", "({})!",
]  # fmt: skip


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    one = st.builds(lambda shape, of: shape.format(of), st.sampled_from(UNARY), inner)
    two = st.builds(lambda shape, a, b: shape.format(a, b), st.sampled_from(BINARY), inner, inner)
    return one | two


_COLON_ABOVE = re.compile(r"\^\{[^:]*:")
FORMULAS = st.recursive(LEAVES, _larger, max_leaves=8)


@settings(max_examples=600, deadline=None)
@given(FORMULAS)
def test_what_is_printed_is_read_back(formula: str) -> None:
    """Printing settles every formula after one round at the latest, and never changes what it means."""
    if _COLON_ABOVE.search(formula):  # x^{1:t} is a range, whatever stands on both sides
        return
    try:
        tree = likeliest(parse(formula).tree)
    except ReadError:
        return
    printed = tex(tree)
    assert sexpr(likeliest(parse(printed).tree)) == sexpr(tree), printed


def likeliest(tree: Node) -> Node:
    """The first reading throughout."""
    return settle(tree, dict.fromkeys(keys(tree), 0))
