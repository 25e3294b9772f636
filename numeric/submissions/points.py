"""Secret test points: short dyadic numbers inside the declared domains, the same in floating point and exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from math import prod
from random import Random
from typing import Any

import numpy as np

from derive.arrays import indices
from derive.domains import Domain, FiniteSet, Interval
from numeric.submissions.assignment import ONE_HOT, Assignment, Input
from numeric.submissions.objective import fixed_entries, shape_of
from numeric.submissions.sizes import Sizes

ORDINARY, SATURATED, GIVEN = "ordinary", "saturated", "given"
_STEP = 1 << 14  # fine enough that sums of products seldom meet a kink


@dataclass(frozen=True)
class Point:
    """Values for every input at one size, row-major; ``kind`` is ordinary, saturated or given (by the instructor)."""

    sizes: Sizes
    values: Mapping[str, tuple[Fraction, ...]]
    kind: str = ORDINARY

    def symbols(self, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Fraction]:
        """The value of every symbol, by its name in the exact programs."""
        named = {}
        for name, values in self.values.items():
            for index, value in zip(indices(shapes[name]), values, strict=True):
                label = "[" + ",".join(str(i + 1) for i in index) + "]" if index else ""
                named[name + label] = value
        return named


def shapes_at(assignment: Assignment, sizes: Sizes) -> dict[str, tuple[int, ...]]:
    """The shape of every input at a size."""
    return {each.name: shape_of(each, sizes) for each in assignment.inputs}


def draw(assignment: Assignment, sizes: Sizes, random: Random, *, scale: int = 1) -> Point:
    """A point of the declared domain; ``scale`` blows up the parameters, to saturate what is applied to them."""
    values = {each.name: _values(each, sizes, random) for each in assignment.inputs}
    if scale != 1:
        for name in assignment.parameters:
            if _is_unbounded(assignment.named(name).scalar_domain(sizes)):
                values[name] = tuple(value * scale for value in values[name])
    return Point(sizes, values, ORDINARY if scale == 1 else SATURATED)


def varied(assignment: Assignment, sizes: Sizes, random: Random, scale: Fraction) -> Point:
    """A point, with all that is unbounded times ``scale``, at which not all labels are alike, as that hides slips.

    A few draws are made to find one.
    """
    return _mixed(assignment, lambda: _shrunk(assignment, draw(assignment, sizes, random), scale))


def saturated(assignment: Assignment, sizes: Sizes, random: Random, scale: int) -> Point:
    """A point with the parameters times ``scale``, at which not all labels are alike: a sum over no event hides inf."""
    return _mixed(assignment, lambda: draw(assignment, sizes, random, scale=scale))


def _mixed(assignment: Assignment, drawn: Callable[[], Point]) -> Point:
    points = (drawn() for _ in range(_DRAWS))
    first = next(points)
    return next((point for point in chain([first], points) if _has_all_kinds(assignment, point)), first)


_DRAWS = 20


def _shrunk(assignment: Assignment, point: Point, scale: Fraction) -> Point:
    free = [each for each in assignment.inputs if each.value is None and each.domain == "real"]
    shrunk = {each.name: tuple(scale * value for value in point.values[each.name]) for each in free}
    return Point(point.sizes, {**point.values, **shrunk})


def _has_all_kinds(assignment: Assignment, point: Point) -> bool:
    labels = [each for each in assignment.inputs if each.domain not in ("real", "positive", "(0,1)")]
    rows = [_rows(each, point) for each in labels if each.value is None]
    return all(len(set(each)) > 1 for each in rows if len(each) > 1)


def _rows(given: Input, point: Point) -> list[tuple[Fraction, ...]]:
    values = point.values[given.name]
    width = shape_of(given, point.sizes)[-1] if given.domain == ONE_HOT else 1
    return [values[k : k + width] for k in range(0, len(values), width)]


def mirrored(assignment: Assignment, point: Point) -> Point:
    """The same point with every free parameter negated: what saturates one way saturates the other way as well."""
    values = dict(point.values)
    for name in assignment.parameters:
        if _is_unbounded(assignment.named(name).scalar_domain(point.sizes)):
            values[name] = tuple(-value for value in values[name])
    return Point(point.sizes, values, point.kind)


def given_points(assignment: Assignment, random: Random) -> list[Point]:
    """The points that the instructor wants looked at: sizes, and values of inputs where they are given."""
    return [_given(assignment, table, random) for table in assignment.points]


def job_inputs(assignment: Assignment, point: Point) -> dict[str, Any]:
    """The inputs of a numeric run at a point."""
    return {
        each.name: {
            "shape": list(shape_of(each, point.sizes)),
            "values": [_machine(each, value) for value in point.values[each.name]],
            "dtype": "int64" if each.is_index else "float64",
            "as": each.form,
        }
        for each in assignment.inputs
    }


def _machine(given: Input, value: Fraction) -> int | float:
    return int(value) if given.is_index else float(value)


def _values(given: Input, sizes: Sizes, random: Random) -> tuple[Fraction, ...]:
    shape = shape_of(given, sizes)
    if given.value is not None:
        return tuple(fixed_entries(given))
    if given.domain == ONE_HOT:
        return tuple(value for _ in range(prod(shape[:-1])) for value in _hot(shape[-1], random))
    domain = given.scalar_domain(sizes)
    return tuple(_pick(domain, random) for _ in range(prod(shape)))


def _hot(width: int, random: Random) -> list[Fraction]:
    place = random.randrange(width)
    return [Fraction(int(k == place)) for k in range(width)]


def _pick(domain: Domain, random: Random) -> Fraction:
    match domain:
        case FiniteSet(values=values):
            return random.choice(values)
        case Interval(low=low, high=high, integer=integer):
            return _inside(low, high, integer, random)


def _inside(low: Fraction | None, high: Fraction | None, integer: bool, random: Random) -> Fraction:
    if integer:
        return Fraction(
            random.randint(int(low if low is not None else -3), int(high if high is not None else 4))
        )
    part = Fraction(2 * random.randint(_STEP // 16, _STEP * 7 // 16) + 1, _STEP)
    if low is not None and high is not None:
        return low + (high - low) * part
    if low is None and high is None:
        return (part * 3 + Fraction(1, 8)) * random.choice((-1, 1))
    return low + part * 3 if low is not None else (high or 0) - part * 3


def _is_unbounded(domain: Domain) -> bool:
    return isinstance(domain, Interval) and domain.low is None and domain.high is None


def _given(assignment: Assignment, table: Mapping[str, Any], random: Random) -> Point:
    sizes = {
        letter: int(table.get(letter, assignment.sizes.get(letter, (3, 3))[0]))
        for letter in assignment.letters
    }
    for name in assignment.names:
        if name in table:
            _learn(assignment.named(name), table[name], sizes)
    values = dict(draw(assignment, sizes, random).values)
    for name in assignment.names:
        if name in table:
            values[name] = tuple(Fraction(repr(value)) for value in _flat(table[name]))
    return Point(sizes, values, GIVEN)


def _learn(given: Input, value: Any, sizes: dict[str, int]) -> None:
    for extent, size in zip(given.shape, np.shape(np.array(value, dtype=object)), strict=False):
        if isinstance(extent, str):
            sizes[extent] = size


def _flat(value: Any) -> Sequence[Any]:
    return list(np.ravel(np.array(value, dtype=object)))
