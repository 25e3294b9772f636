"""Looks for the edits that make a wrong program right: tried at points, and then proved on symbols."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from numeric.submissions.cures import right_ones
from numeric.submissions.points import Point, shapes_at
from numeric.submissions.repair.atoms import Shape
from numeric.submissions.repair.edits import Edit, edits
from numeric.submissions.repair.model import TERM
from numeric.submissions.repair.own_loss import with_loss
from numeric.submissions.repair.reach import ELSEWHERE, Reach
from numeric.submissions.repair.tried import Repair, results
from numeric.submissions.results import Ran
from numeric.submissions.trials import Place
from numeric.tracing.watch import ADDED

if TYPE_CHECKING:
    from numeric.submissions.review import Review

MOST_EDITS = 12_000
LIKELY = 2


def repairs(
    review: Review,
    wrong: Sequence[str],
    runs: Sequence[tuple[Point, Ran]],
    places: Sequence[Place],
    right: Container[int],
    reach: Reach,
) -> list[Repair]:
    """The edits that make some of the wrong parameters right at the points of all runs; ``places`` are of the first.

    What was written otherwise is looked for first; what was left out, only where that explains nothing, and last on
    the lines that compute something right (``right``). Lines that reach all that is wrong, and nothing that is right,
    are looked at before the others.
    """
    if any(isinstance(node, ast.While) for node in ast.walk(review.tree)):
        return []  # edited, a loop that waits for something may wait for ever
    points = [point for point, _ in runs]
    every = _asked(review, places, shapes_at(review.assignment, points[0].sizes), right)
    found: list[Repair] = []
    for far in (False, True):
        for likely in (True, False):
            asked = [
                each
                for each in every
                if (each.weight <= LIKELY) is likely and (reach.aim(each.line, wrong) == ELSEWHERE) is far
            ]
            asked.sort(key=lambda each: reach.aim(each.line, wrong))
            found += with_loss(review, points[0], _that_help(review, wrong, points, asked))
            if any(each.parameters == set(wrong) and not each.spoils for each in found):
                return found
    return found


def _that_help(
    review: Review, wrong: Sequence[str], points: Sequence[Point], asked: Sequence[Edit]
) -> list[Repair]:
    found = [Repair(each, frozenset(wrong)) for each in asked[:MOST_EDITS]]
    for point in points:
        found = list(_kept(review, point, wrong, found))
    return found


def _asked(
    review: Review, places: Sequence[Place], given: Mapping[str, Shape], right: Container[int]
) -> Sequence[Edit]:
    reached = {place.line for place in places}

    elsewhere = _only_shapes(places)

    def shapes(function: ast.FunctionDef) -> Mapping[str, Shape]:
        last = function.end_lineno or function.lineno
        inside = [each for each in places if function.lineno <= each.line <= last or "." in each.name]
        return {**given, **elsewhere, **_first_shapes(inside)}

    every = dict.fromkeys(edits(review.source.text, review.tree, reached, shapes))

    def order(each: Edit) -> tuple[object, ...]:
        return (
            each.weight and max(each.weight - each.is_bare, LIKELY),
            each.weight > LIKELY and each.line in right,
            each.start,
            each.end,
            each.is_expression,
        )

    return sorted(every, key=order)


def _first_shapes(places: Sequence[Place]) -> Mapping[str, Shape]:
    """The shape of each name, as it is in the first of the places that have it."""
    return {each.name.removesuffix(ADDED): each.shapes[0] for each in reversed(places)}


def _only_shapes(places: Sequence[Place]) -> Mapping[str, Shape]:
    """The shapes of names that have one wherever they are seen: arguments, and what is kept for later."""
    found: dict[str, set[Shape]] = {}
    for each in places:
        found.setdefault(each.name.removesuffix(ADDED), set()).update(each.shapes)
    return {name: next(iter(shapes)) for name, shapes in found.items() if len(shapes) == 1}


def _kept(review: Review, point: Point, wrong: Sequence[str], asked: Sequence[Repair]) -> Iterator[Repair]:
    for each, ran in zip(asked, results(review, point, [each.edit for each in asked]), strict=False):
        right = right_ones(review, point, ran) if ran is not None else set()
        cured = frozenset(right & each.parameters)
        harms = not all(name in wrong or name in right for name in review.assignment.parameters)
        # Where a term is one too many for some parameters only, to leave it out harms the others.
        if cured and (not harms or (each.edit.kind == TERM and cured == set(wrong))):
            yield Repair(each.edit, cured, harms)
