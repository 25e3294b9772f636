"""Whether the student's own prediction is a right one: then the forward pass is not to blame, and otherwise it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

from derive.arrays import Array
from derive.exact.balls import evaluate
from derive.judgement import prove_arrays
from derive.model import Right
from derive.terms import Term
from numeric.submissions.closeness import gap
from numeric.submissions.points import Point, shapes_at
from numeric.submissions.quantities import FORWARD, predictions
from numeric.submissions.reference import BITS, rounded
from numeric.submissions.request import trace_job
from numeric.submissions.results import Value, read_trace
from numeric.submissions.shapes import fit
from numeric.tracing.serial import Malformed

if TYPE_CHECKING:
    from numeric.submissions.evidence import Case, Evidence
    from numeric.submissions.review import Review

NEAR = 1e-9


def predicts_rightly(review: Review, evidence: Evidence) -> bool | None:
    """Whether the student's prediction is proved to be a value that the objective computes on its way.

    None where the assignment does not say how to reach it, it cannot be traced, or it is near and not proved.
    """
    if not review.assignment.forward.strip() or not evidence.cases:
        return None
    case = evidence.cases[len(evidence.cases) // 2]
    value = _prediction(review, case)
    if value is None:
        return None
    point = next((each for each in review.reference.points if each.sizes == case.objective.sizes), None)
    return None if point is None else _is_known(review, case, value, point)


def _prediction(review: Review, case: Case) -> Value | None:
    outcome = review.sandbox.run(
        review.calls.request([trace_job(review.assignment, case.objective, case.labels, call=FORWARD)])
    )
    try:
        traced = read_trace(outcome.lines[0]) if outcome.lines and "paths" in outcome.lines[0] else None
    except Malformed:
        return None
    if traced is None or len(traced.paths) != 1 or traced.paths[0].inexact:
        return None
    values = list(traced.paths[0].values.values())
    return values[0] if len(values) == 1 and not values[0].kind and values[0].entries else None


def _is_known(review: Review, case: Case, value: Value, point: Point) -> bool | None:
    values = _Values(review, point)
    arrays = predictions(case.objective, values.is_multiple)
    near = [each for array in arrays for each in _fitted(array, value) if values.is_near(value.entries, each)]
    proofs = (prove_arrays(value.entries, each, case.objective.domains, simplest=False) for each in near[:4])
    if any(isinstance(proof, Right) for proof in proofs):
        return True
    return None if near else False


def _fitted(array: Array, value: Value) -> list[list[Term]]:
    placed = fit(array.shape, value.shape)
    return [] if placed is None else [placed.read(array.entries)]


@dataclass(frozen=True)
class _Values:
    """Values of terms at one point: they choose what is worth a proof, and decide nothing."""

    review: Review
    point: Point

    def of(self, terms: Sequence[Term]) -> list[float]:
        named = self.point.symbols(shapes_at(self.review.assignment, self.point.sizes))
        return [nan if value is None else value for value in rounded(evaluate(terms, named, BITS))]

    def is_near(self, first: Sequence[Term], second: Sequence[Term]) -> bool:
        return gap(self.of(first), list(self.of(second))) < NEAR

    def is_multiple(self, first: Sequence[Term], second: Sequence[Term]) -> bool:
        """Whether one list is a constant times the other."""
        pairs = list(zip(self.of(first), self.of(second), strict=False))
        if len(pairs) < 2 or len(pairs) < len(second) or any(not b for _, b in pairs):
            return False
        ratios = [a / b for a, b in pairs]
        return abs(ratios[0]) > NEAR and all(
            abs(ratio - ratios[0]) < NEAR * abs(ratios[0]) for ratio in ratios
        )
