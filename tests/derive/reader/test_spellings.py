"""The table in spellings.txt: formulas as people type them, and what they mean."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from derive.reader.grammar import lex, parse
from derive.reader.notation import PLAIN, Notation
from derive.reader.sexpr import sexpr
from derive.reader.statements import statements
from derive.reader.syntax import Ambiguous, Node
from derive.reader.tex import tex
from derive.reader.tree import keys, settle, walk

LINES = (Path(__file__).parent / "spellings.txt").read_text(encoding="utf-8").splitlines()
TABLE = [tuple(re.split(r"   +=> ", line)) for line in LINES if line and not line.startswith("#")]
FORMULAS = [formula for formula, _ in TABLE]


def likeliest(tree: Node) -> Node:
    """The first reading throughout."""
    return settle(tree, dict.fromkeys(keys(tree), 0))


@pytest.mark.parametrize(("formula", "meaning"), TABLE, ids=FORMULAS)
def test_a_formula_means(formula: str, meaning: str) -> None:
    found = statements(lex(formula), PLAIN)
    assert [sexpr(one.tree) for one in found] == [meaning]


def test_the_table_is_long_enough() -> None:
    assert len(TABLE) >= 250
    assert len(set(FORMULAS)) == len(FORMULAS)


@pytest.mark.parametrize("formula", FORMULAS)
def test_what_is_printed_is_read_back(formula: str) -> None:
    for one in statements(lex(formula), PLAIN):
        assert one.tree is not None
        tree = likeliest(one.tree)
        printed = tex(tree)
        assert sexpr(likeliest(parse(printed).tree)) == sexpr(tree), printed


@pytest.mark.parametrize(
    ("formula", "key", "first", "second"),
    [
        (r"u(y)", "call u", "(call u y)", "(mul u y)"),
        (r"z(1 - y)", "factor z", "(mul z (sub 1 y))", "(call z (sub 1 y))"),
        (r"\delta^l", "power \\delta", "(idx \\delta l)", "(pow \\delta l)"),
        (r"p^k", "power p", "(pow p k)", "(idx p k)"),
        (r"X'y", "prime X", "(mul (T X) y)", "(mul (prime X 1) y)"),
        (r"1/2m", "slash 0", "(mul (div 1 2) m)", "(div 1 (mul 2 m))"),
        (r"A x \odot y", "entrywise 0", "(had (mul A x) y)", "(mul A (had x y))"),
        (r"\log x y", "argument 0", "(mul (fn log x) y)", "(fn log (mul x y))"),
        (r"\log(x)^2", "power of call 0", "(pow (fn log x) 2)", "(fn log (pow x 2))"),
        (r"\frac{d}{dx} x^2 \cdot x", "operator 0", "(mul (D (pow x 2) x) x)", "(D (mul (pow x 2) x) x)"),
    ],
)
def test_what_can_be_read_twice_keeps_both_readings(formula: str, key: str, first: str, second: str) -> None:
    tree = parse(formula).tree
    assert key in keys(tree)
    assert sexpr(settle(tree, {key: 0})) == first
    assert sexpr(settle(tree, {key: 1})) == second


@pytest.mark.parametrize(
    ("formula", "choices", "meaning"),
    [
        (r"u(y)", {"call u": "product"}, "(mul u y)"),
        (r"z(1 - y)", {"factor z": "call"}, "(call z (sub 1 y))"),
        (r"\delta^l_j", {"power \\delta": "power"}, "(pow \\delta_j l)"),
        (r"X'y", {"prime X": "prime"}, "(mul (prime X 1) y)"),
    ],
)
def test_the_notation_of_a_document_decides(formula: str, choices: dict[str, str], meaning: str) -> None:
    tree = parse(formula, Notation(choices)).tree
    assert not any(isinstance(part, Ambiguous) for part in walk(tree))
    assert sexpr(tree) == meaning


@pytest.mark.parametrize(
    ("formula", "meaning", "repairs"),
    [
        (r"(1-y)(\log(1-p)", "(mul (sub 1 y) (fn log (sub 1 p)))", ["inserted )"]),
        (r"a (b + c))", "(mul a (add b c))", ["removed )"]),
        (r"\frac{a}{b + c", "(div a (add b c))", ["inserted }"]),
        (r"a + + b", "(add a b)", []),
        (r"a + b +", "(add a b)", ["removed +"]),
        (r"L(y, p) - \sum_i y_i", "(rel = (call L (seq y p)) (neg (sum i _ y_i)))", ["inserted ="]),
        (
            r"\sum_i y_i \log p_i + (1 - y_i) \log(1 - p)",
            "(sum i _ (add (mul y_i (fn log p_i)) (mul (sub 1 y_i) (fn log (sub 1 p_i)))))",
            ["the sum is read as covering this term too: its index occurs in it", "read p as p_{i}"],
        ),
    ],
)
def test_repairs_are_told(formula: str, meaning: str, repairs: list[str]) -> None:
    (found,) = statements(lex(formula), PLAIN)
    assert sexpr(found.tree) == meaning
    assert [repair.what for repair in found.repairs] == repairs
