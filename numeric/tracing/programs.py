"""Array programs as plain JSON and back: what a program does, operation by operation; read again with every check."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from derive import arrays
from derive.arrays import Array, Constant, Contract, Leaf, Map, Move, SumOver
from derive.errors import GradproofError
from derive.reverse import program
from derive.terms import Term
from numeric.tracing.serial import Encoder, Item, Malformed

Row = list[Any]
MAX_ARRAYS = 2_000


class NotPlain(Exception):
    """The program does more than what is the same at every size."""


def encoded(outputs: Mapping[str, Array], encoder: Encoder) -> dict[str, Any]:
    """The programs of some arrays; NotPlain where they pick, join or choose entries."""
    places: dict[int, int] = {}
    rows: list[Row] = []
    for output in outputs.values():
        for node in program(output):
            if id(node) not in places:
                rows.append(_row(node, [places[id(arg)] for arg in node.args], encoder))
                places[id(node)] = len(rows) - 1
    return {"arrays": rows, "outputs": {name: places[id(output)] for name, output in outputs.items()}}


def _row(node: Array, args: Sequence[int], encoder: Encoder) -> Row:
    shape = list(node.shape)
    match node.operation:
        case Leaf(name=name):
            return ["leaf", name]
        case Constant():
            return ["constant", shape, [encoder.number(each) for each in node.entries]]
        case Map(function=function, derivative_by=None):
            return ["map", function, *args]
        case Move(kind=kind, source=source):
            return ["move", kind, list(source), shape, *args]
        case Contract(left=left, right=right, out=out):
            return ["contract", left, right, out, *args]
        case SumOver(axes=axes, keepdims=keepdims):
            return ["sum", list(axes), keepdims, *args]
        case _:
            raise NotPlain


def decoded(answer: Any, items: Sequence[Item], leaves: Mapping[str, Array]) -> dict[str, Array]:
    """The arrays of programs over known inputs; Malformed says that they are not as they should be."""
    try:
        rows, outputs = answer["arrays"], answer["outputs"]
        if len(rows) > MAX_ARRAYS:
            raise Malformed("a program is too long")
        held: list[Array] = []
        for kind, *rest in rows:
            held.append(_READERS[kind](rest, held, items, leaves))
        return {str(name): held[place] for name, place in outputs.items()}
    except (TypeError, ValueError, IndexError, KeyError, ArithmeticError, GradproofError) as problem:
        raise Malformed("a program does not hold what it should") from problem


Given = Sequence[Any]


def _constant(row: Given, held: Given, items: Given, leaves: Mapping[str, Array]) -> Array:
    shape, places = row
    entries = [items[place] for place in places]
    if not all(isinstance(each, Term) for each in entries):
        raise Malformed("a condition stands where a value belongs")
    return arrays.constant(entries, tuple(shape))


def _contract(row: Given, held: Given) -> Array:
    first, second, out, left, right = row
    return arrays.contract(first, second, out, held[left], held[right])


_READERS: Mapping[str, Callable[[Given, Given, Given, Mapping[str, Array]], Array]] = {
    "leaf": lambda row, held, items, leaves: leaves[row[0]],
    "constant": _constant,
    "map": lambda row, held, items, leaves: arrays.apply(row[0], *(held[place] for place in row[1:])),
    "move": lambda row, held, items, leaves: arrays.move(row[0], held[row[3]], row[1], tuple(row[2])),
    "contract": lambda row, held, items, leaves: _contract(row, held),
    "sum": lambda row, held, items, leaves: arrays.sum_over(held[row[2]], row[0], keepdims=row[1]),
}
