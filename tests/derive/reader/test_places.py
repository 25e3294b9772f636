"""Every node knows its exact place, also through macros."""

from __future__ import annotations

import pytest

from derive.errors import ReadError
from derive.reader.grammar import parse
from derive.reader.macros import definitions
from derive.reader.notation import Macro, Notation
from derive.reader.syntax import Call, Derivative, Fraction, Index, Name, Number, Transpose
from derive.reader.tree import walk

FORMULA = (
    r"\frac{\partial L}{\partial w} = -\frac{1}{m}\sum_{i=1}^m \left(y_i - \hat y_i\right) x_i^T \log(z)"
)


def places(kind: type) -> list[str]:
    return [
        FORMULA[part.span.start : part.span.end]
        for part in walk(parse(FORMULA).tree)
        if isinstance(part, kind)
    ]


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (Derivative, [r"\frac{\partial L}{\partial w}"]),
        (Fraction, [r"\frac{1}{m}"]),
        (Index, ["y_i", r"\hat y_i", "x_i"]),
        (Transpose, ["x_i^T"]),
        (Call, [r"\log(z)"]),
        (Number, ["1", "1"]),
    ],
)
def test_a_node_stands_where_it_was_written(kind: type, texts: list[str]) -> None:
    found = places(kind)
    assert [text for text in found if text in texts] == texts


def test_places_count_from_the_start_that_is_given() -> None:
    assert parse("a + b", start=100).tree.span == (100, 105)


def test_a_macro_has_the_place_of_its_use_and_its_argument_its_own() -> None:
    macros = {"v": Macro(1, r"\mathbf{#1}"), "g": Macro(0, r"\nabla_w L")}
    tree = parse(r"\v{x} + \g", Notation(macros=macros)).tree
    names = {part.letter: part.span for part in walk(tree) if isinstance(part, Name)}
    assert names["L"] == (8, 10)
    assert names["x"] == (0, 5)


@pytest.mark.parametrize(
    ("text", "name", "macro"),
    [
        (r"\newcommand{\w}{\mathbf{w}}", "w", Macro(0, r"\mathbf{w}")),
        (
            r"\newcommand{\d}[2]{\frac{\partial #1}{\partial #2}}",
            "d",
            Macro(2, r"\frac{\partial #1}{\partial #2}"),
        ),
        (r"\renewcommand\x[1][2]{x^#1}", "x", Macro(1, "x^#1", "2")),
        (r"\def\yh{\hat y}", "yh", Macro(0, r"\hat y")),
        (r"\def\vec#1{\mathbf{#1}}", "vec", Macro(1, r"\mathbf{#1}")),
        (r"\DeclareMathOperator{\soft}{softmax}", "soft", Macro(0, r"\operatorname{softmax}")),
        (r"\let\eps\varepsilon", "eps", Macro(0, r"\varepsilon")),
    ],
)
def test_definitions_are_found_and_blanked(text: str, name: str, macro: Macro) -> None:
    found, rest = definitions(text + " x")
    assert found == {name: macro}
    assert len(rest) == len(text) + 2
    assert rest.strip() == "x"


@pytest.mark.parametrize("body", [r"\a", r"\a\a", r"\b"])
def test_macros_without_end_are_refused(body: str) -> None:
    macros = {"a": Macro(0, body), "b": Macro(0, r"\a x")}
    with pytest.raises(ReadError, match="without end"):
        parse(r"x + \a", Notation(macros=macros))


@pytest.mark.parametrize(
    ("formula", "start"),
    [
        (r"a + \unknown{b}", 4),
        (r"a = b ^ ]", 0),
        (r"\frac{a}", 8),
        ("x ☂ y", 2),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place(formula: str, start: int) -> None:
    with pytest.raises(ReadError) as failure:
        parse(formula)
    assert failure.value.start >= start
    assert failure.value.end > failure.value.start
