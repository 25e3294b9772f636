"""Which corrections of one statement's value make a wrong gradient right, tried by running them in the jail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from numeric.submissions.closeness import NEAR, gap
from numeric.submissions.compare import picked, placed_floats
from numeric.submissions.points import Point, shapes_at
from numeric.submissions.quantities import ADJOINT, ANSWER, Quantity
from numeric.submissions.request import watch_job
from numeric.submissions.results import Ran, read_run
from numeric.submissions.trials import Place, Trial, holds_exactly, is_known, replacement, trials_at
from numeric.tracing.serial import Malformed

if TYPE_CHECKING:
    from numeric.submissions.review import Review

MOST_TRIALS = 1200


@dataclass(frozen=True, slots=True)
class Cure:
    """A trial that makes some wrong parameters right; ``factor`` relates the value there to the correct one.

    ``is_part`` says that the value is one summand of the result, so that no later factor can make it good.
    """

    trial: Trial
    parameters: frozenset[str]
    factor: float | None
    is_part: bool = False


def all_cures(
    review: Review,
    point: Point,
    wrong: Sequence[str],
    places: Sequence[Place],
    known: Sequence[Quantity],
    seen: Ran,
) -> list[Cure]:
    """The corrections that make some of the wrong parameters right at one point."""
    trials = trials_at(places, known, max(1, samples_at(review, point)))
    cures = tried_cures(review, point, wrong, [trial for trial in trials if not trial.settled])
    cured = {name for cure in cures for name in cure.parameters}
    open_places = [place for place in places if any(place.values) and not is_known(place, known)]
    cures += _by_difference(review, point, [name for name in wrong if name not in cured], open_places, seen)
    if not explains(cures, wrong) and not any(_is_assigned_answer(cure) for cure in cures):
        # Each value is right for something, but not for what it is used for.
        others = [trial for trial in trials if trial.settled and trial.quantity.kind != ANSWER]
        return cures + tried_cures(review, point, wrong, others)
    if len(wrong) > 1 and not any(cure.parameters == set(wrong) for cure in cures):
        # A derivative by the value of a unit, handed on as the one by its argument, is wrong for all that follows.
        adjoints = [each for each in known if each.kind == ADJOINT]
        handed_on = {id(each) for each in places if any(holds_exactly(each, one) for one in adjoints)}
        others = [each for each in trials if each.quantity.kind == ADJOINT and id(each.place) in handed_on]
        found = tried_cures(review, point, wrong, [each for each in others if each.settled])
        cures += [cure for cure in found if cure.parameters == set(wrong)]
    return cures


def explains(cures: Sequence[Cure], wrong: Sequence[str]) -> bool:
    """Whether a value on the way, and not only the result itself, is found to be to blame for each wrong parameter."""
    inner = [cure for cure in cures if cure.trial.quantity.kind != ANSWER]
    return all(any(name in cure.parameters for cure in inner) for name in wrong)


def _is_assigned_answer(cure: Cure) -> bool:
    return cure.trial.quantity.kind == ANSWER and cure.trial.place.kind == "assign"


def watched_runs(review: Review, points: Sequence[Point]) -> Iterator[tuple[Point, Ran]]:
    """The runs of a submission with every value that it computes, where it gets that far."""
    outcome = review.sandbox.run(
        review.calls.request([watch_job(review.assignment, each) for each in points])
    )
    for line in outcome.lines:
        number = line.get("job")
        with suppress(Malformed):
            if type(number) is int and 0 <= number < len(points) and (ran := read_run(line)).seen:
                yield points[number], ran


def is_multiple(review: Review, point: Point, ran: Ran, wrong: Sequence[str]) -> bool:
    """Whether every wrong result is the right one times a number: all slips look alike there."""
    return all(_ratio(review, point, ran, name) is not None for name in wrong)


def _ratio(review: Review, point: Point, ran: Ran, name: str) -> float | None:
    value = picked(ran.values, name, review.sole)
    right = [each for each in review.reference.at(point)[name] if each is not None]
    return None if value is None or len(right) != len(value.entries) else _quotient(value.entries, right)


def tried_cures(review: Review, point: Point, wrong: Sequence[str], trials: Sequence[Trial]) -> list[Cure]:
    """The trials that make some of the wrong parameters right, and none of the others wrong."""
    tried = trials[:MOST_TRIALS]
    jobs = [watch_job(review.assignment, point, replacement(trial)) for trial in tried]
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
    review: Review, point: Point, wrong: Sequence[str], places: Sequence[Place], seen: Ran
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
        moved_results = {k: each.get(name, ()) for k, each in results_of(review, point, moved).items()}
        trials = list(_corrected(moved, moved_results, value.entries, right))
        found += tried_cures(review, point, wrong, trials)
    return found


_NUDGE = 0.125


def results_of(
    review: Review, point: Point, trials: Sequence[Trial]
) -> Mapping[int, Mapping[str, Sequence[float]]]:
    """What each trial returns for each parameter, by the number of the trial."""
    jobs = [watch_job(review.assignment, point, replacement(trial)) for trial in trials]
    outcome = review.sandbox.run(review.calls.request(jobs)) if jobs else None
    found: dict[int, Mapping[str, Sequence[float]]] = {}
    for line in outcome.lines if outcome else ():
        number = line.get("job")
        if type(number) is int:
            found[number] = _returned(review, line)
    return found


def _returned(review: Review, line: Mapping[str, Any]) -> Mapping[str, Sequence[float]]:
    try:
        ran = read_run(line)
    except Malformed:
        return {}
    picks = {name: picked(ran.values, name, review.sole) for name in review.assignment.parameters}
    return {name: value.entries for name, value in picks.items() if value is not None}


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


def samples_at(review: Review, point: Point) -> int:
    """The number of samples at a point, 1 where the objective has none."""
    from numeric.submissions.sizes import sample_letter

    return point.sizes.get(sample_letter(review.assignment), 1)


def _cured(review: Review, point: Point, wrong: Sequence[str], line: Mapping[str, Any]) -> frozenset[str]:
    try:
        ran = read_run(line)
    except Malformed:
        return frozenset()
    found = right_ones(review, point, ran)
    if any(name not in wrong and name not in found for name in review.assignment.parameters):
        return frozenset()
    return frozenset(found & set(wrong))


def right_ones(review: Review, point: Point, ran: Ran) -> set[str]:
    """The parameters whose gradients are right in a run."""
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
    return _quotient(trial.place.values, trial.values)


def _quotient(above: Sequence[float], below: Sequence[float]) -> float | None:
    """The one number that a list is another one times; None where there is none."""
    pairs = list(zip(above, below, strict=True))
    ratios = [a / b for a, b in pairs if abs(b) > 1e-12]
    alike = ratios and all(abs(ratio - ratios[0]) < 1e-6 * abs(ratios[0]) for ratio in ratios)
    zeros = all(abs(a) < 1e-9 for a, b in pairs if abs(b) <= 1e-12)
    return ratios[0] if alike and zeros else None
