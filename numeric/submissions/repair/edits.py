"""The small edits of a program: one statement, written otherwise in one place."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from numeric.submissions.repair.atoms import Atoms, Shape
from numeric.submissions.repair.late import too_late
from numeric.submissions.repair.model import (
    INDEX,
    LOST,
    ORDER,
    SCALE,
    SHARED,
    SIGN,
    SLIPS,
    STORED,
    Rewriting,
    Spot,
)
from numeric.submissions.repair.rewritings import rewritings
from numeric.submissions.repair.scope import atoms_of
from numeric.submissions.repair.text import Spans


@dataclass(frozen=True, slots=True)
class Edit:
    """A part of a program, from one byte of its text to another, and what to write instead.

    ``kind`` says in what way it differs; ``weight`` is small for slips of one letter and large for what was left out;
    ``is_expression`` that the text is an expression by itself; ``slip`` the misconception that was made if this was
    meant; ``is_bare`` that a name alone stands where something is left out; ``is_alike`` that another statement adds to
    the same sum in the same way; ``is_again`` that what is put in is used in the
    statement already.
    """

    line: int
    start: int
    end: int
    text: str
    kind: str
    weight: int
    is_expression: bool = False
    slip: str = ""
    is_bare: bool = False
    is_alike: bool = False
    is_again: bool = False


ShapesIn = Callable[[ast.FunctionDef], Mapping[str, Shape]]


def edits(source: str, tree: ast.Module, reached: Container[int], shapes: ShapesIn) -> Iterator[Edit]:
    """Every small edit of the statements of functions in which a line of ``reached`` is.

    ``shapes`` gives those of the values that were seen in a function, by what is written.
    """
    spans = Spans(source)
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        assert function.end_lineno is not None
        if any(line in reached for line in range(function.lineno, function.end_lineno + 1)):
            atoms = atoms_of(function, tree, shapes(function))
            statements = list(_statements(function.body))
            sums = Counter(map(_sum_of, statements))
            for statement in statements:
                alike = _sum_of(statement) is not None and sums[_sum_of(statement)] > 1
                found = _of_statement(statement, atoms.at(statement), spans)
                yield from (replace(each, is_alike=True) for each in found) if alike else found
            for before, statement in pairwise(statements):
                yield from _going_on(before, statement, spans)
            for first, last, text in too_late(function):
                start, end = spans.of(first)[0], spans.of(last)[1]
                yield Edit(last.lineno, start, end, text, ORDER, 1, slip=SLIPS[ORDER])


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        yield statement
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef):
            for field in ("body", "orelse"):
                yield from _statements(getattr(statement, field, []))


def _sum_of(statement: ast.stmt) -> tuple[str, type] | None:
    """What a statement adds to, and with which sign."""
    match statement:
        case ast.AugAssign(target=target, op=ast.Add() | ast.Sub() as op):
            return ast.unparse(target), type(op)
    return None


def _of_statement(statement: ast.stmt, atoms: Atoms, spans: Spans) -> Iterator[Edit]:
    for root in _roots(statement):
        start, end = spans.of(root)
        before = Counter(_WORDS.findall(ast.unparse(root)))
        for line, text, found in _written(root, atoms, isinstance(statement, ast.Return)):
            whole = not _is_sliced(root)
            again = found.kind == SCALE and _goes_on_with(text, before)
            yield Edit(
                line,
                start,
                end,
                text,
                found.kind,
                found.weight,
                whole,
                found.slip,
                found.is_bare,
                is_again=again,
            )
    start, end = spans.of(statement)
    for other, kind, weight in _otherwise(statement, atoms):
        yield Edit(statement.lineno, start, end, other, kind, weight, slip=SLIPS[kind])


_WORDS = re.compile(r"[A-Za-z_]\w*")


def _goes_on_with(text: str, before: Counter[str]) -> bool:
    """Whether a statement has only more of the words that it had before."""
    more = Counter(_WORDS.findall(text)) - before
    return bool(more) and all(word in before for word in more)


def _going_on(before: ast.stmt, statement: ast.stmt, spans: Spans) -> Iterator[Edit]:
    """A sum that was meant to go on from the line above."""
    if isinstance(before, ast.Assign) and isinstance(statement, ast.Expr):
        more = ast.unparse(statement.value)
        if more[0] in "+-":
            start, end = spans.of(before.value)[0], spans.of(statement)[1]
            yield Edit(
                statement.lineno, start, end, f"{ast.unparse(before.value)} {more}", LOST, 0, slip=SLIPS[LOST]
            )


def _roots(statement: ast.stmt) -> Iterator[ast.expr]:
    """The expressions of a statement that are evaluated where it stands."""
    match statement:
        case ast.Assign(targets=targets, value=value):
            yield value
            yield from (each.slice for each in targets if isinstance(each, ast.Subscript))
        case ast.AugAssign(target=target, value=value):
            yield value
            if isinstance(target, ast.Subscript):
                yield target.slice
        case ast.Return(value=value) | ast.AnnAssign(value=value) if value is not None:
            yield value
        case ast.If(test=test) | ast.While(test=test):
            yield test
        case ast.For(iter=each):
            yield each
        case ast.Expr(value=ast.Call() as value):
            yield value


def _is_sliced(root: ast.expr) -> bool:
    return any(isinstance(each, ast.Slice) for each in (root, *ast.iter_child_nodes(root)))


def _otherwise(statement: ast.stmt, atoms: Atoms) -> Iterator[tuple[str, str, int]]:
    match statement:
        case ast.Assign(targets=[ast.Tuple(elts=[_, _, *_] as names)], value=value) if not isinstance(
            value, ast.Tuple
        ):
            for k in range(len(names) - 1):
                other = [*names[:k], names[k + 1], names[k], *names[k + 2 :]]
                yield f"{', '.join(map(ast.unparse, other))} = {ast.unparse(value)}", SHARED, 2
        case ast.Assign(targets=[target], value=value):
            yield ast.unparse(ast.AugAssign(target, ast.Add(), value)), STORED, 1  # type: ignore[arg-type]
            yield "pass", LOST, 3
            if isinstance(target, ast.Subscript):
                numbers = [ast.Name(name, ast.Load()) for name in atoms.constants]
                yield from (
                    (ast.unparse(ast.AugAssign(target, ast.Mult(), number)), STORED, 3) for number in numbers
                )
        case ast.Assign(targets=[_, _, *_] as targets, value=ast.Call() as value):
            each = ", ".join(map(ast.unparse, targets))
            yield f"{each} = {', '.join([ast.unparse(value)] * len(targets))}", SHARED, 1
        case ast.AugAssign(target=target, op=op, value=value):
            yield "pass", LOST, 2
            if isinstance(target, ast.Name):  # what has another name as well is changed there, too
                more = ast.BinOp(ast.Name(target.id, ast.Load()), op, value)
                yield f"{target.id} = {ast.unparse(more)}", SHARED, 1
            yield ast.unparse(ast.Assign([target], value, lineno=statement.lineno)), STORED, 2
            for sign_of in _SIGNS.get(type(op), ()):
                yield ast.unparse(ast.AugAssign(target, sign_of(), value)), SIGN, 1
            if isinstance(target, ast.Subscript) and type(op) in _EACH_TIME:
                # Stored under indices of which one comes twice, it is added once.
                parts = ", ".join(map(ast.unparse, (target.value, target.slice, value)))
                yield f"np.{_EACH_TIME[type(op)]}.at({parts})", STORED, 2
            if isinstance(target, ast.Name):
                sign = _WRITTEN.get(type(op))
                yield from (
                    (f"{target.id}{index} {sign}= {ast.unparse(value)}", INDEX, 2)
                    for index in atoms.picks
                    if sign
                )


_EACH_TIME: Mapping[type[ast.operator], str] = {ast.Add: "add", ast.Sub: "subtract"}

_WRITTEN: Mapping[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}

_SIGNS: Mapping[type[ast.operator], tuple[Callable[[], ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
}


def _written(root: ast.expr, atoms: Atoms, is_result: bool) -> Iterator[tuple[int, str, Rewriting]]:
    """The line and the text of every way to write an expression otherwise."""
    top = ast.Expression(root)
    for holder, field, place, spot in list(_spots(top, False, is_result)):
        for found in rewritings(spot, atoms):
            _put(holder, field, place, found.node)
            yield spot.node.lineno, ast.unparse(top.body), found
        _put(holder, field, place, spot.node)


def _put(holder: ast.AST, field: str, place: int | None, node: ast.expr) -> None:
    if place is None:
        setattr(holder, field, node)
    else:
        getattr(holder, field)[place] = node


def _spots(
    holder: ast.AST, is_index: bool, is_result: bool
) -> Iterator[tuple[ast.AST, str, int | None, Spot]]:
    for field, value in ast.iter_fields(holder):
        inside = (
            is_index
            or isinstance(holder, ast.FormattedValue)
            or (isinstance(holder, ast.Subscript) and field == "slice")
            or (isinstance(holder, ast.Call) and ast.unparse(holder.func) == "range")
        )
        for place, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(node, ast.expr) and not _is_fixed(holder, field, node):
                yield holder, field, place, Spot(node, holder, inside, is_result)
            if isinstance(node, ast.expr | ast.keyword | ast.comprehension):
                yield from _spots(node, inside, is_result and isinstance(node, _LISTS))


_LISTS = (ast.Tuple, ast.Dict, ast.List)


def _is_fixed(holder: ast.AST, field: str, node: ast.expr) -> bool:
    # The name of a function, what a name is bound to in a comprehension, the parts of a text.
    called = isinstance(holder, ast.Call) and field == "func"
    bound = isinstance(holder, ast.comprehension) and field == "target"
    return called or bound or isinstance(holder, ast.JoinedStr) or isinstance(node, ast.JoinedStr)
