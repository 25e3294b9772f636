"""Where to look: the entry and the points at which what was written certainly differs from what is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from derive.exact.budget import Budget
from derive.exact.points import Point
from derive.misconceptions.base import Misconception
from derive.misconceptions.plan import Workbench
from derive.misconceptions.scout import Values, differ, glance, names_of, point_of
from derive.misconceptions.step import Case
from derive.misconceptions.survey import Survey
from derive.terms import Term

SCOUTED_POINTS = 16


def surveyed(benches: Sequence[Workbench], records: Sequence[Misconception], budget: Budget) -> Survey | None:
    """The scouted entry: the first that certainly differs, at the smallest sizes above 1.

    Points at which something is zero tell little, because many slips agree there; they are the last choice.
    None where nothing certainly differs.
    """
    doubtful = None
    for bench in sorted(benches, key=lambda bench: _scouting_order(bench.case)):
        scout = _Scout(bench, records, budget)
        points = scout.points()
        for k, point in enumerate(points):
            found = scout.differing(point)
            if found is not None and not _has_zero(found):
                return scout.seen_again(found, points[k + 1 :])
            doubtful = doubtful or found
    return doubtful


def _scouting_order(case: Case) -> tuple[bool, int]:
    return any(size == 1 for _, size in case.sizes), len(case.written)


def _has_zero(found: Survey) -> bool:
    return any(value.contains(0) for value in (*found.written, *(found.right or ())))


@dataclass(frozen=True)
class _Scout:
    """Looks at the entries of one case."""

    bench: Workbench
    records: Sequence[Misconception]
    budget: Budget

    def points(self) -> list[Point]:
        case = self.bench.case
        names = names_of(case.written, case.right, *_functions(case))
        return [point_of(names, case.domains, variant) for variant in range(SCOUTED_POINTS)]

    def differing(self, point: Point) -> Survey | None:
        """The first entry that certainly differs at a point."""
        for k in range(len(self.bench.case.written)):
            found = self.at(k, point)
            if found is not None and (found.right is None or differ(found.written[0], found.right[0])):
                return found
        return None

    def at(self, k: int, point: Point) -> Survey | None:
        """What is seen of one entry at one point; None where a value is not known."""
        case = self.bench.case
        (written,) = glance(case.written[k : k + 1], point, case.domains)
        if written is None or case.written_shape != case.right_shape:
            return None if written is None else self._survey(k, point, (written,), None)
        (right,) = glance(case.right[k : k + 1], point, case.domains)
        return None if right is None else self._survey(k, point, (written,), (right,))

    def _survey(self, k: int, point: Point, written: Values, right: Values | None) -> Survey:
        return Survey(self.bench, self.records, self.budget, k, (point,), written, right)

    def seen_again(self, found: Survey, points: Sequence[Point]) -> Survey:
        """The same entry at a second point as well, where both values are known there."""
        for point in points:
            other = self.at(found.entry, point)
            if other is not None and not _has_zero(other):
                right = None if found.right is None else (*found.right, *(other.right or ()))
                written = (*found.written, *other.written)
                return replace(found, points=(*found.points, point), written=written, right=right)
        return found


def _functions(case: Case) -> Iterator[tuple[Term, ...]]:
    yield from (each.outputs for each in case.differentiations)
    if case.before is not None:
        yield case.before
