"""Loops over an axis, run once for all their rounds while a program is traced for every size.

The number of a round may pick an entry of an axis, and what a round adds to a value is collected: after the loop the
sum over all rounds is added. Whatever else is done with such a number or with such a value stops the trace, so that
every round does the same operations at every size.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from derive import arrays
from derive.arrays import Array, Move
from numeric.tracing.array import ExactArray, lifted, plain
from numeric.tracing.opaque import Opaque, Place
from numeric.tracing.record import program_of
from numeric.tracing.scalar import Exact, LeavesExactness, Truth, flag_of
from numeric.tracing.size import Size
from numeric.tracing.spaces import NUMBERS, Over, flat, opaque, picked, shown

SPREAD = "spread"
POISON = Opaque()


@dataclass(frozen=True, slots=True)
class _Hidden:
    """A value to which the rounds add: what it was before the loop."""

    value: Any
    entries: Any = None

    def shape(self) -> tuple[int, ...]:
        if isinstance(self.value, Rows):
            return self.value.shape_of_all()
        return np.shape(plain(self.value)) if isinstance(self.value, ExactArray) else ()

    def before(self, index: Any) -> Any:
        if isinstance(self.value, Rows):
            return self.value[index]
        return picked(self.entries.view(ExactArray), index)


def _hidden(value: Any) -> _Hidden:
    if isinstance(value, ExactArray):
        kept = plain(value).copy()
        plain(value)[...] = POISON
        return _Hidden(value, kept)
    if isinstance(value, Exact | int | Fraction | Size | Opaque):
        return _Hidden(value)
    raise LeavesExactness("the rounds of a loop add to something that is no number")


@dataclass(frozen=True, slots=True)
class _Change:
    value: Any
    is_stored: bool = False


class Rows(Opaque):
    """An array while rounds store or add entries of it: a round sees its own entry, and no other."""

    __slots__ = ("_number", "_once")

    def __init__(self, once: Once, number: int) -> None:
        self._once, self._number = once, number

    def __getitem__(self, index: Any) -> Any:
        return self._once.own(self._number, index)

    def shape_of_all(self) -> tuple[int, ...]:
        """The shape of the array."""
        return self._once.shape(self._number)


class Once:
    """One loop that is run once: it hands out the number of the round, and collects what is added."""

    def __init__(self, space: Over, values: Sequence[Any]) -> None:
        self.place = Place(f"~{next(NUMBERS)}", space.size)
        self._space = space
        self._values = [_hidden(value) for value in values]
        self._added: dict[int, list[tuple[Any, Any]]] = {}
        self._changed: dict[int, list[tuple[Any, _Change]]] = {}
        self._read: dict[int, Any] = {}

    def item(self) -> Any:
        """What the round gets."""
        return self._space.item(self.place)

    def hidden(self, number: int) -> Any:
        """A value while the rounds go on: nothing can be read from it."""
        return Rows(self, number) if isinstance(self._values[number].value, ExactArray | Rows) else POISON

    def own(self, number: int, index: Any) -> Any:
        """The entry of the round of an array that the rounds change: what it was, or what the round has made of it."""
        if not self._has_own(index) or not _is_same(self._read.setdefault(number, index), index):
            raise LeavesExactness("a round reads what others change")
        self._check_read(number)
        made = [change for _, change in self._changed.get(number, [])]
        stored = [k for k, change in enumerate(made) if change.is_stored]
        first = made[stored[-1]].value if stored else self._values[number].before(index)
        return sum((change.value for change in made[stored[-1] + 1 if stored else 0 :]), first)

    def _has_own(self, index: Any) -> bool:
        return any(each is self.place for each in (index if isinstance(index, tuple) else (index,)))

    def shape(self, number: int) -> tuple[int, ...]:
        """The shape of a value that the rounds change."""
        return self._values[number].shape()

    def closed(self, number: int) -> Any:
        """A value as it was before the loop."""
        held = self._values[number]
        if isinstance(held.value, ExactArray):
            plain(held.value)[...] = held.entries
        return held.value

    def add(self, step: int, number: int, index: Any, value: Any) -> None:
        """Collect what a statement of the loop adds, at an index or to the whole value; None adds nothing."""
        if value is not None:
            self._change(step, number, index, _Change(value))

    def store(self, step: int, number: int, index: Any, value: Any) -> None:
        """Collect what a statement of the loop stores in the place of the round."""
        self._change(step, number, index, _Change(value, is_stored=True))

    def _change(self, step: int, number: int, index: Any, change: _Change) -> None:
        self._added.setdefault(step, []).append((index, change.value))
        self._changed.setdefault(number, []).append((index, change))

    def rest(self, step: int) -> Any:
        """The index at which a statement adds, with this loop's axis as a whole."""
        index = self._index(step)
        parts = index if isinstance(index, tuple) else (index,)
        return tuple(slice(None) if each is self.place else each for each in parts)

    def _index(self, step: int) -> Any:
        added = self._added.get(step, [(slice(None), 0)])
        if any(not _is_same(index, added[0][0]) for index, _ in added):
            raise LeavesExactness("one statement adds in several places")
        return added[0][0]

    def total(self, step: int, number: int) -> Any:
        """What all rounds of the loop add with a statement."""
        index = self._index(step)
        self._check_read(number)
        values = [value for _, value in self._added.get(step, [])]
        if not values:
            return 0
        added = values[0] if len(values) == 1 else sum(values[1:], values[0])
        if index is None:
            return _summed(lifted(added), self.place)
        return self._placed(index if isinstance(index, tuple) else (index,), added, number)

    def stored(self, step: int, number: int) -> Any:
        """What the rounds store with a statement, each at its own place."""
        index = self._index(step)
        parts = index if isinstance(index, tuple) else (index,)
        if len(self._added.get(step, [])) != 1 or not any(each is self.place for each in parts):
            raise LeavesExactness("the rounds of a loop store in one place")
        return self.total(step, number)

    def _check_read(self, number: int) -> None:
        """What a round reads of an array is changed in its own place only."""
        changed = self._changed.get(number, []) if number in self._read else []
        if any(not _is_same(self._read[number], index) for index, _ in changed):
            raise LeavesExactness("a round reads what others change")

    def _placed(self, index: tuple[Any, ...], added: Any, number: int) -> Any:
        shape = self.shape(number)
        if len(index) > len(shape) or any(
            _is_other_axis(each, n) for each, n in zip(index, shape, strict=False)
        ):
            raise LeavesExactness("the rounds of a loop do not go through the whole axis")
        at = [*index, *[slice(None)] * (len(shape) - len(index))]
        inner = tuple(n for n, each in zip(shape, at, strict=True) if not isinstance(each, Place))
        value = np.broadcast_to(plain(lifted(added)), inner)
        if not any(each is self.place for each in at):
            return _summed(value, self.place)
        mine = next(k for k, each in enumerate(at) if each is self.place)
        before = [each for each in at[:mine] if not isinstance(each, Place)]
        return shown(_spread(value, self.place, len(before)))


