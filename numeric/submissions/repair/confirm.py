"""Proves that an edit makes a program right: the edited program is traced and compared as any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.model import Right, Wrong
from numeric.submissions.compare import compare_traced
from numeric.submissions.repair.edits import Edit
from numeric.submissions.repair.tried import Repair
from numeric.submissions.request import Calls, trace_job
from numeric.submissions.results import Traced, read_trace
from numeric.tracing.serial import Malformed

if TYPE_CHECKING:
    from numeric.submissions.evidence import Case
    from numeric.submissions.review import Review


def edited_source(source: str, edit: Edit) -> str:
    """The text of a program after an edit."""
    before = source.encode()
    return (before[: edit.start] + edit.text.encode() + before[edit.end :]).decode()


def proved(review: Review, repair: Repair, case: Case) -> bool | None:
    """Whether an edited program is proved right for the parameters of its repair, at one size on every path.

    None where that cannot be told.
    """
    traced = _traced(review, repair.edit, case)
    if traced is None:
        return None
    factor = review.factor(case.objective.sizes)
    verdicts = [
        compare_traced(case.objective, traced, name, review.sole, factor).verdict
        for name in sorted(repair.parameters)
    ]
    if any(isinstance(verdict, Wrong) for verdict in verdicts):
        return False
    return True if all(isinstance(verdict, Right) for verdict in verdicts) else None


def _traced(review: Review, edit: Edit, case: Case) -> Traced | None:
    calls = Calls(edited_source(review.source.text, edit), review.assignment)
    outcome = review.sandbox.run(calls.request([trace_job(review.assignment, case.objective, case.labels)]))
    try:
        return read_trace(outcome.lines[0]) if outcome.lines and "paths" in outcome.lines[0] else None
    except Malformed:
        return None
