"""What an edit makes of the student's own loss: one that is right stays right where the slip is mended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from numeric.submissions.points import Point
from numeric.submissions.repair.tried import Repair, results
from numeric.submissions.trials import is_near

if TYPE_CHECKING:
    from numeric.submissions.results import Ran
    from numeric.submissions.review import Review


def with_loss(review: Review, point: Point, found: Sequence[Repair]) -> list[Repair]:
    """The repairs, with those marked that spoil a loss which is right, or leave one wrong that others make right."""
    if not found or not review.assignment.loss.strip():
        return list(found)
    objective = review.reference.objective_at(point)
    wanted = review.reference.values(objective.output.entries, point)[0]
    first = found[0].edit
    before = review.source.text.encode()[first.start : first.end].decode()
    asked = [replace(first, text=before), *(each.edit for each in found)]
    losses = list(_losses(results(review, point, asked, "loss")))
    if wanted is None or len(losses) != len(asked) or losses[0] is None:
        return list(found)
    # A log-likelihood may be written with either sign, and a loss that is not a mean is another one either way.
    rights = [loss is not None and is_near([abs(loss)], [abs(wanted)]) for loss in losses]
    if not any(rights):
        return list(found)
    return [replace(each, spoils=not right) for each, right in zip(found, rights[1:], strict=True)]


def _losses(runs: Iterator[Ran | None]) -> Iterator[float | None]:
    for ran in runs:
        values = list(ran.values.values()) if ran is not None else []
        yield values[0].entries[0] if len(values) == 1 and len(values[0].entries) == 1 else None
