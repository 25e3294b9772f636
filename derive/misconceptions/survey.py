"""Every single slip that can be made on a wrong step, with its effect on one entry at a few points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from derive.arrays import ShapeError
from derive.exact.budget import Budget
from derive.exact.points import Point
from derive.misconceptions.base import (
    Assuming,
    Chaining,
    Differentiating,
    Finishing,
    Misconception,
    Mutation,
    Origin,
    Rewriting,
    Scaling,
)
from derive.misconceptions.plan import Plan, Step, Workbench, rewriting_places
from derive.misconceptions.scout import Values, all_overlap, glance
from derive.terms import Term

MOST_SINGLES = 600


@dataclass(frozen=True, slots=True)
class Effect:
    """A plan and what it makes of the scouted entry at the scouted points."""

    plan: Plan
    values: Values


def distinct(effects: Iterable[Effect]) -> list[Effect]:
    """One effect for each misconception and value; factors are all kept, as their names differ at other sizes."""
    kept: list[Effect] = []
    seen: list[tuple[str, Values]] = []
    for effect in effects:
        name = effect.plan.ids[0]
        factor = isinstance(effect.plan.steps[0].mutation, Scaling)
        if factor or not any(name == other and all_overlap(effect.values, values) for other, values in seen):
            seen.append((name, effect.values))
            kept.append(effect)
    return kept


@dataclass(frozen=True)
class Survey:
    """The scouted case: entry ``entry`` of what was written and what is right, at ``points``."""

    bench: Workbench
    records: Sequence[Misconception]
    budget: Budget
    entry: int
    points: tuple[Point, ...]
    written: Values
    right: Values | None

    def effects(self) -> list[Effect]:
        """The effects of all single slips that change the entry."""
        plans = list(dict.fromkeys(self._plans()))[:MOST_SINGLES]
        terms = [self._entry(plan) for plan in plans]
        kept = [(plan, term) for plan, term in zip(plans, terms, strict=True) if term is not None]
        pairs = zip((plan for plan, _ in kept), self._values([term for _, term in kept]), strict=True)
        changed = (Effect(plan, values) for plan, values in pairs if values is not None)
        return [each for each in changed if self.right is None or not all_overlap(each.values, self.right)]

    def _values(self, terms: Sequence[Term]) -> Iterator[Values | None]:
        """The values of each term at all points; None where one of them is not known."""
        rows = [glance(terms, point, self.bench.case.domains) for point in self.points]
        for column in zip(*rows, strict=True):
            known = tuple(value for value in column if value is not None)
            yield known if len(known) == len(column) else None

    def assumptions(self) -> list[Plan]:
        """The plans that leave the result as it is and assume what was not said."""
        case, roles = self.bench.case, self.bench.roles
        return [
            Plan((Step(record, mutation, name, "result"),), "result")
            for record in self.records
            for mutation in record.mutations
            if isinstance(mutation, Assuming)
            for name, _ in mutation.domains(case, roles)
        ]

    def _entry(self, plan: Plan) -> Term | None:
        self.budget.spend(self.bench.effort // 2)
        mutation = plan.steps[0].mutation
        if isinstance(mutation, Scaling | Differentiating | Rewriting):
            try:
                return self._single(plan)
            except ShapeError:
                return None
        result = self.bench.carry_out(plan)
        if result is None or result.shape != self.bench.case.written_shape:
            return None
        return result.entries[self.entry]

    def _single(self, plan: Plan) -> Term | None:
        if isinstance(plan.steps[0].mutation, Scaling):
            result = self.bench.carry_out(plan)
            return None if result is None else result.entries[self.entry]
        return self.bench.entry(plan, self.entry)

    def _plans(self) -> Iterator[Plan]:
        same_shape = self.bench.case.written_shape == self.bench.case.right_shape
        for record in self.records:
            for mutation in record.mutations:
                for on, source, place in self._places(mutation, same_shape):
                    yield Plan((Step(record, mutation, place, on),), on, source)

    def _places(self, mutation: Mutation, same_shape: bool) -> Iterator[tuple[Origin, int, str]]:
        case, roles = self.bench.case, self.bench.roles
        match mutation:
            case Assuming():
                return
            case Scaling(factors=factors):
                if same_shape:
                    yield from (("result", 0, name) for name, _ in factors(case, roles))
            case Finishing():
                yield from (("result", 0, name) for name in self.bench.finished(mutation))
            case Chaining():
                yield from (("function", 0, place) for place in self._chain_places(mutation))
            case Rewriting():
                if same_shape:
                    yield from self._rewriting_places(mutation)
            case Differentiating(change=change):
                if same_shape:
                    for number, source in enumerate(case.differentiations):
                        found = self.bench.differential(source.outputs[self.entry], source.by[self.entry])
                        yield from (("function", number, place) for place in found.sites(change))

    def _rewriting_places(self, mutation: Rewriting) -> Iterator[tuple[Origin, int, str]]:
        case, roles = self.bench.case, self.bench.roles
        roots: list[tuple[Origin, int, Term]] = []
        if "function" in mutation.on:
            for number, source in enumerate(case.differentiations):
                roots.append(("function", number, source.outputs[self.entry]))
        if "before" in mutation.on and case.before is not None:
            given, named = (self.bench.before_entry(self.entry, k) for k in (0, 1))
            roots += (
                [("before", 0, given)] if named is given else [("before", 0, given), ("before", 1, named)]
            )
        if "result" in mutation.on:
            for k in range(len(case.differentiations) + 1):
                roots.append(("result", k, self.bench.result_entry(self.entry, k)))
        for on, number, root in roots:
            yield from ((on, number, place) for place in rewriting_places(root, mutation.change, roles))

    def _chain_places(self, mutation: Chaining) -> Iterator[str]:
        for place, nodes in self.bench.passed().items():
            try:
                if any(mutation.change(node, seed) is not None for node, seed in nodes):
                    yield place
            except ShapeError:
                continue
