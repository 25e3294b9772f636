"""Looks again at the points where a run is apart: in exact numbers, and under changes of one unit in the last place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from derive.model import Right, Verdict, Wrong
from numeric.submissions.closeness import spread
from numeric.submissions.compare import compare_closed, picked
from numeric.submissions.decide import Seen, is_refuted, ordinary, silent_above
from numeric.submissions.evidence import answers_of
from numeric.submissions.looks import Look
from numeric.submissions.points import shapes_at
from numeric.submissions.request import closed_job, nudged_job
from numeric.submissions.results import Ran, Traced
from numeric.submissions.rounding import is_rounding
from numeric.submissions.shapes import fit

if TYPE_CHECKING:
    from numeric.submissions.review import Review

MOST_POINTS = 3
MARGIN = 1e6


def exactly_again(review: Review, seen: Seen) -> Seen:
    """What is seen of a parameter, with the points looked at again where its runs are apart and nothing refutes it."""
    apart = [look for look in ordinary(seen) if look.is_apart]
    if seen.is_at_rest or (is_refuted(seen) and False not in seen.faithful):
        return seen
    silent = silent_above(seen)
    if silent:
        seen = _above(review, seen, silent)
    if not apart or seen.closed is not None:
        return seen
    again = list(_again(review, _unproved_sizes_first(seen, apart)[:MOST_POINTS]))
    first = again[0].verdict(review, seen.name)
    return replace(
        seen,
        closed=first if isinstance(first, Wrong) else None,
        measured=_measured(again),
        is_rounding=all(each.rounds(review, seen.name) for each in again),
    )


def _above(review: Review, seen: Seen, silent: Sequence[Look]) -> Seen:
    """What is seen above the traced sizes, by exact re-runs, where the runs themselves say nothing."""
    verdicts = [each.verdict(review, seen.name) for each in _again(review, silent[:MOST_POINTS])]
    wrong = next((each for each in verdicts if isinstance(each, Wrong)), None)
    is_unseen = wrong is not None or not any(isinstance(each, Right) for each in verdicts)
    return replace(seen, closed=wrong, is_unseen=is_unseen)


def _unproved_sizes_first(seen: Seen, apart: Sequence[Look]) -> list[Look]:
    traced = [compared.sizes for compared in seen.compared]
    return sorted(apart, key=lambda look: look.run.point.sizes in traced)


def _again(review: Review, looks: Sequence[Look]) -> Iterator[Again]:
    jobs = []
    for look in looks:
        jobs.append(closed_job(review.assignment, look.run.point))
        jobs += [nudged_job(review.assignment, look.run.point, sign) for sign in (1, -1)]
    answers = answers_of(review.sandbox.run(review.calls.request(jobs)))
    for k, look in enumerate(looks):
        yield Again(look, answers.get(3 * k), (answers.get(3 * k + 1), answers.get(3 * k + 2)))


@dataclass(frozen=True, slots=True)
class Again:
    """One run that is apart: the exact re-run at its point, and two runs beside it."""

    look: Look
    closed: object
    nudged: Sequence[object]

    def verdict(self, review: Review, name: str) -> Verdict | None:
        """The verdict on the exact re-run; None where there is none."""
        point = self.look.run.point
        if not isinstance(self.closed, Traced):
            return None
        objective = review.reference.objective_at(point)
        symbols = point.symbols(shapes_at(review.assignment, point.sizes))
        return compare_closed(objective, self.closed, name, review.sole, review.factor(point.sizes), symbols)

    def rounds(self, review: Review, name: str) -> bool:
        """Whether the program is right in exact numbers here, and rounding explains why its run is not."""
        if not isinstance(self.closed, Traced) or not isinstance(self.verdict(review, name), Right):
            return False
        point, values = self.look.run.point, (self.closed.paths[0].values, self.look.run.ran.values)
        shape = shapes_at(review.assignment, point.sizes)[name]
        exact, ran = (picked(each, name, review.sole) for each in values)
        mine, shown = (None if value is None else fit(value.shape, shape) for value in (exact, ran))
        if exact is None or ran is None or mine is None or shown is None:
            return False
        factor = float(review.factor(point.sizes))
        right = [None if each is None else factor * each for each in review.reference.at(point)[name]]
        return is_rounding(mine.read(exact.entries), shown.read(ran.entries), right)

    @property
    def margin(self) -> float | None:
        """How many times the spread of one unit in the last place the run is off."""
        runs = [self.look.run.ran, *self.nudged]
        values = [_entries(ran) for ran in runs if isinstance(ran, Ran)]
        if len(values) < 3 or len({len(each) for each in values}) > 1 or not all(values):
            return None
        return min(self.look.gap, 1e300) / max(spread(values), 1e-16)


def _measured(again: Sequence[Again]) -> str:
    margins = [each.margin for each in again if each.margin is not None]
    if len(margins) < MOST_POINTS or min(margins) <= MARGIN:
        return ""
    return f"Measured: at 3 points it is off by {min(margins):.1e} times the spread of one unit in the last place."


def _entries(ran: Ran) -> list[float]:
    return [each for _, value in sorted(ran.values.items()) for each in value.entries]
