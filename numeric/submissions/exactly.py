"""Confirms a correction exactly: a statement gives exact terms instead, and the result is proved or refuted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.model import Right, Wrong
from derive.terms import Case
from derive.traverse import count_nodes, postorder
from numeric.submissions.compare import compare_traced
from numeric.submissions.cures import Cure
from numeric.submissions.objective import Objective
from numeric.submissions.points import Point
from numeric.submissions.request import Job, trace_job
from numeric.submissions.results import Traced, read_trace
from numeric.submissions.trials import parts
from numeric.tracing.serial import Encoder, Malformed

if TYPE_CHECKING:
    from numeric.submissions.review import Review

KINKED = ("max", "min", "abs", "sign", "relu", "step")
MOST_KINKS, MOST_NODES = 8, 2_000  # beyond these a proof would take longer than it is worth


def confirmed(review: Review, point: Point, cure: Cure) -> bool | None:
    """Whether a correction is proved to make its parameters right, on symbols at the sizes of a point.

    None where that cannot be told: the exact value is not known, the program takes paths, a proof is not found.
    """
    traced = _corrected(review, point, cure) if cure.trial.terms else None
    if traced is None or len(traced.paths) != 1 or not traced.complete:
        return None
    objective = review.reference.objective_at(point)
    if _is_large(traced, objective):
        return None
    factor = review.factor(point.sizes)
    verdicts = [
        compare_traced(objective, traced, name, review.sole, factor).verdict
        for name in sorted(cure.parameters)
    ]
    if any(isinstance(verdict, Wrong) for verdict in verdicts):
        return False
    return True if all(isinstance(verdict, Right) for verdict in verdicts) else None


def _is_large(traced: Traced, objective: Objective) -> bool:
    entries = [entry for value in traced.paths[0].values.values() for entry in value.entries]
    entries += [entry for array in objective.gradients.values() for entry in array.entries]
    kinks = {
        node for node in postorder(entries) if isinstance(node, Case) or getattr(node, "name", "") in KINKED
    }
    return len(kinks) > MOST_KINKS or count_nodes(entries, MOST_NODES) >= MOST_NODES


def _corrected(review: Review, point: Point, cure: Cure) -> Traced | None:
    outcome = review.sandbox.run(review.calls.request([_job(review, point, cure)]))
    try:
        return read_trace(outcome.lines[0]) if outcome.lines and "paths" in outcome.lines[0] else None
    except Malformed:
        return None


def _job(review: Review, point: Point, cure: Cure) -> Job:
    labels = review.reference.labels_of(point)
    job = trace_job(review.assignment, review.reference.objective_at(point), labels)
    encoder = Encoder()
    places = [encoder.number(term) for term in cure.trial.terms]
    replace = {str(number): places[part] for number, part in parts(cure.trial.place)}
    return {**job, "kind": "corrected", "replace": replace, "nodes": encoder.rows}
