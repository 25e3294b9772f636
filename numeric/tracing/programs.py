"""Array programs as plain JSON and back: what a program does, operation by operation; read again with every check."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from derive import arrays
from derive.arrays import Array, Choose, CompareArrays, Constant, Contract, Leaf, Map, Move, SumOver
from derive.errors import GradproofError
from derive.reverse import program
from derive.terms import Term, compare
from numeric.tracing.reductions import FREE
from numeric.tracing.serial import Encoder, Item, Malformed

Row = list[Any]
MAX_ARRAYS = 2_000


class NotPlain(Exception):
    """The program does more than what is the same at every size."""


def encoded(outputs: Mapping[str, Array], encoder: Encoder) -> dict[str, Any]:
    """The programs of some arrays; NotPlain where they pick, join or choose entries."""
    writer = _Writer(encoder)
    return {
        "outputs": {name: writer.place(output) for name, output in outputs.items()},
        "arrays": writer.rows,
    }


class _Writer:
    def __init__(self, encoder: Encoder) -> None:
        self.rows: list[Row] = []
        self._encoder = encoder
        self._places: dict[int, int] = {}

    def place(self, array: Array) -> int:
        """The number of an array's row; what it is made from is written first."""
        for node in program(array):
            if id(node) not in self._places:
                row = self._tested(node) or _row(
                    node, [self._places[id(arg)] for arg in node.args], self._encoder
                )
                self.rows.append(row)
                self._places[id(node)] = len(self.rows) - 1
        return self._places[id(array)]

    def _tested(self, node: Array) -> Row | None:
        if not isinstance(node.operation, Choose) or node.operation.tested is None:
            return None
        tested = node.operation.tested
        sides = [self.place(tested.left), self.place(tested.right)]
        return ["choose", tested.relation, *sides, *(self._places[id(arg)] for arg in node.args)]


def _row(node: Array, args: Sequence[int], encoder: Encoder) -> Row:
    shape = list(node.shape)
    match node.operation:
        case Leaf(name=name) if name.startswith(FREE + " "):
            return ["free", name, shape, [encoder.number(each) for each in node.entries]]
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


def _free(row: Given, held: Given, items: Given, leaves: Mapping[str, Array]) -> Array:
    name, *rest = row
    values = _constant(rest, held, items, leaves)
    if name in leaves or not str(name).startswith(FREE + " "):
        raise Malformed("a value of its own has the name of an input")
    return Array(Leaf(name), (), values.shape, values.entries)


def _choose(row: Given, held: Given, items: Given, leaves: Mapping[str, Array]) -> Array:
    relation, left, right, yes, no = (row[0], *(held[place] for place in row[1:]))
    if relation not in ("<", "<=", "=", "!="):
        raise Malformed("a comparison has no known relation")
    pairs = zip(left.entries, right.entries, strict=True)
    conditions = [compare(relation, a, b) for a, b in pairs]
    return arrays.choose(conditions, yes, no, CompareArrays(relation, left, right))


def _contract(row: Given, held: Given) -> Array:
    first, second, out, left, right = row
    return arrays.contract(first, second, out, held[left], held[right])


_READERS: Mapping[str, Callable[[Given, Given, Given, Mapping[str, Array]], Array]] = {
    "leaf": lambda row, held, items, leaves: leaves[row[0]],
    "constant": _constant,
    "free": _free,
    "choose": _choose,
    "map": lambda row, held, items, leaves: arrays.apply(row[0], *(held[place] for place in row[1:])),
    "move": lambda row, held, items, leaves: arrays.move(row[0], held[row[3]], row[1], tuple(row[2])),
    "contract": lambda row, held, items, leaves: _contract(row, held),
    "sum": lambda row, held, items, leaves: arrays.sum_over(held[row[2]], row[0], keepdims=row[1]),
}
