"""What the statements of a watched run computed, and the correct quantities that could stand there instead."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from derive.terms import Term
from numeric.submissions.quantities import ANSWER, DATA, FORWARD, GRADIENT, LOCAL, Quantity

Order = tuple[int, ...]  # which entry of a quantity stands at which place


@dataclass(frozen=True, slots=True)
class Place:
    """One value, or the values of all rounds of a loop, that a statement computes.

    ``samples`` numbers the samples of the rounds, where the statement is reached for some samples only.
    """

    numbers: tuple[int, ...]
    line: int
    kind: str
    name: str
    shapes: tuple[tuple[int, ...], ...]
    values: tuple[float, ...]
    samples: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """A place, the correct quantity that is put there, and in which order and scale.

    ``order`` and ``scale`` say how its entries stand there, where they are exact; ``settled`` says that the place
    already holds some correct quantity.
    """

    place: Place
    quantity: Quantity
    values: tuple[float, ...]
    settled: bool = False
    order: Order = ()
    scale: int = 1

    @property
    def terms(self) -> tuple[Term, ...]:
        """The exact values, where they are known."""
        terms = self.quantity.terms
        return tuple(self.scale * terms[k] for k in self.order) if terms else ()


def places_in(seen: Sequence[Any], sizes: Container[int] = ()) -> Iterator[Place]:
    """The places of a watched run: each statement by its rounds, then its single rounds.

    ``sizes`` are the sizes at which it is run: a loop over one of them is one over samples.
    """
    groups: dict[tuple[int, str], list[Any]] = {}
    for row in seen:
        if _is_row(row):
            groups.setdefault((row[1], row[3]), []).append(row)
    singles = [[row] for rows in groups.values() if len(rows) > 1 for row in _few(rows)]
    starts = _round_starts(list(groups.values()), sizes)
    for rows in [*groups.values(), *singles]:
        values = tuple(float(value) for row in rows for value in row[5])
        shapes = tuple(tuple(row[4]) for row in rows)
        numbers = tuple(row[0] for row in rows)
        yield Place(numbers, rows[0][1], rows[0][2], rows[0][3], shapes, values, _samples_of(numbers, starts))


def _round_starts(groups: Sequence[list[Any]], sizes: Container[int]) -> list[int]:
    """Where the rounds of the loop over the samples start: at the first statement that is run once for each."""
    loops = [[row[0] for row in rows] for rows in groups if len(rows) > 1 and len(rows) in sizes]
    return min(loops, default=[])


def _samples_of(numbers: Sequence[int], starts: Sequence[int]) -> tuple[int, ...]:
    found = tuple(bisect_right(starts, number) - 1 for number in numbers)
    return found if 0 < len(set(found)) == len(found) < len(starts) and found[0] >= 0 else ()


def _few(rows: list[Any]) -> list[Any]:
    return rows if len(rows) <= 4 else [rows[0], rows[-1]]


def _is_row(row: Any) -> bool:
    return (
        isinstance(row, list) and len(row) == 6 and type(row[0]) is int and type(row[1]) is int
        and isinstance(row[2], str) and isinstance(row[3], str) and isinstance(row[4], list)
        and isinstance(row[5], list) and all(isinstance(value, int | float) for value in row[5])
    )  # fmt: skip


def trials_at(places: Sequence[Place], known: Sequence[Quantity], samples: int) -> list[Trial]:
    """Every correct quantity that fits a place and is not there yet, also turned, negated or scaled."""
    # A place that holds nothing but zeros is an accumulator that waits for its sum.
    computed = [place for place in places if any(place.values)]
    fitting = [
        (place, quantity, order)
        for place in computed
        for quantity in known
        for order in _orders(place, quantity)
    ]
    settled = {id(place) for place in computed if not _is_mask(place) and is_known(place, known)}
    found = []
    for place, quantity, order in fitting:
        if is_near(place.values, _read(quantity, order)):
            continue
        scales = (
            (1,) if quantity.kind in (FORWARD, LOCAL, DATA) or samples == 1 else (1, samples, -1, -samples)
        )
        tried = (_trial(place, quantity, order, scale, id(place) in settled) for scale in scales)
        found += [trial for trial in tried if not is_near(place.values, trial.values)]
    return found


def _trial(place: Place, quantity: Quantity, order: Order, scale: int, settled: bool) -> Trial:
    values = tuple(scale * value for value in _read(quantity, order))
    return Trial(place, quantity, values, settled, order, scale)


def _read(quantity: Quantity, order: Order) -> tuple[float, ...]:
    return tuple(quantity.entries[k] for k in order)


def is_known(place: Place, known: Sequence[Quantity]) -> bool:
    """Whether a place holds some correct quantity already."""
    # One number is like some other by chance (1, 2, a constant of the problem): only an answer tells.
    # What depends on no parameter may stand where something else belongs.
    sure = [each for each in known if each.kind != DATA]
    telling = sure if len(place.values) > 1 else [each for each in sure if each.kind in (ANSWER, GRADIENT)]
    read = (_read(quantity, order) for quantity in telling for order in _orders(place, quantity))
    return any(is_near(place.values, values) or _is_negative(place, values) for values in read)


def holds_exactly(place: Place, quantity: Quantity) -> bool:
    """Whether a place holds a quantity as it is or turned, in its own sign and scale."""
    return any(is_near(place.values, _read(quantity, order)) for order in _orders(place, quantity))


def _is_mask(place: Place) -> bool:
    return set(place.values) <= {0.0, 1.0}


def _is_negative(place: Place, values: Sequence[float]) -> bool:
    # A margin and a logit are written with either sign.
    return (
        place.kind == "assign"
        and len(place.values) > 1
        and is_near([-value for value in place.values], values)
    )


def _orders(place: Place, quantity: Quantity) -> Iterator[Order]:
    # A place may hold a quantity as it is, turned, or (in the rounds of a loop) one slice a round.
    if len(quantity.entries) != len(place.values):
        yield from _rows_of_samples(place, quantity)
        return
    if len(place.shapes) == 1 and not _same_axes(place.shapes[0], quantity.shape):
        if len(quantity.shape) == 2 and _same_axes(place.shapes[0], quantity.shape[::-1]):
            yield _turned(quantity)
        return
    yield tuple(range(len(quantity.entries)))
    if len(quantity.shape) == 2 and min(quantity.shape) > 1:
        yield _turned(quantity)


def _rows_of_samples(place: Place, quantity: Quantity) -> Iterator[Order]:
    # In a branch of a loop over samples: the rows of those samples that take it.
    if not place.samples or len(place.samples) != len(place.shapes) or not quantity.shape:
        return
    width = prod(quantity.shape[1:])
    fits = all(_same_axes(shape, quantity.shape[1:]) for shape in place.shapes)
    if fits and max(place.samples) < quantity.shape[0] and width * len(place.samples) == len(place.values):
        yield tuple(width * sample + k for sample in place.samples for k in range(width))


def _same_axes(first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    return [n for n in first if n != 1] == [n for n in second if n != 1]


def _turned(quantity: Quantity) -> Order:
    rows, columns = quantity.shape
    return tuple(r * columns + c for c in range(columns) for r in range(rows))


def replacement(trial: Trial) -> Mapping[int, Sequence[float]]:
    """The values of a trial by the number of the step that they replace."""
    return {number: trial.values[part] for number, part in parts(trial.place)}


def parts(place: Place) -> Iterator[tuple[int, slice]]:
    """The number of each step of a place, and which of its entries belong to that step."""
    start = 0
    for number, shape in zip(place.numbers, place.shapes, strict=True):
        yield number, slice(start, start + prod(shape))
        start += prod(shape)


def is_near(first: Sequence[float], second: Sequence[float]) -> bool:
    """Whether two lists of numbers agree to seven digits."""
    size = max(map(abs, second), default=0.0) + 1e-9
    return all(abs(a - b) < 1e-7 * size for a, b in zip(first, second, strict=True))
