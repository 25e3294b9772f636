"""Proofs that plans give what was written, at every size, within a budget of work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from derive.arrays import Shape
from derive.exact.budget import Budget, Spent
from derive.misconceptions.base import Result
from derive.misconceptions.plan import Plan, Workbench
from derive.misconceptions.proof import proved_equal, same_values
from derive.misconceptions.scout import differ, glance, names_of, point_of
from derive.misconceptions.step import Case
from derive.terms import Term

MOST_EXPLANATIONS = 6
POINTS = 3


class Proofs:
    """Proves plans equal to what was written, at every size, within a budget of work."""

    def __init__(self, benches: Sequence[Workbench], budget: Budget) -> None:
        self.benches = benches
        self.budget = budget
        self.known: list[tuple[tuple[Term, ...], ...]] = []

    def proved(self, plans: Iterable[Plan]) -> tuple[tuple[str, ...], ...]:
        """The ids of the plans that are proved, the specific before the general."""
        found: dict[frozenset[str], tuple[str, ...]] = {}
        try:
            for plan in sorted(plans, key=_order):
                ids = frozenset(plan.ids)
                if ids not in found and self._is_proved(plan):
                    found[ids] = plan.ids
                if len(found) == MOST_EXPLANATIONS:
                    break
        except Spent:
            pass
        return tuple(found.values())

    def _is_proved(self, plan: Plan) -> bool:
        results = []
        for bench in self.benches:
            self.budget.spend(bench.effort)
            result = bench.carry_out(plan)
            if result is None or not _looks_equal(bench, plan, result):
                return False
            results.append(result)
        entries = tuple(result.entries for result in results)
        if any(same_values(entries, known) for known in self.known):
            return True
        pairs = zip(self.benches, entries, strict=True)
        proved = all(
            proved_equal(mine, bench.case.written, bench.domains(plan), self.budget) for bench, mine in pairs
        )
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
    seen = False
    for variant in range(1, POINTS):
        point = point_of(names, domains, variant)
        mine, theirs = glance(result.entries, point, domains), glance(case.written, point, domains)
        if any(differ(one, other) for one, other in zip(mine, theirs, strict=True)):
            return False
        seen = seen or all(one is not None for one in (*mine, *theirs))
    return seen


def _same_shape(shape: Shape, case: Case) -> bool:
    # Where a size is 1, an axis more or less is no slip of its own.
    if any(size == 1 for _, size in case.sizes):
        return [n for n in shape if n > 1] == [n for n in case.written_shape if n > 1]
    return shape == case.written_shape
