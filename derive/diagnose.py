"""Diagnosis: which slips turn the right step into what was written, proved at every size.

The search makes one slip at a time on the correct computation, glances at one entry of what comes out at a
certified point, and proves the few results that may be what was written. When no slip alone explains it, the
effects of two are put together, then of two and a factor. What nothing explains gets its residual: the ratio
or the difference between what was written and what is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from derive.arrays import Shape
from derive.calculus import free_symbols
from derive.exact.points import Point
from derive.misconceptions import MISCONCEPTIONS
from derive.misconceptions.base import Misconception, Result, Scaling
from derive.misconceptions.differential import Roles
from derive.misconceptions.forms import recognised, through_predictions
from derive.misconceptions.merged import leaf_of, merged
from derive.misconceptions.plan import Plan, Workbench
from derive.misconceptions.proof import proved_equal, same_values
from derive.misconceptions.residual import Residual, residual_of
from derive.misconceptions.roles import roles_of
from derive.misconceptions.scout import differ, glance, may_equal, names_of, point_of
from derive.misconceptions.step import Case, Differentiation, WrongStep
from derive.misconceptions.survey import Effect, Survey, distinct
from derive.terms import Term

MOST_PROOFS = 24
MOST_EXPLANATIONS = 6
POINTS = 3
SCOUTED_POINTS = 16
CONSTANT_RANK = 8


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What explains a wrong step: misconception ids, each explanation one or several, the simplest first.

    ``residual`` is there only where nothing explains it.
    """

    explanations: tuple[tuple[str, ...], ...] = ()
    residual: Residual | None = None


def diagnose(step: WrongStep, records: Sequence[Misconception] = MISCONCEPTIONS) -> Diagnosis:
    """The misconceptions that explain a wrong step; a step that is right gets none.

    >>> from derive.misconceptions.step import Case, WrongStep
    >>> from derive.terms import sym
    >>> diagnose(WrongStep((Case(written=(-sym("x"),), right=(sym("x"),)),))).explanations
    (('sign-flipped',),)
    """
    roles = roles_of(step)
    benches = [_bench(case, roles) for case in _filled(step.cases)]
    survey = _survey(benches, records)
    if survey is None:
        return Diagnosis()
    found = _Proofs(benches)
    for plans in _plans_by_length(survey):
        if _is_constant(step) and any(len(plan.steps) > 1 for plan in plans):
            break
        explanations = found.proved(plans)
        if explanations:
            return Diagnosis(explanations)
    under = _under_assumptions(survey, benches, records)
    return Diagnosis(under) if under else Diagnosis(residual=residual_of(survey.bench.case))


def _under_assumptions(
    survey: Survey, benches: Sequence[Workbench], records: Sequence[Misconception]
) -> tuple[tuple[str, ...], ...]:
    """One slip together with an assumption that nobody has made, such as labels that sum to one."""
    for assumption in survey.assumptions():
        assumed = [
            Workbench(replace(bench.case, domains=bench.domains(assumption)), bench.roles)
            for bench in benches
        ]
        found = _survey(assumed, records)
        if found is None:
            continue
        alone = [each.plan for each in found.effects() if may_equal(each.value, found.written)]
        explanations = _Proofs(assumed).proved(alone)
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
    named = [_rewritten(each, recognised) for each in case.differentiations]
    recast = [_rewritten(each, lambda out: through_predictions(out, roles.is_label)) for each in named]
    every = tuple(dict.fromkeys((*case.differentiations, *named, *recast)))
    whole = replace(case, differentiations=every)
    if case.program is not None and case.wrt is not None:
        output = merged(case.program)
        whole = replace(whole, program=output, wrt=leaf_of(output, case.wrt))
    return Workbench(whole, replace(roles, sizes=case.sizes))


def _rewritten(source: Differentiation, form: Callable[[Term], Term]) -> Differentiation:
    known = {out: form(out) for out in dict.fromkeys(source.outputs)}
    return replace(source, outputs=tuple(known[out] for out in source.outputs))


def _survey(benches: Sequence[Workbench], records: Sequence[Misconception]) -> Survey | None:
    """The scouted entry: the first that certainly differs, at the smallest sizes above 1."""
    for bench in sorted(benches, key=lambda bench: _scouting_order(bench.case)):
        case = bench.case
        names = names_of(case.written, case.right, *_functions(case))
        for variant in range(SCOUTED_POINTS):
            point = point_of(names, case.domains, variant)
            found = _differing_entry(bench, records, point)
            if found is not None:
                return found
    return None


def _functions(case: Case) -> Iterator[tuple[Term, ...]]:
    yield from (each.outputs for each in case.differentiations)
    if case.before is not None:
        yield case.before


def _scouting_order(case: Case) -> tuple[bool, int]:
    return any(size == 1 for _, size in case.sizes), len(case.written)


def _differing_entry(bench: Workbench, records: Sequence[Misconception], point: Point) -> Survey | None:
    case = bench.case
    written = glance(case.written, point, case.domains)
    if case.written_shape != case.right_shape:
        known = [(k, value) for k, value in enumerate(written) if value is not None]
        return Survey(bench, records, known[0][0], point, known[0][1], None) if known else None
    right = glance(case.right, point, case.domains)
    for k, (left, other) in enumerate(zip(written, right, strict=True)):
        if left is not None and other is not None and differ(left, other):
            return Survey(bench, records, k, point, left, other)
    return None


