"""The edits that mend a wrong program: chosen among all that help, proved, and told in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from numeric.submissions.points import Point
from numeric.submissions.quantities import DATA, FORWARD, Quantity, quantities
from numeric.submissions.repair import Reach, Repair, chosen, edited_source, kept_lines, proved, repairs
from numeric.submissions.request import Calls, watch_job
from numeric.submissions.results import Ran, read_run
from numeric.submissions.sizes import said
from numeric.submissions.trials import Place, holds_exactly, is_near, places_in
from numeric.tracing.serial import Malformed

if TYPE_CHECKING:
    from numeric.submissions.evidence import Case
    from numeric.submissions.review import Review

MOST_DROPPED, MOST_POINTS = 4, 2


@dataclass(frozen=True, slots=True)
class Mended:
    """An edit, the statement as it then reads, whether it is proved, and the part of the work it belongs to."""

    repair: Repair
    statement: str
    is_proved: bool
    component: str

    def sentence(self, case: Case | None, places: Sequence[str]) -> str:
        """What is said of it; ``places`` are the names of the lines in a notebook."""
        line = self.repair.edit.line
        place = places[line - 1].capitalize() if 0 < line <= len(places) else f"Line {line}"
        at = f" at {said([case.objective.sizes])}" if case is not None and case.objective.sizes else ""
        names = ", ".join(sorted(self.repair.parameters))
        sure = (
            f"the gradient of {names} is proved right{at}" if self.is_proved else f"the runs of {names} agree"
        )
        return f"{place}: with `{self.statement}` in its place {sure}."


def mend(
    review: Review, wrong: Sequence[str], runs: Sequence[tuple[Point, Ran]], case: Case | None, reach: Reach
) -> tuple[Mended, ...]:
    """The edits that make all wrong parameters right; none where no small edit does.

    ``reach`` is what each line reaches at the point of the first run.
    """
    point, seen = runs[0]
    places = list(places_in(seen.seen, set(point.sizes.values())))
    known = quantities(review.reference, point, review.factor(point.sizes))
    right = {line for line in {place.line for place in places} if _is_right(line, places, known)}
    right |= kept_lines(review.tree)
    found = repairs(review, wrong, runs[:MOST_POINTS], places, right, reach)
    for _ in range(MOST_DROPPED):
        picks = chosen(found, wrong, right)
        proofs = [None if case is None else proved(review, each, case) for each in picks]
        if False not in proofs:
            pairs = zip(picks, proofs, strict=True)
            made = (_mended(review, each, bool(proof), point, known) for each, proof in pairs)
            return tuple(sorted(made, key=lambda each: each.repair.edit.line))
        found = [each for each in found if each not in picks or proofs[picks.index(each)] is not False]
    return ()


def _is_right(line: int, places: Sequence[Place], known: Sequence[Quantity]) -> bool:
    telling = [each for each in known if each.kind != DATA]
    forward = [
        replace(each, entries=tuple(-v for v in each.entries)) for each in telling if each.kind == FORWARD
    ]
    telling += forward  # a margin and a logit are written with either sign
    here = [place for place in places if place.line == line and place.kind != "argument"]
    # The rounds of a loop hold one quantity each.
    rounds = [place for place in here if len(place.numbers) == 1 and set(place.values) - {0.0, 1.0}]
    rounds = [place for place in rounds if len(place.values) > 1]
    return bool(rounds) and all(any(holds_exactly(place, each) for each in telling) for place in rounds)


def _mended(
    review: Review, repair: Repair, is_proved: bool, point: Point, known: Sequence[Quantity]
) -> Mended:
    source = edited_source(review.source.text, repair.edit)
    row = review.source.text.encode().count(b"\n", 0, repair.edit.start)
    statement = source.splitlines()[row].strip()
    return Mended(repair, statement, is_proved, _component(review, repair, source, point, known))


def _component(review: Review, repair: Repair, source: str, point: Point, known: Sequence[Quantity]) -> str:
    """The part of the work that the mended line does: what it then computes says it."""
    places = list(_watched(review, source, point))
    mine = [place for place in places if place.line == repair.edit.line and place.kind != "argument"]
    rights = [review.reference.at(point)[name] for name in repair.parameters]
    if mine and any(_has(place, right) for place in _before(places, mine) for right in rights):
        return "update"
    found = (each.component for place in mine for each in known if holds_exactly(place, each))
    return next(found, "gradient")


def _has(place: Place, right: Sequence[float | None]) -> bool:
    wanted = [value for value in right if value is not None]
    return len(wanted) == len(place.values) and is_near(place.values, wanted)


def _before(places: Sequence[Place], mine: Sequence[Place]) -> Iterator[Place]:
    first = min(place.numbers[0] for place in mine)
    return (place for place in places if place.numbers[-1] < first and len(place.values) > 1)


def _watched(review: Review, source: str, point: Point) -> Iterator[Place]:
    calls = Calls(source, review.assignment)
    outcome = review.sandbox.run(calls.request([watch_job(review.assignment, point)]))
    try:
        seen = read_run(outcome.lines[0]).seen if outcome.lines else ()
    except Malformed:
        seen = ()
    yield from places_in(seen, set(point.sizes.values()))
