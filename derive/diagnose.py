"""Diagnosis: which slips turn the right step into what was written, proved at every size.

The search makes one slip at a time on the correct computation, glances at one entry of what comes out at
certified points, and proves the few results that may be what was written. When no slip alone explains it, the
effects of two are put together, then of two and a factor. What nothing explains gets its residual: the ratio
or the difference between what was written and what is right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from derive.calculus import differentiate, free_symbols
from derive.exact.budget import Budget, Spent
from derive.misconceptions import MISCONCEPTIONS
from derive.misconceptions.base import Misconception
from derive.misconceptions.combinations import plans_by_length
from derive.misconceptions.differential import Roles
from derive.misconceptions.merged import leaf_of, merged
from derive.misconceptions.plan import Workbench
from derive.misconceptions.proofs import Proofs
from derive.misconceptions.recast import recognised, through_predictions
from derive.misconceptions.residual import Residual, residual_of
from derive.misconceptions.roles import roles_of
from derive.misconceptions.scout import all_overlap
from derive.misconceptions.scouting import surveyed
from derive.misconceptions.shifts import unshifted, unshifted_together
from derive.misconceptions.step import Case, Differentiation, WrongStep
from derive.misconceptions.survey import Survey
from derive.terms import Term

WORK = 200_000

Explanations = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What explains a wrong step: misconception ids, each explanation one or several, the simplest first.

    ``residual`` is there only where nothing explains it.
    """

    explanations: Explanations = ()
    residual: Residual | None = None


def diagnose(step: WrongStep, records: Sequence[Misconception] = MISCONCEPTIONS) -> Diagnosis:
    """The misconceptions that explain a wrong step; a step that is right gets none.

    >>> from derive.misconceptions.step import Case, WrongStep
    >>> from derive.terms import sym
    >>> diagnose(WrongStep((Case(written=(-sym("x"),), right=(sym("x"),)),))).explanations
    (('sign-flipped',),)
    """
    benches = workbenches(step)
    survey = surveyed(benches, records, Budget(WORK))
    if survey is None:
        return Diagnosis()
    found = _within_budget(step, survey, benches)
    return Diagnosis(found) if found else Diagnosis(residual=residual_of([survey.bench.case, *step.cases]))


def explained(step: WrongStep, budget: Budget) -> Explanations:
    """The misconceptions alone, within the work that is left for several steps together.

    >>> from derive.misconceptions.step import Case, WrongStep
    >>> from derive.terms import sym
    >>> explained(WrongStep((Case(written=(-sym("x"),), right=(sym("x"),)),)), Budget(WORK))
    (('sign-flipped',),)
    """
    benches = workbenches(step)
    survey = surveyed(benches, MISCONCEPTIONS, budget) if budget.work > 0 else None
    return () if survey is None else _within_budget(step, survey, benches)


def _within_budget(step: WrongStep, survey: Survey, benches: Sequence[Workbench]) -> Explanations:
    try:
        return _explained(step, survey, benches) or _under_assumptions(survey, benches)
    except Spent:
        return ()


def workbenches(step: WrongStep) -> list[Workbench]:
    """The cases of a step with what is worked out about them as slips are tried."""
    roles = roles_of(step)
    return [_bench(case, roles) for case in _filled(step.cases)]


def _explained(step: WrongStep, survey: Survey, benches: Sequence[Workbench]) -> Explanations:
    found = Proofs(benches, survey.budget)
    for plans in plans_by_length(survey):
        if _is_constant(step) and any(len(plan.steps) > 1 for plan in plans):
            return ()
        explanations = found.proved(plans)
        if explanations:
            return explanations
    return ()


def _under_assumptions(survey: Survey, benches: Sequence[Workbench]) -> Explanations:
    """One slip together with an assumption that nobody has made, such as labels that sum to one."""
    for assumption in survey.assumptions():
        assumed = [bench.within(bench.domains(assumption)) for bench in benches]
        found = surveyed(assumed, survey.records, survey.budget)
        if found is None:
            continue
        alone = [each.plan for each in found.effects() if all_overlap(each.values, found.written)]
        explanations = Proofs(assumed, survey.budget).proved(alone)
        if explanations:
            return tuple((*names, *assumption.ids) for names in explanations)
    return ()


def _filled(cases: Sequence[Case]) -> list[Case]:
    """A number that stands where an array belongs is looked at as if it stood in every place of it."""
    if any(len(case.written) != 1 or not case.differentiations for case in cases):
        return list(cases)
    return [
        replace(case, written=case.written * len(case.right), written_shape=case.right_shape)
        for case in cases
    ]


def _is_constant(step: WrongStep) -> bool:
    # Two slips that leave nothing but a number explain too much.
    return not any(free_symbols(*case.written) for case in step.cases)


def _bench(case: Case, roles: Roles) -> Workbench:
    """The case, with its differentiations also in the form in which activations are called by their names."""
    case = _without_shifts(case)
    named = [_rewritten(each, recognised) for each in case.differentiations]
    recast = [_rewritten(each, lambda out: through_predictions(out, roles.is_label)) for each in named]
    every = tuple(dict.fromkeys((*case.differentiations, *named, *recast)))
    whole = replace(case, differentiations=every)
    if case.program is not None and case.wrt is not None:
        output = merged(case.program)
        whole = replace(whole, program=output, wrt=leaf_of(output, case.wrt))
    return Workbench(whole, replace(roles, sizes=case.sizes))


def _without_shifts(case: Case) -> Case:
    """The case without the maxima that were subtracted in exponents against overflow."""
    plain = [_rewritten(each, unshifted) for each in case.differentiations]
    written = tuple(unshifted_together(case.written))
    if plain == list(case.differentiations) or not plain:
        return replace(case, written=written)
    first = zip(plain[0].outputs, plain[0].by, strict=True)
    right = tuple(differentiate(out, by.name) for out, by in first)
    return replace(case, written=written, right=right, differentiations=tuple(plain))


def _rewritten(source: Differentiation, form: Callable[[Term], Term]) -> Differentiation:
    known = {out: form(out) for out in dict.fromkeys(source.outputs)}
    return replace(source, outputs=tuple(known[out] for out in source.outputs))
