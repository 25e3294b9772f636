"""A typing of the names of a document, and the evaluation of its formulas under one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from derive.elaborate.evaluation import lookup
from derive.elaborate.evaluation.classes import MARK, classes_of
from derive.elaborate.evaluation.evaluate import Evaluation, Frame, IndexValue
from derive.elaborate.evaluation.rates import held_at
from derive.elaborate.evaluation.values import Value, scalar, transposed
from derive.elaborate.evaluation.variables import letters_from_zero, own_variables, vector_arguments
from derive.elaborate.shapes.refit import Chosen
from derive.elaborate.symbols.choices import Script
from derive.elaborate.symbols.dims import Dim, Dims
from derive.elaborate.symbols.errors import Clash
from derive.elaborate.symbols.roles import Link
from derive.elaborate.symbols.scope import Axes, Scope, Typing
from derive.reader import syntax as s
from derive.reader.tree import walk
from derive.terms import sym


@dataclass
class Work:
    """What judging one document may still take and what it took, counted so that every machine counts the same.

    ``left`` are relations typed and formulas decided, large ones several times; ``done`` are the parts of formulas.
    """

    left: int = 4000
    done: int = 0


@dataclass
class Typed:
    """A typing with its dimensions, and for every definition the reading its shape was worked out with."""

    scope: Scope
    typing: Typing
    dims: Dims
    axes: dict[str, tuple[Dim, ...]]
    readings: dict[str, Chosen] = field(default_factory=dict)
    clashing: set[int] = field(default_factory=set)
    aliases: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    overrides: Typing = field(default_factory=dict)
    lowered: int = 0
    work: Work = field(default_factory=Work)
    links: Sequence[Link] = ()
    defining: Mapping[int, str] = field(default_factory=dict)


class Reading(Evaluation):
    """An evaluation that reads the bodies of definitions as they were typed."""

    def __init__(self, typed: Typed, sizes: Mapping[Dim, int] | None, script: Script, charity: int) -> None:
        super().__init__(typed.scope, typed.typing, typed.dims, typed.axes, sizes, script, charity)
        self.typed = typed
        self.varying = typed.scope.varying
        self.aliases = typed.aliases
        self.apart: set[str] = set()
        """Which indices differ, as the line has no value where they coincide."""

    def chosen_script(self, key: str) -> Script:
        """The reading of a definition's body."""
        return self.typed.readings.get(key, (Script(), 0))[0]

    def chosen_charity(self, key: str) -> int:
        """How charitably a definition's body is read."""
        return self.typed.readings.get(key, (Script(), 0))[1]


def frame_for(reading: Evaluation, letters: Iterable[str], link: Link | None = None) -> Frame:
    """A frame in which free index letters run, and a function's own variable is a number of its own."""
    indices: dict[str, IndexValue] = {letter: (reading.dims.fresh(), None) for letter in sorted(letters)}
    used = classes_of(reading.scope, link) if link is not None else reading.letters.classes
    indices |= {MARK + key: (reading.dims.fresh(), None) for key in sorted(used)}
    held = reading.varying if link is not None and _is_differential(reading.scope, link) else frozenset[str]()
    if link is not None and reading.scope.rates:
        held |= held_at(reading.scope, (link.left, link.right))
    zero = letters_from_zero(link, reading.letters) if link is not None else frozenset[str]()
    return Frame(indices, own_arguments(reading, link) if link is not None else {}, held, zero)


def own_arguments(reading: Evaluation, link: Link) -> dict[str, Value]:
    """The values of the variables that belong to functions alone: numbers, or any one of the data."""
    numbers = {key: scalar(sym(key)) for key in own_variables(reading.scope, link)}
    return {**_samples(reading, link), **numbers}


def _samples(reading: Evaluation, link: Link) -> dict[str, Value]:
    """x in D(x) = … or ∂D/∂x, where D takes a vector and x_1, …, x_m are the data: any one of them."""
    return {
        key: lookup.fetch(reading, key, [(None, 1)], Frame())
        for key in vector_arguments(reading.scope, link)
        if reading.typing.get(key, Axes(0)).count == 2 and not key.lstrip("\\")[:1].isupper()
    }


def _is_differential(scope: Scope, link: Link) -> bool:
    # In dL = 2 rᵀ dr the name r is one thing on both sides: held, as its differential is.
    return scope.memory.recall(lambda: _has_differential(link), "differential", link.left, link.right)


def _has_differential(link: Link) -> bool:
    return any(isinstance(part, s.Differential) for side in (link.left, link.right) for part in walk(side))


def sides(reading: Evaluation, link: Link, frame: Frame) -> tuple[Value, Value]:
    """Both sides of a relation, brought to one shape; Clash where that cannot be."""
    left, right = reading.value(link.left, frame), reading.value(link.right, frame)
    dims = reading.dims
    if _is_zero(link.right) or _is_zero(link.left):
        return left, right
    try:
        dims.agree(left.shape, right.shape)
        return left, right
    except Clash:
        loose = (left.loose or right.loose) and not (left.is_scalar or right.is_scalar)
        if not loose or reading.turns_matrices or reading.scope.layout or reading.scope.notations:
            raise
    turned = transposed(right)
    dims.agree(left.shape, turned.shape)
    reading.notes.add("transposed")
    return left, turned


def _is_zero(node: s.Node) -> bool:
    return node == s.Number("0")
