"""The steps of a derivation, ready to be printed."""

from __future__ import annotations

from dataclasses import replace

from derive.derivation.steps import Part, Step
from reports.latex import tex
from reports.messages import evidence, verdict_mark, verdict_word
from reports.page import StepRow, Steps


def steps(part: Part) -> Steps:
    """A chain of a derivation, ready to be printed."""
    first = StepRow(tex(part.subject), "" if part.start == part.subject else tex(part.start))
    rows = (first, *map(row, part.steps))
    if not first.tex and len(rows) > 1:  # the left side goes beside the first step
        rows = (replace(rows[1], left=first.left), *rows[2:])
    return Steps(part.id, part.title, rows, part.remark)


def row(step: Step) -> StepRow:
    """One step, ready to be printed."""
    left = "" if step.subject is None else tex(step.subject)
    verdict = step.verdict
    return StepRow(
        left,
        tex(step.result),
        step.rule.name,
        step.rule.id,
        verdict_word(verdict),
        verdict_mark(verdict),
        evidence(verdict),
    )
