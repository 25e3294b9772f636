"""Slips put together: one, two, and two with a factor, found from the effects of each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from flint import arb

from derive.misconceptions.base import Scaling
from derive.misconceptions.plan import Plan
from derive.misconceptions.scout import all_overlap, products, quotients, sums
from derive.misconceptions.survey import Effect, Survey, distinct

CONSTANT_RANK = 8


def plans_by_length(survey: Survey) -> Iterator[list[Plan]]:
    """What may explain the step, by the number of slips; each list is worked out when it is asked for."""
    effects = survey.effects()
    alone = [each.plan for each in effects if all_overlap(each.values, survey.written)]
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
    if survey.right is None:
        return
    goal = products(survey.written, survey.right)
    for k, factor in enumerate(factors):
        for effect in (*others, *factors[k + 1 :]):
            if all_overlap(products(effect.values, factor.values), goal):
                plan = combined(effect.plan, factor.plan)
                if plan is not None:
                    yield plan


def _of_two(survey: Survey, effects: Sequence[Effect]) -> Iterator[Plan]:
    """Two slips whose effects add up, or multiply, to what was written."""
    if survey.right is None:
        return
    sum_goal, product_goal = sums(survey.written, survey.right), products(survey.written, survey.right)
    order = {id(effect): k for k, effect in enumerate(effects)}
    near = Nearby(effects)
    for one in effects:
        for other in (*near(sum_goal[0] - one.values[0]), *near(product_goal[0] / one.values[0])):
            adds = all_overlap(sums(one.values, other.values), sum_goal)
            multiplies = all_overlap(products(one.values, other.values), product_goal)
            if order[id(one)] < order[id(other)] and (adds or multiplies):
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
        share = quotients(factor.values, survey.right)
        goal = replace(survey, written=quotients(survey.written, share))
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


class Nearby:
    """Effects sorted by their value at the first point, to find those that come near to a wanted one."""

    def __init__(self, effects: Sequence[Effect]) -> None:
        self.effects = sorted(effects, key=lambda effect: float(effect.values[0].mid()))
        self.middles = [float(effect.values[0].mid()) for effect in self.effects]

    def __call__(self, wanted: arb) -> Sequence[Effect]:
        """The effects whose value may be the wanted one; none where it is not finite."""
        if not wanted.is_finite():
            return ()
        middle = float(wanted.mid())
        margin = float(wanted.rad()) + 1e-9 * (1 + abs(middle))
        start, end = bisect_left(self.middles, middle - margin), bisect_right(self.middles, middle + margin)
        return self.effects[start:end]
