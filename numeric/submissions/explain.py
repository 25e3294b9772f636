"""Asks for the misconception behind a wrong gradient: named only where the mutated step is proved equal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from derive.calculus import free_symbols
from derive.diagnose import diagnose
from derive.misconceptions.code_only import CodeFacts, detect
from derive.misconceptions.step import Case, WrongStep, gradient_case
from derive.model import Unknown
from derive.terms import Case as Conditional
from derive.traverse import postorder
from numeric.submissions.decide import Seen
from numeric.submissions.sizes import sample_letter

if TYPE_CHECKING:
    from numeric.submissions.evidence import Evidence
    from numeric.submissions.review import Review

Explanations = tuple[tuple[str, ...], ...]


def explanations(
    review: Review, evidence: Evidence, seen: Sequence[Seen], wrong: Sequence[str], own: bool | None
) -> Explanations:
    """The misconceptions that explain the wrong parameters, simplest first; what the text shows comes first."""
    constant = any(each.name in wrong and _is_constant(each) for each in seen)
    in_text = _in_text(review, CodeFacts(ignores_inputs=constant, follows_own_loss=own))
    proved = [each for found in seen if found.name in wrong for each in _proved(review, evidence, found)]
    return tuple(dict.fromkeys([*in_text, *proved]))


def _is_constant(seen: Seen) -> bool:
    entries = [entry for compared in seen.compared for entry in compared.entries]
    return bool(entries) and not free_symbols(*entries)


def _in_text(review: Review, facts: CodeFacts) -> list[tuple[str, ...]]:
    found = [each.id for each in detect(review.source.text, facts)]
    found += [each.id for each in review.findings if each.id]
    return [(each,) for each in dict.fromkeys(found) if each in _DECISIVE]


_DECISIVE = (
    *("lost-expression", "integer-dtype", "finite-differences-instead", "hard-coded-answer"),
    "loss-and-gradient-disagree",
)


def _proved(review: Review, evidence: Evidence, seen: Seen) -> list[tuple[str, ...]]:
    cases = _cases(evidence, seen)
    if not cases:
        return []
    labels = tuple(each.name for each in review.assignment.inputs if each.domain not in ("real", "positive"))
    inputs = tuple(
        each.name for each in review.assignment.inputs if each.name not in review.assignment.parameters
    )
    step = WrongStep(
        tuple(cases),
        parameters=review.assignment.parameters,
        labels=labels,
        inputs=tuple(name for name in inputs if name not in labels),
        samples=sample_letter(review.assignment),
    )
    return [tuple(each) for each in diagnose(step).explanations]


def _is_kinked(case: Case) -> bool:
    return any(
        isinstance(node, Conditional) or getattr(node, "name", "") in _KINKED
        for node in postorder(case.right)
    )


_KINKED = ("max", "min", "abs", "sign", "relu", "step")


def _cases(evidence: Evidence, seen: Seen) -> list[Case]:
    found = []
    for case, compared in zip(evidence.cases, seen.compared, strict=False):
        usable = compared.entries and not isinstance(compared.verdict, Unknown) and not case.labels
        if usable and len({id(entry) for entry in compared.entries}) < 60:
            wrt = case.objective.leaves[seen.name]
            shape = compared.shape if len(compared.entries) != len(wrt.entries) else None
            found.append(
                gradient_case(
                    case.objective.output,
                    wrt,
                    compared.entries,
                    shape,
                    domains=case.objective.domains,
                    sizes=tuple(compared.sizes.items()),
                    named=case.objective.leaves,
                )
            )
    return found[:2] if any(map(_is_kinked, found)) else found
