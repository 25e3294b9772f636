"""Whether a wrong gradient is right for the student's own loss: then the cost is to blame, and not the gradient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.calculus import gradient
from derive.model import Right
from derive.terms import Sym, Term
from numeric.submissions.compare import Compared
from numeric.submissions.path_proofs import ALWAYS, proved_on
from numeric.submissions.request import trace_job
from numeric.submissions.results import Traced, read_trace
from numeric.tracing.serial import Malformed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numeric.submissions.decide import Seen
    from numeric.submissions.evidence import Evidence
    from numeric.submissions.review import Review


def follows_own_loss(
    review: Review, evidence: Evidence, seen: Sequence[Seen], wrong: Sequence[str]
) -> bool | None:
    """Whether every wrong gradient is proved to be that of the loss that the student's code computes.

    None where the assignment does not say how to reach that loss, or it cannot be traced.
    """
    if not review.assignment.loss.strip() or not evidence.cases:
        return None
    case = evidence.cases[len(evidence.cases) // 2]
    job = trace_job(review.assignment, case.objective, case.labels, call="loss")
    outcome = review.sandbox.run(review.calls.request([job]))
    try:
        loss = (
            _one_term(read_trace(outcome.lines[0])) if outcome.lines and "paths" in outcome.lines[0] else None
        )
    except Malformed:
        return None
    if loss is None:
        return None
    asked = [each for each in seen if each.name in wrong]
    return all(
        _is_its_gradient(each, case.objective.leaves[each.name].entries, loss, evidence) for each in asked
    )


def _one_term(traced: Traced) -> Term | None:
    if len(traced.paths) != 1 or not traced.complete or traced.paths[0].inexact:
        return None
    values = list(traced.paths[0].values.values())
    return values[0].entries[0] if len(values) == 1 and len(values[0].entries) == 1 else None


def _is_its_gradient(seen: Seen, symbols: Sequence[Term], loss: Term, evidence: Evidence) -> bool:
    compared: Compared = seen.compared[len(evidence.cases) // 2]
    names = [each for each in symbols if isinstance(each, Sym)]
    if len(compared.entries) != len(names):
        return False
    domains = evidence.cases[len(evidence.cases) // 2].objective.domains
    return isinstance(proved_on(compared.entries, gradient(loss, names), ALWAYS, domains), Right)
