"""Which parameters a line can change at all: its values are moved, and what comes out is compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from numeric.submissions.compare import picked
from numeric.submissions.cures import results_of
from numeric.submissions.points import Point
from numeric.submissions.quantities import ANSWER, Quantity
from numeric.submissions.trials import Place, Trial

if TYPE_CHECKING:
    from numeric.submissions.results import Ran
    from numeric.submissions.review import Review

MOST_PLACES = 120
FITS, OPEN, ELSEWHERE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Reach:
    """For each line whose values were moved the parameters that change with each of its values."""

    lines: Mapping[int, Sequence[frozenset[str]]]

    def aim(self, line: int, wrong: Sequence[str]) -> int:
        """How well a change of a line could mend all that is wrong and nothing else.

        ``FITS`` where what the line computes reaches every wrong parameter and no right one, ``OPEN`` where that was
        not seen, ``ELSEWHERE`` where it misses one or reaches another.
        """
        if line not in self.lines:
            return OPEN
        return FITS if frozenset(wrong) in self.lines[line] else ELSEWHERE

    def may_help(self, line: int, wrong: Sequence[str]) -> bool:
        """Whether a change of a line could mend something that is wrong, and nothing that is right becomes wrong."""
        return line not in self.lines or any(each and each <= set(wrong) for each in self.lines[line])


def reach_of(review: Review, point: Point, ran: Ran, places: Sequence[Place]) -> Reach:
    """What each line reaches, seen at one point."""
    whole: dict[tuple[int, str], Place] = {}
    for place in places:  # all rounds of a statement come before its single ones
        if place.kind != "argument":
            whole.setdefault((place.line, place.name), place)
    moved = [_moved(place) for place in list(whole.values())[:MOST_PLACES]]
    before = {name: picked(ran.values, name, review.sole) for name in review.assignment.parameters}
    found: defaultdict[int, list[frozenset[str]]] = defaultdict(list)
    for number, after in results_of(review, point, moved).items():
        if all(name in after for name in before):
            changed = (
                name
                for name, value in before.items()
                if value is not None and _differs(value.entries, after[name])
            )
            found[moved[number].place.line].append(frozenset(changed))
    return Reach(found)


def _moved(place: Place) -> Trial:
    shifts = ((k * 7 % 5 - 1.5) / 20 for k in range(len(place.values)))
    values = tuple(
        value + shift * (abs(value) + 0.5) for value, shift in zip(place.values, shifts, strict=True)
    )
    return Trial(place, Quantity(ANSWER, (len(values),), values), values)


def _differs(before: Sequence[float], after: Sequence[float]) -> bool:
    size = max(map(abs, before), default=0.0) + 1e-9
    same = len(before) == len(after) and all(
        abs(a - b) < 1e-9 * size for a, b in zip(before, after, strict=True)
    )
    return not same
