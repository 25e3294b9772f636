"""Runs a program with each of many edits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from numeric.submissions.points import Point, job_inputs
from numeric.submissions.repair.edits import Edit
from numeric.submissions.request import Job
from numeric.submissions.results import Ran, read_run
from numeric.tracing.serial import Malformed

if TYPE_CHECKING:
    from numeric.submissions.review import Review

WORK = 340_000
"""For all edits at a point, in lines run: about a second. It limits what is told, never a verdict."""

SECONDS = 6.0
"""Of the processor: a guard above the work, against an edit that makes a loop much longer."""


@dataclass(frozen=True, slots=True)
class Repair:
    """An edit, and the wrong parameters that it makes right; ``harms`` says that it makes another one wrong.

    ``spoils`` says that the student's own loss is not right with it, though it could be.
    """

    edit: Edit
    parameters: frozenset[str]
    harms: bool = False
    spoils: bool = False


def results(
    review: Review, point: Point, asked: Sequence[Edit], call: str = "gradient"
) -> Iterator[Ran | None]:
    """What each edited program returns at a point, as far as the work allows; None where it stops."""
    outcome = review.sandbox.run(review.calls.request([_job(review, point, asked, call)])) if asked else None
    found: Any = outcome.lines[0].get("results", []) if outcome and outcome.lines else []
    for result in found if isinstance(found, list) else ():
        ran = None
        with suppress(Malformed):
            ran = read_run({"result": result}) if result is not None else None
        yield ran


def _job(review: Review, point: Point, asked: Sequence[Edit], call: str) -> Job:
    inputs = job_inputs(review.assignment, point)
    groups = groupby(asked, key=lambda each: (each.start, each.end, each.is_expression))
    texts = [[start, end, [each.text for each in group], whole] for (start, end, whole), group in groups]
    return {
        "kind": "edited",
        "call": call,
        "inputs": inputs,
        "edits": texts,
        "work": WORK,
        "seconds": SECONDS,
    }
