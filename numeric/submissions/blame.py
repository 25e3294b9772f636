"""Finds the offending lines: write one statement otherwise, or replace its value, and see what becomes right.

What a statement ought to compute is taken from the objective (forward values, local derivatives, adjoints,
the gradient). The first statement in the order of execution whose correction makes the result right is where
the slip is; a mere positive factor may still be made good later, so there the last such statement is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from numeric.submissions.choice import Setting, agreed, choose
from numeric.submissions.compare import picked
from numeric.submissions.cures import (
    Cure,
    all_cures,
    explains,
    is_multiple,
    right_ones,
    samples_at,
    watched_runs,
)
from numeric.submissions.exactly import confirmed
from numeric.submissions.lines import line_of, scaling_lines
from numeric.submissions.mend import Mended, mend
from numeric.submissions.points import ORDINARY, Point
from numeric.submissions.quantities import ANSWER, Quantity, quantities
from numeric.submissions.repair import Reach, reach_of
from numeric.submissions.results import Ran
from numeric.submissions.scaled import scaled_cures
from numeric.submissions.trials import Place, is_known, is_near, places_in

if TYPE_CHECKING:
    from numeric.submissions.evidence import Case
    from numeric.submissions.review import Review


MOST_DROPPED = 4
MOST_VIEWS = 3


@dataclass(frozen=True, slots=True)
class Blame:
    """The offending lines, the likeliest first, and the part of the work they belong to.

    ``mended`` are the edits of the text that make them right, where there are some.
    """

    lines: tuple[int, ...]
    component: str
    mended: tuple[Mended, ...] = ()


def blame(review: Review, wrong: Sequence[str], case: Case | None) -> Blame | None:
    """The offending lines of a submission whose gradients of ``wrong`` are refuted; None where none is found.

    A small edit of the text that makes the result right says most; a value that ought to be another one comes next.
    """
    runs = _telling_first(review, wrong)
    reach = _reach(review, *runs[0]) if runs else Reach({})
    mended = mend(review, wrong, runs, case, reach) if runs else ()
    if mended:
        lines = tuple(dict.fromkeys(each.repair.edit.line for each in mended))
        return Blame(lines, mended[0].component, mended)
    return _by_values(review, wrong, runs, reach)


def _reach(review: Review, point: Point, ran: Ran) -> Reach:
    return reach_of(review, point, ran, list(places_in(ran.seen, set(point.sizes.values()))))


def _by_values(
    review: Review, wrong: Sequence[str], runs: Sequence[tuple[Point, Ran]], reach: Reach
) -> Blame | None:
    views = list(islice(_views(review, wrong, runs, reach), MOST_VIEWS))
    if not views:
        return None
    first, cures = views[0], agreed([(view.cures, view.places) for view in views])
    chosen = _choose_exactly(review, first.point, cures, wrong)
    outer = _outer(first.places, samples_at(review, first.point))
    if outer is not None and all(cure.trial.quantity.kind == ANSWER for cure in cures):
        return Blame((outer.line,), "gradient")
    if chosen:
        return Blame(_lines(review, chosen, first), _component(chosen, first.places))
    return _last_resort(review, wrong, first.places, first.known, first.seen)


@dataclass(frozen=True, slots=True)
class View:
    """One watched run: what passed, what would have been correct, and what cures the result."""

    point: Point
    seen: Ran
    places: Sequence[Place]
    known: Sequence[Quantity]
    cures: Sequence[Cure]


def _views(
    review: Review, wrong: Sequence[str], runs: Sequence[tuple[Point, Ran]], reach: Reach
) -> Iterator[View]:
    """Watched runs; those after the first try only the places at which the first found a cure."""
    asked: frozenset[tuple[int, str]] = frozenset()
    for point, seen in runs:
        view = _view(review, point, seen, wrong, asked, reach)
        asked = asked or frozenset((cure.trial.place.line, cure.trial.place.name) for cure in view.cures)
        yield view


def _telling_first(review: Review, wrong: Sequence[str]) -> list[tuple[Point, Ran]]:
    """The watched runs with a wrong result; first those at which it is not the right one times a number."""
    apart = _apart(review, wrong, review.reference.wider)
    if not apart:  # what is wrong at all, is so where it was seen to be
        apart = _apart(review, wrong, [each for each in review.reference.points if each.kind == ORDINARY])
    return sorted(apart, key=lambda run: is_multiple(review, run[0], run[1], wrong))


def _apart(review: Review, wrong: Sequence[str], points: Sequence[Point]) -> list[tuple[Point, Ran]]:
    # More samples than at the traced sizes come first, so that two values are seldom alike by chance.
    runs = watched_runs(review, points)
    return [(point, seen) for point, seen in runs if not set(wrong) <= right_ones(review, point, seen)]


def _view(
    review: Review,
    point: Point,
    seen: Ran,
    wrong: Sequence[str],
    asked: frozenset[tuple[int, str]],
    reach: Reach,
) -> View:
    known = quantities(review.reference, point, review.factor(point.sizes))
    places = list(places_in(seen.seen, set(point.sizes.values())))
    tried = [place for place in places if not asked or (place.line, place.name) in asked]
    tried = [place for place in tried if place.kind == "argument" or reach.may_help(place.line, wrong)]
    cures = all_cures(review, point, wrong, tried, known, seen)
    if not explains(cures, wrong):
        cures += scaled_cures(review, point, wrong, tried, known, seen)
    return View(point, seen, places, known, cures)


def _choose_exactly(review: Review, point: Point, cures: Sequence[Cure], wrong: Sequence[str]) -> list[Cure]:
    """The corrections to name; one that turns out not to be exact is dropped for the next."""
    kept, setting = list(cures), Setting(samples_at(review, point), scaling_lines(review.tree))
    for _ in range(MOST_DROPPED):
        chosen = choose(kept, wrong, setting)
        false = [cure for cure in chosen if confirmed(review, point, cure) is False]
        if not false:
            return chosen
        kept = [cure for cure in kept if cure not in false]
    return choose(kept, wrong, setting)


def _start(place: Place) -> int:
    return place.numbers[0]


def _lines(review: Review, chosen: Sequence[Cure], view: View) -> tuple[int, ...]:
    ordered = sorted(chosen, key=lambda cure: _start(cure.trial.place))
    found = (
        line_of(cure.trial.place, view.places, review.tree, lambda place: is_known(place, view.known))
        for cure in ordered
    )
    return tuple(dict.fromkeys(found))


def _component(chosen: Sequence[Cure], places: Sequence[Place]) -> str:
    first = min(chosen, key=lambda cure: _start(cure.trial.place))
    wanted = first.trial.quantity
    earlier = [place for place in places if place.numbers[-1] < first.trial.place.numbers[0]]
    reached = len(wanted.entries) > 1 and any(
        len(place.values) == len(wanted.entries) and is_near(place.values, wanted.entries)
        for place in earlier
    )
    if reached and wanted.kind == ANSWER:  # the gradient was right before this line
        return "update"
    if first.trial.place.kind == "argument":
        return "caller"
    return first.trial.quantity.component


def _last_resort(
    review: Review, wrong: Sequence[str], places: Sequence[Place], known: Sequence[Quantity], seen: Ran
) -> Blame | None:
    """Where the wrong result first appears."""
    values = [place for place in places if place.kind != "argument"]
    # A place of zeros is where something else is stored later.
    computed = [place for place in values if any(place.values)] or values[-1:]
    value = picked(seen.values, wrong[0], review.sole)
    same = [place for place in computed if value is not None and _is_result(place, value.entries)]
    new = [place for place in same if not is_known(place, known)]
    second = sorted(same, key=_start)[1:2]  # right where it appears, and wrong for what it is used for next
    chosen = min(new or second, key=_start, default=max(same or computed, key=_start, default=None))
    return None if chosen is None else Blame((chosen.line,), "gradient")


def _is_result(place: Place, entries: Sequence[float]) -> bool:
    return len(place.numbers) == 1 and len(place.values) == len(entries) and is_near(place.values, entries)


def _outer(places: Sequence[Place], samples: int) -> Place | None:
    # Two sample axes that were broadcast against each other.
    square = [place for place in places if place.shapes[0] == (samples, samples) and samples > 1]
    return min(square, key=_start, default=None)
