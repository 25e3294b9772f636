"""The certified referee of an assignment: exact gradients at the traced sizes, balls at secret points.

Everything here stays in the grader's process and is computed once for all submissions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import isfinite
from random import Random, SystemRandom
from typing import Any

from flint import arb, fmpq

from derive.errors import GradproofError
from derive.exact.balls import Doubt, evaluate, is_on_kink
from derive.reverse import program
from derive.terms import Term
from numeric.submissions.assignment import Assignment
from numeric.submissions.everywhere import Everywhere, everywhere_at, numbers_of
from numeric.submissions.objective import (
    Labels,
    Objective,
    all_labels,
    trace_objective,
)
from numeric.submissions.points import (
    SATURATED,
    Point,
    draw,
    given_points,
    mirrored,
    saturated,
    shapes_at,
    varied,
)
from numeric.submissions.sizes import Sizes, run_sizes, traced_sizes, wider_sizes

BITS, MANY_BITS = 192, 1 << 15
MOST_LABELS = 9
MOST_ROUNDS = 40
_SATURATED = (48, 1 << 14, 1 << 14)
"""How much larger the parameters are made; twice the most, as terms of either sign may cancel within a sum."""
_MODERATE = (Fraction(1, 2), Fraction(1, 4)) * 4


@dataclass
class Reference:
    """What is right for an assignment: the objective at every size that is asked for, and the secret points."""

    assignment: Assignment
    random: Random = field(default_factory=SystemRandom)
    _objectives: dict[Any, Objective] = field(default_factory=dict)
    _everywhere: dict[Any, Everywhere | None] = field(default_factory=dict)
    _larger: dict[int, list[Point]] = field(default_factory=dict)
    _around: dict[int, tuple[Point, Objective]] = field(default_factory=dict)
    _values: dict[int, tuple[Point, Mapping[str, list[float | None]]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sizes = traced_sizes(self.assignment)
        self.enumerated = self._needs_labels()
        self.points = [draw(self.assignment, sizes, self.random) for sizes in self.sizes]
        middle = self.sizes[len(self.sizes) // 2]
        self.points += [draw(self.assignment, middle, self.random) for _ in range(2)]
        self.points += given_points(self.assignment, self.random)
        # At the first size no other sample, saturated the other way, hides an overflow behind a huge right value.
        for scale, sizes in zip(_SATURATED, (middle, self.sizes[0], self.sizes[0]), strict=True):
            point = saturated(self.assignment, sizes, self.random, scale)
            self.points += [point, mirrored(self.assignment, point)]

    def _needs_labels(self) -> bool:
        if not any(each.is_index for each in self.assignment.inputs):
            for sizes in self.sizes:
                self.objective(sizes)
            return False
        try:
            self.objective(self.sizes[-1])
        except GradproofError:
            for labels in all_labels(self.assignment, self.sizes[0]):
                self.objective(self.sizes[0], labels)
            return True
        return False

    def objective(self, sizes: Sizes, labels: Labels | None = None) -> Objective:
        """The objective at a size, with whole-number labels fixed where it needs them."""
        key = (tuple(sizes.items()), tuple(sorted((labels or {}).items())))
        if key not in self._objectives:
            self._objectives[key] = trace_objective(self.assignment, sizes, labels)
        return self._objectives[key]

    def objective_at(self, point: Point) -> Objective:
        """The objective around a point; where it has several paths, the one that is taken there.

        GradproofError: no path is certain there, or there are too many decisions.
        """
        labels = self.labels_of(point)
        if not any(each.conditions for each in self._objectives.values()):
            return self.objective(point.sizes, labels)
        if id(point) not in self._around:
            named = point.symbols(shapes_at(self.assignment, point.sizes))
            self._around[id(point)] = (point, trace_objective(self.assignment, point.sizes, labels, at=named))
        return self._around[id(point)][1]

    def cases(self, sizes: Sizes, enumerated: bool) -> tuple[list[Labels], bool]:
        """The assignments of whole-number labels that are traced at a size, and whether these are all.

        One empty assignment where there are none.
        """
        if not enumerated:
            return [{}], True
        found = all_labels(self.assignment, sizes, MOST_LABELS + 1)
        return (found, True) if len(found) <= MOST_LABELS else (found[:2], False)

    def larger(self, above: int) -> list[Point]:
        """Two points at a size above every number in a program; at a smaller one where the objective has none there."""
        if above not in self._larger:
            points = [self._two_points(most) for most in (self._reachable(above), 0)]
            self._larger[above] = points[not self._has_values(points[0])]
        return self._larger[above]

    def _reachable(self, above: int) -> int:
        # An objective that loops over the samples grows as their square, and is not followed through a thousand.
        if self.enumerated or above <= MOST_ROUNDS:
            return above
        first, other = self.objective_at(self.points[0]), self.objective_at(self._two_points(0)[0])
        return above if len(program(first.output)) == len(program(other.output)) else MOST_ROUNDS

    def _two_points(self, above: int) -> list[Point]:
        sizes = run_sizes(self.assignment, above)
        return [draw(self.assignment, sizes, self.random) for _ in range(2)]

    def _has_values(self, points: Sequence[Point]) -> bool:
        try:
            for point in points:
                self.at(point)
        except GradproofError:
            return False
        return True

    @cached_property
    def wider(self) -> list[Point]:
        """Points at a size at which the offending lines are looked for: near 0, where few functions saturate."""
        sizes = wider_sizes(self.assignment)
        return [varied(self.assignment, sizes, self.random, scale) for scale in _MODERATE]

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The numbers that are written in the assignment."""
        return numbers_of(self.assignment)

    def for_every_size(self, sizes: Sizes) -> Everywhere | None:
        """The objective at sizes that keep their letters; None where it has no form for every size."""
        key = tuple(sizes.items())
        if key not in self._everywhere:
            self._everywhere[key] = everywhere_at(self.assignment, sizes)
        return self._everywhere[key]

    def labels_of(self, point: Point) -> Labels:
        """The whole-number labels at a point, where the objective needs them fixed."""
        if not self.enumerated:
            return {}
        given = [each for each in self.assignment.inputs if each.is_index and each.value is None]
        return {each.name: tuple(int(value) for value in point.values[each.name]) for each in given}

    def at(self, point: Point) -> Mapping[str, list[float | None]]:
        """The reference gradient at a point, rounded from certified balls; None where none is certified."""
        if id(point) not in self._values:
            gradients = self.objective_at(point).gradients
            found = {name: self.values(array.entries, point) for name, array in gradients.items()}
            self._values[id(point)] = (point, found)
        return self._values[id(point)][1]

    def values(self, terms: Sequence[Term], point: Point) -> list[float | None]:
        """The values of terms at a point, rounded from certified balls."""
        named = point.symbols(shapes_at(self.assignment, point.sizes))
        if is_on_kink(terms, named):
            return [None] * len(terms)
        found = rounded(evaluate(terms, named, BITS))
        if point.kind == SATURATED and None in found:
            # 1 - sigmoid(3000) has thousands of zeros before its first digit.
            return rounded(evaluate(terms, named, MANY_BITS))
        return found


def rounded(values: Sequence[Any]) -> list[float | None]:
    """Machine floats next to certified values; None where nothing is certified or a float cannot hold it."""
    return [_rounded(value) for value in values]


def _rounded(value: Any) -> float | None:
    if isinstance(value, Doubt | bool):
        return None
    found = (
        float(value.p) / float(value.q) if isinstance(value, fmpq) and value.q < 1 << 900 else _middle(value)
    )
    return found if found is not None and isfinite(found) and abs(found) < 1e290 else None


def _middle(value: Any) -> float | None:
    ball = arb(value)
    return float(ball.mid()) if ball.rel_accuracy_bits() > 60 or float(ball.rad()) < 1e-25 else None
