"""Finds the offending lines: replace one statement's value by what it ought to be, and see what becomes right.

What a statement ought to compute is taken from the objective (forward values, local derivatives, adjoints,
the gradient). The first statement in the order of execution whose correction makes the result right is where
the slip is; a mere positive factor may still be made good later, so there the last such statement is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from numeric.submissions.closeness import NEAR, gap
from numeric.submissions.compare import picked, placed_floats
from numeric.submissions.points import Point, shapes_at
from numeric.submissions.quantities import (
    ANSWER,
    FORWARD,
    GRADIENT,
    LOCAL,
    Quantity,
    is_activation,
    quantities,
)
from numeric.submissions.request import watch_job
from numeric.submissions.results import Ran, read_run
from numeric.tracing.serial import Malformed

if TYPE_CHECKING:
    from numeric.submissions.judge import _Review

MOST_TRIALS = 1200


@dataclass(frozen=True, slots=True)
class Blame:
    """The offending lines, the likeliest first, and the part of the work they belong to."""

    lines: tuple[int, ...]
    component: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """One value, or the values of all rounds of a loop, that a statement computes."""

    numbers: tuple[int, ...]
    line: int
    kind: str
    name: str
    shapes: tuple[tuple[int, ...], ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """A place, the correct quantity that is put there, and in which order and scale.

    ``settled`` says that the place already holds some correct quantity.
    """

    place: Place
    quantity: Quantity
    values: tuple[float, ...]
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Cure:
    """A trial that makes some wrong parameters right; ``factor`` relates the value there to the correct one."""

    trial: Trial
    parameters: frozenset[str]
    factor: float | None


def blame(review: _Review, wrong: Sequence[str]) -> Blame | None:
    """The offending lines of a submission whose gradients of ``wrong`` are refuted; None where none is found."""
    found = (_view(review, point, wrong) for point in _points(review))
    views = list(islice((view for view in found if view is not None), 2))
    if not views:
        return None
    first, cures = views[0], _confirmed(views)
    chosen = _choose(cures, wrong)
    outer = _outer(first.places, _samples(review, first.point))
    if outer is not None and all(cure.trial.quantity.kind == ANSWER for cure in cures):
        return Blame((outer.line,), "gradient")
    if chosen:
        return Blame(_lines(chosen, first.places), _component(chosen, first.places, first.known))
    return _last_resort(review, wrong, first.places, first.known, first.seen)


@dataclass(frozen=True, slots=True)
class View:
    """One watched run: what passed, what would have been correct, and what cures the result."""

    point: Point
    seen: Ran
    places: Sequence[Place]
    known: Sequence[Quantity]
    cures: Sequence[Cure]


def _view(review: _Review, point: Point, wrong: Sequence[str]) -> View | None:
    seen = _watched(review, point)
    if seen is None or set(_right_ones(review, point, seen)) >= set(wrong):
        return None  # nothing to see where the result is right by chance
    known = quantities(review.reference, point, float(review.factor(point.sizes)))
    places = list(_places(seen.seen))
    return View(point, seen, places, known, _all_cures(review, point, wrong, places, known, seen))


def _confirmed(views: Sequence[View]) -> list[Cure]:
    """The cures of the first run that the others confirm; a mask is made right by chance at one point."""
    kept = list(views[0].cures)
    for view in views[1:]:
        seen = {_kind(cure) for cure in view.cures}
        both = [cure for cure in kept if _kind(cure) in seen]
        kept = both or kept
    return kept


def _kind(cure: Cure) -> tuple[int, str, str, frozenset[str]]:
    return cure.trial.place.line, cure.trial.place.name, cure.trial.quantity.kind, cure.parameters


def _all_cures(
    review: _Review,
    point: Point,
    wrong: Sequence[str],
    places: Sequence[Place],
    known: Sequence[Quantity],
    seen: Ran,
) -> list[Cure]:
    trials = _trials(places, known, max(1, _samples(review, point)))
    cures = _cures(review, point, wrong, [trial for trial in trials if not trial.settled])
    cured = {name for cure in cures for name in cure.parameters}
    open_places = [place for place in places if any(place.values) and not _is_known(place, known)]
    cures += _by_difference(review, point, [name for name in wrong if name not in cured], open_places, seen)
    if not any(cure.trial.quantity.kind != ANSWER or cure.trial.place.kind == "assign" for cure in cures):
        # Each value is right for something, but not for what it is used for.
        others = [trial for trial in trials if trial.settled and trial.quantity.kind != ANSWER]
        cures += _cures(review, point, wrong, others)
    return cures


def _points(review: _Review) -> list[Point]:
    # More samples than at the traced sizes, so that two values are seldom alike by chance.
    return review.reference.wider


def _watched(review: _Review, point: Point) -> Ran | None:
    outcome = review.sandbox.run(review.calls.request([watch_job(review.assignment, point)]))
    try:
        ran = read_run(outcome.lines[0]) if outcome.lines else None
    except Malformed:
        return None
    return None if ran is None or not ran.seen else ran


def _places(seen: Sequence[Any]) -> Iterator[Place]:
    groups: dict[tuple[int, str], list[Any]] = {}
    for row in seen:
        if _is_row(row):
            groups.setdefault((row[1], row[3]), []).append(row)
    singles = [[row] for rows in groups.values() if len(rows) > 1 for row in _few(rows)]
    for rows in [*groups.values(), *singles]:
        values = tuple(float(value) for row in rows for value in row[5])
        shapes = tuple(tuple(row[4]) for row in rows)
        yield Place(tuple(row[0] for row in rows), rows[0][1], rows[0][2], rows[0][3], shapes, values)


def _few(rows: list[Any]) -> list[Any]:
    return rows if len(rows) <= 4 else [rows[0], rows[-1]]


def _is_row(row: Any) -> bool:
    return (
        isinstance(row, list) and len(row) == 6 and type(row[0]) is int and type(row[1]) is int
        and isinstance(row[2], str) and isinstance(row[3], str) and isinstance(row[4], list)
        and isinstance(row[5], list) and all(isinstance(value, int | float) for value in row[5])
    )  # fmt: skip


def _cures(review: _Review, point: Point, wrong: Sequence[str], trials: Sequence[Trial]) -> list[Cure]:
    tried = trials[:MOST_TRIALS]
    jobs = [watch_job(review.assignment, point, _replacement(trial)) for trial in tried]
    outcome = review.sandbox.run(review.calls.request(jobs)) if jobs else None
    found = []
    for line in outcome.lines if outcome else ():
        number = line.get("job")
        if type(number) is int and 0 <= number < len(tried):
            cured = _cured(review, point, wrong, line)
            if cured:
                found.append(Cure(tried[number], cured, _factor(tried[number])))
    return found


def _by_difference(
    review: _Review, point: Point, wrong: Sequence[str], places: Sequence[Place], seen: Ran
) -> list[Cure]:
    """Where a value reaches a result with one factor (a step W - rate * dW), correct it by the difference."""
    found: list[Cure] = []
    for name in wrong:
        value = picked(seen.values, name, review.sole)
        right = [
            each * float(review.factor(point.sizes))
            for each in review.reference.at(point)[name]
            if each is not None
        ]
        if value is None or len(right) != len(value.entries):
            continue
        mine = [each for each in places if each.kind == "assign" and len(each.values) == len(right)]
        answer = Quantity(ANSWER, value.shape, tuple(right))
        moved = [Trial(each, answer, tuple(v + _NUDGE for v in each.values)) for each in mine[:40]]
        trials = list(_corrected(moved, _results(review, point, moved, name), value.entries, right))
        found += _cures(review, point, wrong, trials)
    return found


_NUDGE = 0.125


def _results(
    review: _Review, point: Point, trials: Sequence[Trial], name: str
) -> Mapping[int, Sequence[float]]:
    jobs = [watch_job(review.assignment, point, _replacement(trial)) for trial in trials]
    outcome = review.sandbox.run(review.calls.request(jobs)) if jobs else None
    found: dict[int, Sequence[float]] = {}
    for line in outcome.lines if outcome else ():
        number = line.get("job")
        try:
            value = picked(read_run(line).values, name, review.sole) if type(number) is int else None
        except Malformed:
            continue
        if value is not None and type(number) is int:
            found[number] = value.entries
    return found


def _corrected(
    moved: Sequence[Trial],
    results: Mapping[int, Sequence[float]],
    before: Sequence[float],
    right: Sequence[float],
) -> Iterator[Trial]:
    for number, trial in enumerate(moved):
        after = results.get(number, ())
        slopes = [(b - a) / _NUDGE for a, b in zip(before, after, strict=False)]
        if (
            len(slopes) == len(right)
            and abs(slopes[0]) > 1e-9
            and max(slopes) - min(slopes) < 1e-6 * abs(slopes[0])
        ):
            pairs = zip(trial.place.values, right, before, strict=True)
            yield Trial(trial.place, trial.quantity, tuple(v + (g - r) / slopes[0] for v, g, r in pairs))


def _samples(review: _Review, point: Point) -> int:
    from numeric.submissions.sizes import sample_letter

    return point.sizes.get(sample_letter(review.assignment), 1)


def _trials(places: Sequence[Place], known: Sequence[Quantity], samples: int) -> list[Trial]:
    # A place that holds nothing but zeros is an accumulator that waits for its sum.
    computed = [place for place in places if any(place.values)]
    exact = [
        (place, quantity, values)
        for place in computed
        for quantity in known
        for values in _orders(place, quantity)
    ]
    settled = {id(place) for place in computed if not _is_mask(place) and _is_known(place, known)}
    found = []
    for place, quantity, values in exact:
        if _near(place.values, values):
            continue
        found.append(Trial(place, quantity, values, id(place) in settled))
        if quantity.kind not in (FORWARD, LOCAL):
            for scale in (samples, -1, -samples):
                scaled = tuple(scale * value for value in values)
                if samples > 1 and not _near(place.values, scaled):
                    found.append(Trial(place, quantity, scaled, id(place) in settled))
    return found


def _is_known(place: Place, known: Sequence[Quantity]) -> bool:
    # One number is like some other by chance (1, 2, a constant of the problem): only an answer tells.
    telling = known if len(place.values) > 1 else [each for each in known if each.kind in (ANSWER, GRADIENT)]
    orders = (values for quantity in telling for values in _orders(place, quantity))
    return any(_near(place.values, values) or _is_negative(place, values) for values in orders)


def _is_mask(place: Place) -> bool:
    return set(place.values) <= {0.0, 1.0}


def _is_negative(place: Place, values: Sequence[float]) -> bool:
    # A margin and a logit are written with either sign.
    return (
        place.kind == "assign" and len(place.values) > 1 and _near([-value for value in place.values], values)
    )


def _orders(place: Place, quantity: Quantity) -> Iterator[tuple[float, ...]]:
    # A place may hold a quantity as it is, turned, or (in the rounds of a loop) one slice a round.
    if len(quantity.entries) != len(place.values):
        return
    if len(place.shapes) == 1 and not _same_axes(place.shapes[0], quantity.shape):
        if len(quantity.shape) == 2 and _same_axes(place.shapes[0], quantity.shape[::-1]):
            yield _turned(quantity)
        return
    yield quantity.entries
    if len(quantity.shape) == 2 and min(quantity.shape) > 1:
        yield _turned(quantity)


def _same_axes(first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    return [n for n in first if n != 1] == [n for n in second if n != 1]


def _turned(quantity: Quantity) -> tuple[float, ...]:
    rows, columns = quantity.shape
    return tuple(quantity.entries[r * columns + c] for c in range(columns) for r in range(rows))


def _replacement(trial: Trial) -> Mapping[int, Sequence[float]]:
    found: dict[int, Sequence[float]] = {}
    start = 0
    for number, shape in zip(trial.place.numbers, trial.place.shapes, strict=True):
        size = 1
        for each in shape:
            size *= each
        found[number] = trial.values[start : start + size]
        start += size
    return found


def _cured(review: _Review, point: Point, wrong: Sequence[str], line: Mapping[str, Any]) -> frozenset[str]:
    try:
        ran = read_run(line)
    except Malformed:
        return frozenset()
    found = _right_ones(review, point, ran)
    if any(name not in wrong and name not in found for name in review.assignment.parameters):
        return frozenset()
    return frozenset(found & set(wrong))


def _right_ones(review: _Review, point: Point, ran: Ran) -> set[str]:
    shapes = shapes_at(review.assignment, point.sizes)
    wanted = review.reference.at(point)
    found = set()
    for name in review.assignment.parameters:
        value = picked(ran.values, name, review.sole)
        placed = None if value is None or value.kind else placed_floats(value, shapes[name])
        right = [None if each is None else each * float(review.factor(point.sizes)) for each in wanted[name]]
        if placed is not None and gap(placed[0], right) < NEAR * 10:
            found.add(name)
    return found


def _factor(trial: Trial) -> float | None:
    ratios = [a / b for a, b in zip(trial.place.values, trial.values, strict=True) if abs(b) > 1e-12]
    alike = ratios and all(abs(ratio - ratios[0]) < 1e-6 * abs(ratios[0]) for ratio in ratios)
    zeros = all(
        abs(a) < 1e-9 for a, b in zip(trial.place.values, trial.values, strict=True) if abs(b) <= 1e-12
    )
    return ratios[0] if alike and zeros else None


def _near(first: Sequence[float], second: Sequence[float]) -> bool:
    return gap(list(first), list(second)) < 1e-7


def _choose(cures: Sequence[Cure], wrong: Sequence[str]) -> list[Cure]:
    whole = [cure for cure in cures if cure.parameters == set(wrong)]
    if whole and not all(_is_scale(cure) for cure in whole):
        return [_first(whole)]
    chosen = []
    for name in wrong:
        mine = [cure for cure in cures if name in cure.parameters]
        if mine:
            chosen.append(_first(mine) if not all(map(_is_scale, mine)) else _last(mine))
    return chosen


def _is_scale(cure: Cure) -> bool:
    return cure.factor is not None and cure.factor > 0


def _first(cures: Sequence[Cure]) -> Cure:
    telling = [cure for cure in cures if not _is_scale(cure)] or list(cures)
    return min(telling, key=lambda cure: (_start(cure.trial.place), cure.trial.quantity.kind == ANSWER))


def _last(cures: Sequence[Cure]) -> Cure:
    computed = [cure for cure in cures if cure.trial.place.kind == "assign"] or list(cures)
    return max(computed, key=lambda cure: _start(cure.trial.place))


def _start(place: Place) -> int:
    return place.numbers[0]


def _lines(chosen: Sequence[Cure], places: Sequence[Place]) -> tuple[int, ...]:
    ordered = sorted(chosen, key=lambda cure: _start(cure.trial.place))
    return tuple(dict.fromkeys(_line(cure.trial.place, places) for cure in ordered))


def _line(place: Place, places: Sequence[Place]) -> int:
    # A function that is right for the argument that it was given is not to blame: the line that calls it is.
    if place.kind != "return" or len(place.numbers) != 1:
        return place.line
    arguments = [
        each for each in places if each.kind == "argument" and each.numbers == (place.numbers[0] - 1,)
    ]
    if arguments and is_activation(arguments[0].values, place.values):
        return arguments[0].line
    return place.line


def _component(chosen: Sequence[Cure], places: Sequence[Place], known: Sequence[Quantity]) -> str:
    first = min(chosen, key=lambda cure: _start(cure.trial.place))
    answers = [quantity for quantity in known if quantity.kind == ANSWER]
    earlier = [place for place in places if place.numbers[-1] < first.trial.place.numbers[0]]
    reached = any(
        len(place.values) == len(answer.entries) and _near(place.values, answer.entries)
        for place in earlier for answer in answers if len(answer.entries) > 1
    )  # fmt: skip
    if reached and first.trial.quantity.kind == ANSWER:
        return "update"
    if first.trial.place.kind == "argument":
        return "caller"
    return first.trial.quantity.component


def _last_resort(
    review: _Review, wrong: Sequence[str], places: Sequence[Place], known: Sequence[Quantity], seen: Ran
) -> Blame | None:
    """Where the wrong result first appears."""
    computed = [place for place in places if place.kind != "argument"]
    value = picked(seen.values, wrong[0], review.sole)
    same = [place for place in computed if value is not None and _is_result(place, value.entries)]
    new = [place for place in same if not _is_known(place, known)]
    second = sorted(same, key=_start)[1:2]  # right where it appears, and wrong for what it is used for next
    chosen = min(new or second, key=_start, default=max(same or computed, key=_start, default=None))
    return None if chosen is None else Blame((chosen.line,), "gradient")


def _is_result(place: Place, entries: Sequence[float]) -> bool:
    return len(place.numbers) == 1 and len(place.values) == len(entries) and _near(place.values, entries)


def _outer(places: Sequence[Place], samples: int) -> Place | None:
    # Two sample axes that were broadcast against each other.
    square = [place for place in places if place.shapes[0] == (samples, samples) and samples > 1]
    return min(square, key=_start, default=None)