def _plans_by_length(survey: Survey) -> Iterator[list[Plan]]:
    effects = survey.effects()
    alone = [each.plan for each in effects if may_equal(each.value, survey.written)]
    yield alone + survey.assumptions()
    effects = distinct(effects)
    factors = [each for each in effects if _is_factor(each.plan)]
    others = [each for each in effects if not _is_factor(each.plan)]
    yield list(_pairs(survey, others, factors))
    yield list(_triples(survey, others, factors))


def _is_factor(plan: Plan) -> bool:
    return isinstance(plan.steps[0].mutation, Scaling)


def _pairs(survey: Survey, others: Sequence[Effect], factors: Sequence[Effect]) -> Iterator[Plan]:
    yield from _with_factor(survey, others, factors)
    yield from _of_two(survey, others)


def _with_factor(survey: Survey, others: Sequence[Effect], factors: Sequence[Effect]) -> Iterator[Plan]:
    right = survey.right
    if right is None:
        return
    for factor in factors:
        goal = survey.written * right
        for effect in others:
            if (effect.value * factor.value).overlaps(goal):
                plan = combined(effect.plan, factor.plan)
                if plan is not None:
                    yield plan
    for k, one in enumerate(factors):
        for other in factors[k + 1 :]:
            if (one.value * other.value).overlaps(survey.written * right):
                plan = combined(one.plan, other.plan)
                if plan is not None:
                    yield plan


def _of_two(survey: Survey, effects: Sequence[Effect]) -> Iterator[Plan]:
    """Two slips whose effects add up, or multiply, to what was written."""
    if survey.right is None:
        return
    sum_goal, product_goal = survey.written + survey.right, survey.written * survey.right
    for k, one in enumerate(effects):
        for other in effects[k + 1 :]:
            adds = (one.value + other.value).overlaps(sum_goal)
            if adds or (one.value * other.value).overlaps(product_goal):
                plan = combined(one.plan, other.plan)
                if plan is not None:
                    yield plan


def _triples(survey: Survey, others: Sequence[Effect], factors: Sequence[Effect]) -> Iterator[Plan]:
    """Two slips and a lost sign or mean; other constants would explain too much."""
    if survey.right is None:
        return
    for factor in factors:
        if factor.plan.steps[0].misconception.rank == CONSTANT_RANK:
            continue
        share = factor.value / survey.right
        goal = Survey(
            survey.bench, survey.records, survey.entry, survey.point, survey.written / share, survey.right
        )
        for plan in _of_two(goal, others):
            whole = combined(plan, factor.plan)
            if whole is not None:
                yield whole


def combined(one: Plan, other: Plan) -> Plan | None:
    """Both plans in one, where they start from the same place; a factor goes with everything."""
    if set(one.ids) & set(other.ids):
        return None
    if _is_factor(other):
        return Plan((*one.steps, *other.steps), one.origin, one.source)
    if (one.origin, one.source) != (other.origin, other.source):
        return None
    return Plan((*one.steps, *other.steps), one.origin, one.source)


class _Proofs:
    """Proves plans equal to what was written, at every size, within a budget of proofs."""

    def __init__(self, benches: Sequence[Workbench]) -> None:
        self.benches = benches
        self.left = MOST_PROOFS
        self.known: list[tuple[tuple[Term, ...], ...]] = []

    def proved(self, plans: Iterable[Plan]) -> tuple[tuple[str, ...], ...]:
        """The ids of the plans that are proved, the specific before the general."""
        found: dict[frozenset[str], tuple[str, ...]] = {}
        for plan in sorted(plans, key=_order):
            ids = frozenset(plan.ids)
            if ids not in found and self._is_proved(plan):
                found[ids] = plan.ids
            if len(found) == MOST_EXPLANATIONS or self.left == 0:
                break
        return tuple(found.values())

    def _is_proved(self, plan: Plan) -> bool:
        results = [bench.carry_out(plan) for bench in self.benches]
        pairs = list(zip(self.benches, results, strict=True))
        if not all(result is not None and _looks_equal(bench, plan, result) for bench, result in pairs):
            return False
        entries = tuple(result.entries for result in results if result is not None)
        if any(same_values(entries, known) for known in self.known):
            return True
        self.left -= 1
        proved = all(result is not None and _prove(bench, plan, result) for bench, result in pairs)
        if proved:
            self.known.append(entries)
        return proved


def _order(plan: Plan) -> tuple[int, int]:
    return sum(step.misconception.rank for step in plan.steps), len(plan.steps)


def _looks_equal(bench: Workbench, plan: Plan, result: Result) -> bool:
    case, domains = bench.case, bench.domains(plan)
    if not _same_shape(result.shape, case):
        return False
    names = names_of(result.entries, case.written)
    for variant in range(1, POINTS):
        point = point_of(names, domains, variant)
        mine, theirs = glance(result.entries, point, domains), glance(case.written, point, domains)
        if any(differ(one, other) for one, other in zip(mine, theirs, strict=True)):
            return False
    return True


def _same_shape(shape: Shape, case: Case) -> bool:
    # Where a size is 1, an axis more or less is no slip of its own.
    if any(size == 1 for _, size in case.sizes):
        return [n for n in shape if n > 1] == [n for n in case.written_shape if n > 1]
    return shape == case.written_shape


def _prove(bench: Workbench, plan: Plan, result: Result) -> bool:
    return proved_equal(result.entries, bench.case.written, bench.domains(plan))
