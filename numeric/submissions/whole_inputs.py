"""Whether a gradient is wrong only because its inputs came as whole numbers: as floats the same values are right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from numeric.submissions.cures import right_ones
from numeric.submissions.evidence import answers_of
from numeric.submissions.points import ORDINARY, Point
from numeric.submissions.request import Job, run_job
from numeric.submissions.results import Ran

if TYPE_CHECKING:
    from numeric.submissions.review import Review

MOST_POINTS = 3


def right_with_floats(review: Review, wrong: Sequence[str]) -> bool:
    """Whether the wrong parameters are right at every ordinary point where the whole inputs are given as floats."""
    if not any(each.is_index and each.value is None for each in review.assignment.inputs):
        return False
    points = [point for point in review.reference.points if point.kind == ORDINARY][:MOST_POINTS]
    answers = answers_of(review.sandbox.run(review.calls.request([_as_floats(review, at) for at in points])))
    return all(_is_right(review, point, answers.get(k), wrong) for k, point in enumerate(points))


def _as_floats(review: Review, point: Point) -> Job:
    job = run_job(review.assignment, point, 0)
    inputs = {name: {**given, "dtype": "float64"} for name, given in job["inputs"].items()}
    return {**job, "inputs": inputs}


def _is_right(review: Review, point: Point, answer: object, wrong: Sequence[str]) -> bool:
    return isinstance(answer, Ran) and set(wrong) <= right_ones(review, point, answer)