def _is_same(index: Any, other: Any) -> bool:
    parts, others = (each if isinstance(each, tuple) else (each,) for each in (index, other))
    return len(parts) == len(others) and all(
        a is b or (isinstance(a, slice) and isinstance(b, slice) and a == b)
        for a, b in zip(parts, others, strict=True)
    )


def _is_other_axis(part: Any, size: int) -> bool:
    if isinstance(part, Place):
        return part.extent != size
    return not (isinstance(part, slice) and part == slice(None))


def _summed(value: Any, place: Place) -> Any:
    whole = _spread(plain(value), place, 0)
    return shown(opaque(arrays.SumOver((0,)), whole, whole.shape[1:]))


def _spread(value: Any, place: Place, axis: int) -> Array:
    """The values of all rounds along an axis of their own."""
    node = program_of(value, value.shape)
    numbers = np.arange(value.size).reshape(value.shape)
    whole = np.repeat(np.expand_dims(numbers, axis), place.extent, axis)
    return opaque(Move(f"{SPREAD} {place.loop} {axis}", flat(whole)), node, whole.shape)


def guarded(test: Any, value: Callable[[], Any]) -> Any:
    """What is added where a condition holds; None where it certainly does not."""
    from numeric.tracing.rewrite import Hook

    if Hook.undecided(test):
        return flag_of(test).number() * value()
    return value() if test else None


def negated(test: Any) -> Any:
    """The condition that another one does not hold."""
    from numeric.tracing.rewrite import Hook

    if not Hook.undecided(test):
        return not test
    flag = flag_of(test)
    if flag.source is None:
        return ~flag
    compared, number = flag.source
    opposite = compared.opposite()
    return Truth(opposite.conditions[number], (opposite, number))


class At:
    """``At()[i, :]`` is the index ``(i, slice(None))``."""

    def __getitem__(self, index: Any) -> Any:
        return index
