"""What a loop over whole axes goes through, and what its round picks: the number of the round, or entries there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import Any

import numpy as np

from derive.arrays import Array, Move
from derive.terms import sym
from numeric.tracing.array import ExactArray, plain
from numeric.tracing.opaque import Place
from numeric.tracing.record import entries, program_of
from numeric.tracing.scalar import LeavesExactness
from numeric.tracing.size import Size, letter_symbol
from numeric.tracing.state import current

PICK = "pick"
NUMBERS = count()


class Over:
    """What a loop goes through, and what one round gets of it."""

    def __init__(self, size: int, item: Callable[[Place], Any], rounds: Callable[[], Iterable[Any]]) -> None:
        self.size, self.item, self._rounds = size, item, rounds

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rounds())

    def __len__(self) -> int:
        return len(list(self._rounds()))


def ranged(*ends: Any) -> Any:
    """``range``; over a whole axis, all its rounds at once."""
    end = ends[-1] if len(ends) == 1 or (len(ends) == 2 and ends[0] == 0) else None
    if isinstance(end, Size) and _is_axis(end):
        return Over(end.value, lambda place: place, lambda: range(*ends))
    return range(*ends)


def _is_axis(size: Size) -> bool:
    letter = current().letters.get(size.value)
    return current().once and letter is not None and size.term is letter_symbol(letter)


def over(values: Any) -> Any:
    """What a loop goes through: an axis that is a size as one, anything else as it is."""
    if not current().once or type(values) is not ExactArray or not values.ndim:
        return values
    size = len(plain(values))
    if size not in current().letters:
        return values
    return Over(size, lambda place: picked(values, place), lambda: values)


def zipped(*values: Any, strict: bool = False) -> Any:
    """``zip``; of axes of one size, all its rounds at once."""
    parts = [over(each) for each in values]
    if not parts or not all(isinstance(each, Over) for each in parts) or len({p.size for p in parts}) > 1:
        return zip(*values, strict=strict)
    return Over(
        parts[0].size,
        lambda place: tuple(each.item(place) for each in parts),
        lambda: zip(*values, strict=strict),
    )


def enumerated(values: Any, start: Any = 0) -> Any:
    """``enumerate``; along an axis from 0 on, all its rounds at once."""
    part = over(values)
    if not isinstance(part, Over) or start != 0:
        return enumerate(values, start)
    return Over(part.size, lambda place: (place, part.item(place)), lambda: enumerate(values))


def picked(array: Any, index: Any) -> Any:
    """The entries of an array in one round: some axes at the numbers of rounds, the others whole."""
    rest = index if isinstance(index, tuple) else (index,)
    if len(rest) > array.ndim or not all(isinstance(each, Place) or each == slice(None) for each in rest):
        raise LeavesExactness("an axis is picked from in more than one way")
    for axis in reversed(range(len(rest))):
        if isinstance(rest[axis], Place):
            array = _picked_along(array, rest[axis], axis)
    return array


def _picked_along(array: Any, place: Place, axis: int) -> Any:
    held = plain(array)
    if held.shape[axis] != place.extent:
        raise LeavesExactness("the rounds of a loop do not go through the whole axis")
    numbers = np.arange(held.size).reshape(held.shape).take(0, axis)
    node = program_of(held, held.shape)
    return shown(opaque(Move(f"{PICK} {place.loop} {axis}", flat(numbers)), node, numbers.shape))


def flat(numbers: Any) -> tuple[int, ...]:
    """The numbers of an array, row-major."""
    return tuple(int(number) for number in numbers.ravel())


def opaque(operation: Any, node: Array, shape: tuple[int, ...]) -> Array:
    """An array made by a loop; its entries are of their own: nothing is seen in them that holds for one round only."""
    number = next(NUMBERS)
    found = [sym(f"{PICK} {number}[{k}]") for k in range(int(np.prod(shape, dtype=int)))]
    return Array(operation, (node,), shape, tuple(found))


def shown(node: Array) -> Any:
    """An array program as the traced program sees it."""
    held = entries(node)
    return held.view(ExactArray) if node.shape else held.item()
