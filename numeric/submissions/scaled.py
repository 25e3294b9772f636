"""Which statements are wrong by a factor only: double the value, see how the result moves, and solve for the factor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from numeric.submissions.compare import picked, placed_floats
from numeric.submissions.cures import Cure, results_of, tried_cures
from numeric.submissions.points import Point, shapes_at
from numeric.submissions.quantities import Quantity
from numeric.submissions.results import Ran, Value
from numeric.submissions.trials import Place, Trial, is_known

if TYPE_CHECKING:
    from numeric.submissions.review import Review

SCALED = "scaled"
MOST_PLACES = 60


@dataclass(frozen=True, slots=True)
class Moved:
    """A result before a value was doubled, by how much it moved then, and what it ought to be."""

    before: Sequence[float]
    by: Sequence[float]
    right: Sequence[float]

    @property
    def factor(self) -> float | None:
        """The one factor on the value that makes the result right; None where there is none.

        >>> Moved([3.0, 5.0], [2.0, 4.0], [2.0, 3.0]).factor
        0.5
        """
        size = sum(step * step for step in self.by)
        lacking = [right - before for right, before in zip(self.right, self.before, strict=True)]
        if size < 1e-18:
            return None
        more = sum(step * lack for step, lack in zip(self.by, lacking, strict=True)) / size
        left = [lack - more * step for step, lack in zip(self.by, lacking, strict=True)]
        return _plain(1 + more) if max(map(abs, left)) < 1e-7 * (1 + max(map(abs, self.right))) else None

    @property
    def is_part(self) -> bool:
        """Whether something of the result stays where the value is 0."""
        pairs = zip(self.before, self.by, strict=True)
        return any(abs(before - step) > 1e-7 * (1 + abs(before)) for before, step in pairs)


def scaled_cures(
    review: Review,
    point: Point,
    wrong: Sequence[str],
    places: Sequence[Place],
    known: Sequence[Quantity],
    seen: Ran,
) -> list[Cure]:
    """The statements whose value, times one factor, makes some of the wrong parameters right at a point."""
    asked = _candidates(places, known)[:MOST_PLACES]
    doubled = [_scaled(place, 2.0) for place in asked]
    trials: dict[tuple[int, float], tuple[Trial, bool]] = {}
    for number, results in results_of(review, point, doubled).items():
        for moved in _moves(review, point, wrong, seen, results):
            if moved.factor is not None and 0 <= number < len(asked):
                trial = _scaled(asked[number], moved.factor)
                trials.setdefault((number, round(moved.factor, 9)), (trial, moved.is_part))
    parts = {id(trial): is_part for trial, is_part in trials.values()}
    cures = tried_cures(review, point, wrong, [trial for trial, _ in trials.values()])
    return [replace(cure, is_part=parts[id(cure.trial)]) for cure in cures]


def _candidates(places: Sequence[Place], known: Sequence[Quantity]) -> list[Place]:
    whole: dict[tuple[int, str], Place] = {}
    for place in places:
        if place.kind != "argument" and any(place.values):
            whole.setdefault((place.line, place.name), place)
    return [place for place in whole.values() if not is_known(place, known)]


def _scaled(place: Place, factor: float) -> Trial:
    values = tuple(factor * value for value in place.values)
    return Trial(place, Quantity(SCALED, (len(values),), values), values)


def _moves(
    review: Review, point: Point, wrong: Sequence[str], seen: Ran, results: Mapping[str, Sequence[float]]
) -> Iterator[Moved]:
    shapes = shapes_at(review.assignment, point.sizes)
    scale = float(review.factor(point.sizes))
    for name in wrong:
        before, right = picked(seen.values, name, review.sole), review.reference.at(point)[name]
        placed = _placed(before, shapes[name])
        after = _placed(_like(before, results.get(name, ())), shapes[name])
        if placed is not None and after is not None and None not in right:
            by = [b - a for a, b in zip(placed, after, strict=True)]
            yield Moved(placed, by, [scale * each for each in right if each is not None])


def _like(value: Value | None, entries: Sequence[float]) -> Value | None:
    return (
        None
        if value is None or len(value.entries) != len(entries)
        else replace(value, entries=tuple(entries))
    )


def _placed(value: Value | None, shape: tuple[int, ...]) -> list[float] | None:
    placed = None if value is None or value.kind else placed_floats(value, shape)
    return None if placed is None else placed[0]


def _plain(factor: float) -> float:
    # Rounding must not keep a term alive that ought not to be there.
    return 0.0 if abs(factor) < 1e-9 else factor
