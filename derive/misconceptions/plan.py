"""Carrying out slips: what the person would have got who made just these, at each size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache

from derive.arrays import Array, ShapeError
from derive.calculus import Changed, differentiate
from derive.domains import Domains
from derive.misconceptions.base import (
    Assuming,
    Chaining,
    Differentiating,
    Finishing,
    Misconception,
    Mutation,
    Origin,
    Result,
    Rewriting,
    Scaling,
    TermChange,
)
from derive.misconceptions.differential import Differential, Roles
from derive.misconceptions.merged import signatures
from derive.misconceptions.recast import recognised
from derive.misconceptions.sites import EVERYWHERE, looks_of
from derive.misconceptions.step import Case, Differentiation
from derive.reverse import adjoints, gradients
from derive.terms import Sym, Term, mul, num
from derive.traverse import Node, count_nodes

LARGE, LEAST = 2_000, 20


@dataclass(frozen=True, slots=True)
class Step:
    """One slip at one place: the misconception, its mutation and the place or variant."""

    misconception: Misconception
    mutation: Mutation
    place: str
    on: Origin = "function"


@dataclass(frozen=True, slots=True)
class Plan:
    """Slips made one after another, starting from the differentiated function, the member before or the result.

    ``source`` is the number of the differentiation, where the plan starts from one.
    """

    steps: tuple[Step, ...]
    origin: Origin
    source: int = 0

    @property
    def ids(self) -> tuple[str, ...]:
        """The misconceptions of the plan."""
        return tuple(step.misconception.id for step in self.steps)


@dataclass
class Workbench:
    """One case with what has already been worked out about it."""

    case: Case
    roles: Roles
    _differentials: dict[tuple[Term, Sym], Differential] = field(default_factory=dict)
    _named: dict[Term, Term] = field(default_factory=dict)
    _entries: dict[tuple[Plan, int], Term | None] = field(default_factory=dict)
    _effort: int = 0
    _finished: dict[Finishing, dict[str, Result]] = field(default_factory=dict)
    _passed: dict[str, list[tuple[Array, Array]]] = field(default_factory=dict)

    def within(self, domains: Domains) -> Workbench:
        """The same case in another domain, with all that was worked out but what depends on it."""
        return replace(self, case=replace(self.case, domains=domains), _finished={})

    @property
    def effort(self) -> int:
        """The work of carrying out one plan and of looking at its result: a few units for each node."""
        if self._effort == 0:
            outputs = [out for each in self.case.differentiations[:1] for out in each.outputs]
            nodes = count_nodes(tuple(dict.fromkeys(outputs or self.case.right)), LARGE)
            self._effort = 2 * nodes + LEAST
        return self._effort

    def finished(self, mutation: Finishing) -> dict[str, Result]:
        """The results of a finishing slip by variant, worked out once."""
        if mutation not in self._finished:
            self._finished[mutation] = dict(mutation.results(self.case, self.roles))
        return self._finished[mutation]

    def passed(self) -> dict[str, list[tuple[Array, Array]]]:
        """The nodes of the program that the chain rule passes on its way, by place, with their adjoints."""
        if not self._passed and self.case.program is not None and self.case.wrt is not None:
            self._chained(Plan((), "function"), self._passed)
        return self._passed

    def differential(self, output: Term, by: Sym) -> Differential:
        """The derivatives of one output by one variable, worked out once."""
        key = (output, by)
        if key not in self._differentials:
            self._differentials[key] = Differential(output, by, self.roles)
        return self._differentials[key]

    def carry_out(self, plan: Plan) -> Result | None:
        """The result of a plan; None where the slips make no sense in this case."""
        try:
            result = self._start(plan)
            for step in plan.steps:
                result = result and self._finish(step, result)
        except ShapeError:
            return None
        return result

    def entry(self, plan: Plan, k: int) -> Term | None:
        """Entry k of the result of a plan that changes single entries; None where it makes no sense."""
        if (plan, k) not in self._entries:
            self._entries[plan, k] = self._entry(plan, k)
        return self._entries[plan, k]

    def _entry(self, plan: Plan, k: int) -> Term | None:
        if plan.origin == "before":
            return self._rewritten(self.before_entry(k, plan.source), plan.steps, "before")
        if plan.origin == "result":
            return self._rewritten(self.result_entry(k, plan.source), plan.steps, "result")
        source = self.case.differentiations[plan.source]
        return self._differentiated(source.outputs[k], source.by[k], plan.steps)

    def domains(self, plan: Plan) -> Domains:
        """The domain in which the plan's result is compared: the declared one, or an assumed one."""
        for step in plan.steps:
            if isinstance(step.mutation, Assuming):
                return dict(step.mutation.domains(self.case, self.roles)).get(step.place, self.case.domains)
        return self.case.domains

    def before_entry(self, k: int, source: int) -> Term:
        """Entry k of the member before: as it was given (source 0), or with activations called by their names."""
        entry = (self.case.before or self.case.right)[k]
        return entry if source == 0 else self._by_name(entry)

    def _by_name(self, entry: Term) -> Term:
        if entry not in self._named:
            self._named[entry] = recognised(entry)
        return self._named[entry]

    def result_entry(self, k: int, source: int) -> Term:
        """Entry k of the right result: as it was given (source 0), or as it comes out of a differentiation."""
        if source == 0:
            return self.case.right[k]
        each = self.case.differentiations[source - 1]
        return self.differential(each.outputs[k], each.by[k]).correct

    def _start(self, plan: Plan) -> Result | None:
        if any(isinstance(step.mutation, Chaining) for step in plan.steps):
            return self._chained(plan)
        shape = self.case.right_shape
        if plan.origin == "function":
            source: Differentiation = self.case.differentiations[plan.source]
            pairs = zip(source.outputs, source.by, strict=True)
            return Result(shape, tuple(self._differentiated(out, by, plan.steps) for out, by in pairs))
        entry = self.result_entry if plan.origin == "result" else self.before_entry
        start = tuple(entry(k, plan.source) for k in range(len(self.case.right)))
        return Result(shape, tuple(self._rewritten(entry, plan.steps, plan.origin) for entry in start))

    def _differentiated(self, output: Term, by: Sym, steps: Sequence[Step]) -> Term:
        changed = self._rewritten(output, steps, "function")
        slips = [(s.mutation.change, s.place) for s in steps if isinstance(s.mutation, Differentiating)]
        if not slips and changed is not output:
            return differentiate(changed, by)
        found = self.differential(changed, by)
        return found.with_slips(slips) if slips else found.correct

    def _rewritten(self, entry: Term, steps: Sequence[Step], on: Origin) -> Term:
        for step in steps:
            if isinstance(step.mutation, Rewriting) and step.on == on:
                entry = rewrite(entry, step.mutation.change, step.place, self.roles)
        return entry

    def _finish(self, step: Step, result: Result) -> Result | None:
        match step.mutation:
            case Scaling(factors=factors):
                factor = dict(factors(self.case, self.roles)).get(step.place)
                return None if factor is None else scaled(result, factor)
            case Finishing():
                return self.finished(step.mutation).get(step.place)
            case Rewriting(change=change) if step.on == "result":
                entries = (rewrite(entry, change, step.place, self.roles) for entry in result.entries)
                return Result(result.shape, tuple(entries))
            case _:
                return result

    def _chained(
        self, plan: Plan, passed: dict[str, list[tuple[Array, Array]]] | None = None
    ) -> Result | None:
        output, wrt = self.case.program, self.case.wrt
        if output is None or wrt is None or len(output.entries) != 1:
            return None
        slips = [(s.mutation.change, s.place) for s in plan.steps if isinstance(s.mutation, Chaining)]
        position = signatures(output)

        def rule(node: Array, seed: Array) -> tuple[Array, ...]:
            if passed is not None:
                passed.setdefault(position[id(node)], []).append((node, seed))
            for change, place in slips:
                if place == position[id(node)]:
                    changed = change(node, seed)
                    if changed is not None:
                        return changed
            return adjoints(node, seed)

        (gradient,) = gradients(output, [wrt], rule)
        # A line may write the leaf's entries as a column or a row; what has the leaf's shape has the line's.
        same = gradient.shape == wrt.shape and len(gradient.entries) == len(self.case.right)
        return Result(self.case.right_shape if same else gradient.shape, gradient.entries)


def scaled(result: Result, factor: Fraction) -> Result:
    """The result times a number."""
    return Result(result.shape, tuple(mul(num(factor), entry) for entry in result.entries))


def rewrite(root: Term, change: TermChange, place: str, roles: Roles) -> Term:
    """The term with the change made wherever nodes look like ``place`` (or everywhere)."""
    everywhere = place == EVERYWHERE
    changed = Changed()
    for node, look in looks_of(root).items():
        new: Node | None = None
        if everywhere or look == place:
            new = change(node, roles)  # type: ignore[arg-type]
        changed.settle(node, new)
    return changed[root]  # type: ignore[return-value]


@lru_cache(maxsize=4096)
def rewriting_places(root: Term, change: TermChange, roles: Roles) -> tuple[str, ...]:
    """The places in a term at which a change applies; ``EVERYWHERE`` first where there are several."""
    found: dict[str, None] = {}
    for node, look in looks_of(root).items():
        new = change(node, roles)  # type: ignore[arg-type]
        if new is not None and new is not node:
            found[look] = None
    return (*([EVERYWHERE] if len(found) > 1 else []), *found)
