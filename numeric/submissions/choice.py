"""Which of the corrections that make a result right is the one to name."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

from numeric.submissions.cures import Cure
from numeric.submissions.quantities import ANSWER
from numeric.submissions.scaled import SCALED
from numeric.submissions.trials import Place, is_near

Kind = tuple[object, ...]


def agreed(views: Sequence[tuple[Sequence[Cure], Sequence[Place]]]) -> list[Cure]:
    """The cures of the runs that the others confirm; a mask is made right by chance at one point.

    A run that does not come by a place neither confirms its cure nor speaks against it. A factor is one only where
    there is one at every point.
    """
    kept: list[Cure] = list(views[0][0])
    for cures, places in views[1:]:
        kept = _both(kept, cures, {(place.line, place.name) for place in places})
    return kept


def _both(cures: Sequence[Cure], others: Sequence[Cure], reached: Container[tuple[int, str]]) -> list[Cure]:
    factors: Mapping[Kind, float | None] = {_kind(cure): cure.factor for cure in others}
    both = [cure for cure in cures if _kind(cure) in factors or _place(cure) not in reached]
    sure = both or [cure for cure in cures if cure.trial.quantity.kind != SCALED]
    return [cure if _kind(cure) not in factors else _merged(cure, factors[_kind(cure)]) for cure in sure]


def _place(cure: Cure) -> tuple[int, str]:
    return cure.trial.place.line, cure.trial.place.name


def _merged(cure: Cure, factor: float | None) -> Cure:
    return cure if cure.factor is not None and factor is not None else replace(cure, factor=None)


def _kind(cure: Cure) -> Kind:
    trial = cure.trial
    # Which correct quantity belongs there may look different at different points: a sample more, a sample less.
    scale = cure.factor and round(cure.factor, 6) if trial.quantity.kind == SCALED else ""
    return trial.place.line, trial.place.name, cure.parameters, scale


@dataclass(frozen=True, slots=True)
class Setting:
    """What a choice also depends on: the number of samples, and the lines that multiply or divide by a number."""

    samples: int
    scaling: Container[int] = ()


def choose(cures: Sequence[Cure], wrong: Sequence[str], setting: Setting) -> list[Cure]:
    """The correction that makes everything right; where there is none, one for each wrong parameter."""
    whole = [cure for cure in cures if cure.parameters == set(wrong)]
    if whole and not all(_is_scale(cure) for cure in whole):
        return [_first(whole)]
    if whole and not any(_is_count(cure, setting.samples) for cure in whole):
        return [_last(whole, setting)]
    chosen = []
    for name in wrong:
        mine = [cure for cure in cures if name in cure.parameters]
        if mine:
            chosen.append(_first(mine) if not all(map(_is_scale, mine)) else _last(mine, setting))
    return chosen


def _is_scale(cure: Cure) -> bool:
    return cure.factor is not None and cure.factor > 0 and not cure.is_part


def _is_count(cure: Cure, samples: int) -> bool:
    # Each gradient has a mean of its own to forget.
    near = [abs(cure.factor - count) for count in (samples, 1 / samples)] if cure.factor else []
    return samples > 1 and any(gap < 1e-6 for gap in near)


def _first(cures: Sequence[Cure]) -> Cure:
    telling = _ends([cure for cure in cures if not _is_scale(cure)]) or list(cures)
    return min(telling, key=lambda cure: (_start(cure.trial.place), cure.trial.quantity.kind == ANSWER))


def _ends(cures: Sequence[Cure]) -> list[Cure]:
    # A summand with a wrong factor may still be made good on its way into the sum: the last of its values counts.
    scaled = [cure for cure in cures if cure.is_part and cure.factor is not None and cure.factor > 0]
    last = {
        round(cure.factor or 0, 6): cure for cure in sorted(scaled, key=lambda cure: _start(cure.trial.place))
    }
    return [cure for cure in cures if cure not in scaled or cure in last.values()]


def _last(cures: Sequence[Cure], setting: Setting) -> Cure:
    made = [
        cure for cure in cures if not any(_hands_on(cure.trial.place, other.trial.place) for other in cures)
    ]
    # A factor is forgotten where factors are dealt with.
    return max(made, key=lambda cure: (cure.trial.place.line in setting.scaling, _start(cure.trial.place)))


def _hands_on(place: Place, earlier: Place) -> bool:
    # A return hands on what was computed before it.
    same = len(place.values) == len(earlier.values) and is_near(place.values, earlier.values)
    return same and _start(earlier) < _start(place)


def _start(place: Place) -> int:
    return place.numbers[0]
