"""One submission on its way through the three looks."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from derive.model import Right, Wrong
from numeric.submissions.again import exactly_again
from numeric.submissions.assemble import assembled, refused
from numeric.submissions.assignment import call_body
from numeric.submissions.closeness import NEAR
from numeric.submissions.compare import Compared, compare_traced
from numeric.submissions.decide import Seen, decide, is_refuted, ordinary
from numeric.submissions.everywhere import everywhere
from numeric.submissions.evidence import Case, Evidence, evidence_of, hostility, is_inconstant
from numeric.submissions.guards import at_rest
from numeric.submissions.looks import Look, Run, is_faithful, look_at
from numeric.submissions.notebook import Source
from numeric.submissions.path_proofs import Ways
from numeric.submissions.patience import Patience
from numeric.submissions.points import Point, shapes_at
from numeric.submissions.reading import Finding, Nodes, has_guard, largest_number, nodes_of, read_text
from numeric.submissions.request import Calls, Job, run_job, trace_job
from numeric.submissions.results import Traced
from numeric.submissions.sizes import Sizes, sample_letter
from numeric.submissions.verdicts import CodeReview
from numeric.tracing.reached import depended_on

if TYPE_CHECKING:
    from numeric.submissions.judge import Judge

REPEATS = 3  # calls before the one that is compared with the first


class Review:
    """One submission on its way through the three looks."""

    def __init__(self, judge: Judge, source: Source, tree: ast.Module, path: str) -> None:
        self.judge, self.source, self.tree, self.path = judge, source, tree, path
        self.assignment, self.reference, self.sandbox = judge.assignment, judge.reference, judge.sandbox
        self.calls = Calls(source.text, judge.assignment)
        self.nodes = nodes_of(tree)
        self.findings: list[Finding] = []
        self.sole = len(judge.assignment.parameters) == 1
        self.factor_note = ""
        self.guard_notes: list[str] = []
        self.everywhere = everywhere(judge.reference, self.nodes)
        self.rest: list[Case] = []
        self.patience = Patience()
        # With a guard in it a program is seldom equal to the formula: first only what is quick is tried.
        self.has_guard = has_guard(self.nodes) and has_guard(self._nodes_of_call())
        self.thorough = not self.has_guard

    def _nodes_of_call(self) -> Nodes:
        """What the text says of the gradient itself, without the training beside it."""
        body = depended_on(self.tree.body, ast.parse(call_body(self.assignment.code)))
        return nodes_of(ast.Module(list(body), []))

    def review(self) -> CodeReview:
        evidence = self.look(self.reference.enumerated)
        hostile = hostility(evidence)
        if hostile:
            return refused(self, hostile)
        if not self.reference.enumerated and self._needs_labels(evidence):
            evidence = self.look(True)
        return self.judged(evidence)

    def judged(self, evidence: Evidence) -> CodeReview:
        self._choose_factor(evidence)
        seen = self._seen(evidence)
        proved = self._proved_everywhere(evidence, seen)
        if len(proved) < len(seen) and self.rest:
            evidence = self._with_rest(evidence)
            hostile = hostility(evidence)
            if hostile:
                return refused(self, hostile)
            seen = self._seen(evidence)
        if not all(map(_is_proved, seen)) and self.has_guard:
            self.thorough = True
            seen = self._at_rest(evidence, seen)
            seen = [self.see(evidence, each.name) if _is_open(each) else each for each in seen]
        seen = [exactly_again(self, each) for each in seen]
        proved = proved or self._proved_everywhere(evidence, seen)
        reviews = [decide(replace(each, everywhere=each.name in proved)) for each in seen]
        return assembled(self, evidence, seen, reviews)

    def _seen(self, evidence: Evidence) -> list[Seen]:
        return [self.see(evidence, name) for name in self.assignment.parameters]

    def look(self, enumerated: bool) -> Evidence:
        points = self._points() if self.judge.options.run else []
        jobs = [run_job(self.assignment, point, seed) for seed, point in enumerate(points)]
        jobs += [{**run_job(self.assignment, points[0], 0), "repeat": REPEATS}] if points else []
        cases = [case for sizes in self.reference.sizes for case in self._cases(sizes, enumerated)]
        # Where one proof may do for every size, the other sizes are looked at only if it does not.
        once = [] if self.everywhere is None else [self.everywhere.job]
        first, self.rest = (cases[:1], cases[1:]) if once else (cases, [])
        self.sandbox.begin(self.calls.request([*jobs, *self._traces(first), *once]))
        self.findings = read_text(self.nodes)  # while the jail is at work
        return evidence_of(self.sandbox.outcome(), points, first)

    def _traces(self, cases: Sequence[Case]) -> list[Job]:
        return [trace_job(self.assignment, case.objective, case.labels) for case in cases]

    def _with_rest(self, evidence: Evidence) -> Evidence:
        more = evidence_of(self.sandbox.run(self.calls.request(self._traces(self.rest))), [], self.rest)
        cases, traced = [*evidence.cases, *more.cases], [*evidence.traced, *more.traced]
        return replace(evidence, cases=cases, traced=traced, outcome=more.outcome)

    def _cases(self, sizes: Sizes, enumerated: bool) -> list[Case]:
        labelings, complete = self.reference.cases(sizes, enumerated)
        return [Case(self.reference.objective(sizes, labels), labels, complete) for labels in labelings]

    def _points(self) -> list[Point]:
        return [*self.reference.points, *self.reference.larger(largest_number(self.nodes))]

    def _needs_labels(self, evidence: Evidence) -> bool:
        if not any(each.is_index and each.value is None for each in self.assignment.inputs):
            return False
        return any(
            traced is None or any(path.inexact or path.stop for path in traced.paths)
            for traced in evidence.traced
        )

    def _proved_everywhere(self, evidence: Evidence, seen: Sequence[Seen]) -> frozenset[str]:
        right = all(isinstance(compared.verdict, Right) for each in seen for compared in each.compared)
        if self.everywhere is None or self.guard_notes or not right:
            return frozenset()
        return self.everywhere.proved(evidence.generic, self.assignment, self._scaling)

    def see(self, evidence: Evidence, name: str, guarded: Sequence[Traced | None] | None = None) -> Seen:
        looks = [
            look_at(self.reference, run, name, self.sole, self.factor(run.point.sizes))
            for run in evidence.runs
        ]
        apart = [look.run.point for look in looks if look.is_apart and not look.run.is_saturated]
        compared: list[Compared] = []
        faithful: list[bool | None] = []
        ways = Ways(doubted=bool(apart), thorough=self.thorough)
        for case, traced, shown in zip(
            evidence.cases, evidence.traced, guarded or evidence.traced, strict=True
        ):
            if traced is None or shown is None:
                continue
            sizes = case.objective.sizes
            shapes = shapes_at(self.assignment, sizes)
            suspect = [point.symbols(shapes) for point in apart if point.sizes == sizes]
            found = compare_traced(
                case.objective, shown, name, self.sole, self.factor(sizes), suspect=suspect,
                settled=_is_settled(compared, faithful), patience=self.patience, ways=ways,
            )  # fmt: skip
            compared.append(replace(found, is_whole_size=case.is_one_of_all))
            faithful.append(self._faithful(evidence, case, traced, name))
        steady = self._is_steady(evidence, name)
        return Seen(name, compared, faithful, looks, samples=sample_letter(self.assignment), is_steady=steady)

    def _is_steady(self, evidence: Evidence, name: str) -> bool:
        if evidence.again is None or not is_inconstant(evidence):
            return True
        again = Run(self.reference.points[0], evidence.again[1])
        look = look_at(self.reference, again, name, self.sole, self.factor(again.point.sizes))
        return not (look.is_apart or look.missing)

    def _faithful(self, evidence: Evidence, case: Case, traced: Traced, name: str) -> bool | None:
        sizes = case.objective.sizes
        shapes = shapes_at(self.assignment, sizes)
        found = []
        for run in evidence.runs:
            labels = {key: tuple(int(v) for v in run.point.values[key]) for key in case.labels}
            if run.point.sizes == sizes and not run.is_saturated and labels == dict(case.labels):
                found.append(is_faithful(traced, run, name, self.sole, shapes))
        return False if False in found else True if True in found else None

    def factor(self, sizes: Mapping[str, int]) -> Fraction:
        """What the reference is multiplied by at a size: 1, or the number of samples where a sum is accepted."""
        letter, power = self._scaling
        return Fraction(sizes[letter]) ** power if power else Fraction(1)

    _scaling: tuple[str, int] = ("", 0)

    def _choose_factor(self, evidence: Evidence) -> None:
        letter = sample_letter(self.assignment)
        if self.assignment.reduction != "either" or not letter:
            return
        for power, word in ((0, "as the objective has it"), (1, "as a sum"), (-1, "as a mean")):
            self._scaling = (letter, power)
            looks = [self._looks(evidence, name) for name in self.assignment.parameters]
            if all(not look.is_apart and not look.missing for each in looks for look in each):
                self.factor_note = f"The samples are combined {word}."
                return
        self._scaling = ("", 0)

    def _looks(self, evidence: Evidence, name: str) -> list[Look]:
        return [
            look_at(self.reference, run, name, self.sole, self.factor(run.point.sizes))
            for run in evidence.runs
            if not run.is_saturated
        ]

    def _at_rest(self, evidence: Evidence, seen: Sequence[Seen]) -> list[Seen]:
        jobs = [
            trace_job(self.assignment, case.objective, case.labels, guards=True) for case in evidence.cases
        ]
        outcome = self.sandbox.run(self.calls.request(jobs))
        traced = evidence_of(outcome, [], evidence.cases).traced
        rested = [None if each is None else at_rest(each) for each in traced]
        if any(each is None for each in rested):
            return list(seen)
        self.patience = Patience()
        again = [self.see(evidence, each.name, rested) for each in seen]
        kept = []
        for before, after in zip(seen, again, strict=True):
            open_before = is_refuted(before) or (not _is_proved(before) and _is_proved(after))
            better = open_before and not is_refuted(after) and _is_a_guards_effect(after)
            kept.append(replace(after, is_at_rest=True, is_rounding=True) if better else before)
            if better:
                self.guard_notes.append(_guard_note(after))
        return kept


def _is_settled(compared: Sequence[Compared], faithful: Sequence[bool | None]) -> bool:
    """Whether a size is refuted already, by a trace that nothing contradicts."""
    return any(
        isinstance(each.verdict, Wrong) and believed is not False
        for each, believed in zip(compared, faithful, strict=True)
    )


def _is_a_guards_effect(seen: Seen) -> bool:
    """Whether the runs are what the formula at rest gives, or nearly so at most points and apart near an edge only."""
    plain = ordinary(seen)
    near = [look for look in plain if look.gap < NEAR and not look.missing]
    is_mostly_near = _is_proved(seen) and 2 * len(near) > len(plain)
    return is_mostly_near or not any(look.is_apart for look in plain)


def _is_open(seen: Seen) -> bool:
    return not (seen.is_at_rest or is_refuted(seen) or _is_proved(seen))


def _is_proved(seen: Seen) -> bool:
    return all(isinstance(each.verdict, Right) for each in seen.compared)


def _guard_note(seen: Seen) -> str:
    effect = max((look.gap for look in ordinary(seen) if not look.missing), default=0.0)
    return (
        f"The gradient of {seen.name} is judged with its guards at rest (a tiny number inside a log, a division or a "
        f"clip, a huge one in a mask); at ordinary points they change it by up to {effect:.0e} of its size."
    )
