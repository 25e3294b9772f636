"""Blocks into statements: rows, chains that go on, labels, conditions and remarks."""

from __future__ import annotations

import pytest

from derive.reader.grammar import lex
from derive.reader.notation import PLAIN
from derive.reader.sexpr import sexpr
from derive.reader.statements import statements


def read(block: str) -> list[str]:
    """Each statement: its label, its meaning, and its conditions behind bars."""
    out = []
    for found in statements(lex(block), PLAIN):
        text = f"{found.label} " if found.label else ""
        text += sexpr(found.tree) if found.failure is None else "unread"
        out.append(" | ".join([text, *(sexpr(condition) for condition in found.conditions)]))
    return out


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (r"a &= b \\ &= c", ["(rel = a b)", "(rel = (hole) c)"]),
        (r"\begin{align} a &= b \\ c &= d \end{align}", ["(rel = a b)", "(rel = c d)"]),
        (r"\eqalign{a &= b \cr &= c \cr}", ["(rel = a b)", "(rel = (hole) c)"]),
        (r"\begin{array}{rcl} a & = & b \\ & = & c \end{array}", ["(rel = a b)", "(rel = (hole) c)"]),
        (r"{\begin{aligned} a &= b \end{aligned}}", ["(rel = a b)"]),
        (
            r"\begin{equation}\begin{split} a &= b \\ &= c \end{split}\end{equation}",
            ["(rel = a b)", "(rel = (hole) c)"],
        ),
        (r"a = b \\[2ex] c = d", ["(rel = a b)", "(rel = c d)"]),
        (r"a &= b \\ &\quad + c", ["(rel = a (add b c))"]),
        (r"a &= b + \\ & c", ["(rel = a (add b c))"]),
        (r"a &= \Big[ b \\ &\quad + c \Big]", ["(rel = a (add b c))"]),
        (r"a &= \left[ b \right. \\ & \left. + c \right]", ["(rel = a (add b c))"]),
        (r"a = b \implies c = d", ["(rel = a b)", "(rel = c d)"]),
        (r"\mbox{Chain rule: } a = b", ["Chain rule: (rel = a b)"]),
        (r"a = b, \quad c = d", ["(rel = a b)", "(rel = c d)"]),
        (r"a = b \quad \text{and} \quad c = d", ["(rel = a b)", "(rel = c d)"]),
        (r"a = b \quad \text{where } c = d", ["(rel = a b)", "(rel = c d)"]),
        (r"a_i = b_i, \quad i = 1, \dots, n", ["(rel = a_i b_i) | (rel = i (seq (seq 1 (dots)) n))"]),
        (r"a = b \quad \text{if } i = j", ["(rel = a b) | (rel = i j)"]),
        (r"\text{if } i = j: a = b", ["(rel = a b) | (rel = i j)"]),
        (r"a = b, \quad y \in \{0,1\}", ["(rel = a b) | (rel in y (set (seq 0 1)))"]),
        (r"a_i = b_i \quad \forall i", ["(rel = a_i b_i) | i"]),
        (r"a = b \quad (i \neq j)", ["(rel = a b) | (rel != i j)"]),
        (r"\text{Cancel the positive terms}", []),
        (r"x, y \in \mathbb{R}", ["(rel in (seq x y) \\mathbb{R})"]),
        (r"f: \mathbb{R}^n \to \mathbb{R}", ["(rel -> (rel colon f (pow \\mathbb{R} n)) \\mathbb{R})"]),
        (r"a \underset{\text{chain rule}}= b", ["(rel = a b)"]),
        (r"m = \text{number of examples}", ["m"]),
        (r"a = \frac{b}{} \\ c = d", ["(rel = a (div b (hole)))", "(rel = c d)"]),
        (r"a = \unknown{b} \\ c = d", None),
    ],
)
def test_a_block_is_cut_into_statements(block: str, expected: list[str] | None) -> None:
    if expected is None:
        with pytest.raises(Exception, match="unknown"):
            read(block)
    else:
        assert read(block) == expected


def test_words_that_cut_a_formula_off_are_told() -> None:
    (found,) = statements(lex(r"f = x \text{ and also } g"), PLAIN)
    assert [repair.kind for repair in found.repairs] == ["removed"]


def test_the_reason_over_a_relation_is_kept() -> None:
    (found,) = statements(lex(r"a \overset{(1)}{=} b"), PLAIN)
    assert found.chain is not None
    assert found.chain.relations[0].note == "(1)"


def test_one_row_that_cannot_be_read_does_not_hide_the_others() -> None:
    first, second = statements(lex(r"a = (b + ) ^ ] \sqrt \\ c = d"), PLAIN)
    assert first.failure is not None
    assert second.failure is None
