"""Judges submissions against an assignment: three looks at each, one zygote for all of them."""

from __future__ import annotations

import ast
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import TracebackType

from derive.errors import GradproofError
from derive.model import Wrong
from numeric.sandbox.client import Outcome, Sandbox
from numeric.sandbox.limits import Limits
from numeric.submissions.assignment import Assignment
from numeric.submissions.blame import blame
from numeric.submissions.closeness import spread
from numeric.submissions.compare import Compared, compare_closed, compare_traced
from numeric.submissions.decide import Seen, decide
from numeric.submissions.explain import explanations
from numeric.submissions.guards import at_rest
from numeric.submissions.looks import Look, Run, is_faithful, look_at
from numeric.submissions.notebook import Source, read_source
from numeric.submissions.objective import Labels, Objective
from numeric.submissions.own_loss import follows_own_loss
from numeric.submissions.points import Point, shapes_at
from numeric.submissions.reading import Finding, has_guard, largest_number, read_tree
from numeric.submissions.reference import Reference
from numeric.submissions.request import Calls, closed_job, nudged_job, run_job, trace_job
from numeric.submissions.results import Ran, Stop, Traced, read_run, read_trace
from numeric.submissions.sizes import Sizes, sample_letter
from numeric.submissions.verdicts import CodeReview, ParameterReview, Status, worst
from numeric.tracing.serial import Malformed


@dataclass(frozen=True, slots=True)
class CodeOptions:
    """How submissions are judged: ``run`` also runs them numerically, ``unsafe`` does without a full sandbox."""

    path: str = "submission.py"
    run: bool = True
    unsafe: bool = False
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Case:
    """One traced job: the objective at its size, with its whole-number labels."""

    objective: Objective
    labels: Labels
    is_one_of_all: bool = True


@dataclass
class Evidence:
    """What came back from the jail about one submission."""

    cases: list[Case]
    traced: list[Traced | None]
    runs: list[Run]
    outcome: Outcome
    again: tuple[Ran, Ran] | None = None


class Judge:
    """Judges any number of submissions to one assignment; use it as a context manager.

    GradproofError: the assignment cannot be used; NotSupported: no sandbox on this machine.
    """

    def __init__(self, assignment: Assignment, options: CodeOptions | None = None) -> None:
        self.options = options or CodeOptions()
        self.assignment = assignment
        self.sandbox = Sandbox(self.options.limits, unsafe=self.options.unsafe or not self.options.run)
        try:
            self.reference = Reference(assignment)
        except BaseException:
            self.sandbox.close()
            raise

    def __enter__(self) -> Judge:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.sandbox.close()

    def review(self, text: str, path: str = "submission.py") -> CodeReview:
        """The verdict on one submission; what a student wrote never raises."""
        try:
            source = read_source(text, path)
            tree = ast.parse(source.text)
        except SyntaxError as problem:
            return self._unreadable(
                path, Status.CRASHES, f"Line {problem.lineno} is no Python: {problem.msg}."
            )
        except (ValueError, RecursionError, MemoryError) as problem:
            return self._unreadable(path, Status.CRASHES, f"The file cannot be read as Python: {problem}.")
        except GradproofError as problem:
            return self._unreadable(path, Status.REFUSED, f"{problem}.")
        return _Review(self, source, tree, path).review()

    def _unreadable(self, path: str, status: Status, sentence: str) -> CodeReview:
        found = tuple(ParameterReview(name, status, sentence) for name in self.assignment.parameters)
        return CodeReview(path, status, found, sandbox=str(self.sandbox.level), notes=(sentence,))


class _Review:
    """One submission on its way through the three looks."""

    def __init__(self, judge: Judge, source: Source, tree: ast.Module, path: str) -> None:
        self.judge, self.source, self.tree, self.path = judge, source, tree, path
        self.assignment, self.reference, self.sandbox = judge.assignment, judge.reference, judge.sandbox
        self.calls = Calls(source.text, judge.assignment)
        self.findings: list[Finding] = read_tree(tree)
        self.sole = len(judge.assignment.parameters) == 1
        self.factor_note = ""
        self.guard_notes: list[str] = []

    def review(self) -> CodeReview:
        evidence = self.look(self.reference.enumerated)
        hostile = _hostility(evidence)
        if hostile:
            return self.refused(hostile)
        if not self.reference.enumerated and self._needs_labels(evidence):
            evidence = self.look(True)
        return self.judged(evidence)

    def look(self, enumerated: bool) -> Evidence:
        points = self._points() if self.judge.options.run else []
        jobs = [run_job(self.assignment, point, seed) for seed, point in enumerate(points)]
        jobs += [run_job(self.assignment, points[0], 0)] if points else []
        cases = [case for sizes in self.reference.sizes for case in self._cases(sizes, enumerated)]
        traces = [trace_job(self.assignment, case.objective, case.labels) for case in cases]
        outcome = self.sandbox.run(self.calls.request(jobs + traces))
        return _evidence(outcome, points, cases)

    def _cases(self, sizes: Sizes, enumerated: bool) -> list[Case]:
        labelings, complete = self.reference.cases(sizes, enumerated)
        return [Case(self.reference.objective(sizes, labels), labels, complete) for labels in labelings]

    def _points(self) -> list[Point]:
        return [*self.reference.points, *self.reference.larger(largest_number(self.tree))]

    def _needs_labels(self, evidence: Evidence) -> bool:
        if not any(each.is_index and each.value is None for each in self.assignment.inputs):
            return False
        return any(
            traced is None or any(path.inexact or path.stop for path in traced.paths)
            for traced in evidence.traced
        )

    def judged(self, evidence: Evidence) -> CodeReview:
        self._choose_factor(evidence)
        seen = [self.see(evidence, name) for name in self.assignment.parameters]
        if any(_is_refuted(each) for each in seen) and has_guard(self.tree):
            seen = self._at_rest(evidence, seen)
        seen = [self._exactly_again(each) for each in seen]
        reviews = [decide(each) for each in seen]
        return self.assembled(evidence, seen, reviews)

    def see(self, evidence: Evidence, name: str, guarded: Sequence[Traced | None] | None = None) -> Seen:
        looks = [
            look_at(self.reference, run, name, self.sole, self.factor(run.point.sizes))
            for run in evidence.runs
        ]
        apart = [look.run.point.sizes for look in looks if look.is_apart and not look.run.is_saturated]
        compared: list[Compared] = []
        faithful: list[bool | None] = []
        for case, traced, shown in zip(
            evidence.cases, evidence.traced, guarded or evidence.traced, strict=True
        ):
            if traced is None or shown is None:
                continue
            sizes = case.objective.sizes
            factor, suspect = self.factor(sizes), sizes in apart
            found = compare_traced(case.objective, shown, name, self.sole, factor, suspect=suspect)
            compared.append(replace(found, is_whole_size=case.is_one_of_all))
            faithful.append(self._faithful(evidence, case, traced, name))
        return Seen(name, compared, faithful, looks, samples=sample_letter(self.assignment))

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
        traced = _evidence(outcome, [], evidence.cases).traced
        rested = [None if each is None else at_rest(each) for each in traced]
        if any(each is None for each in rested):
            return list(seen)
        again = [self.see(evidence, each.name, rested) for each in seen]
        kept = []
        for before, after in zip(seen, again, strict=True):
            better = (
                _is_refuted(before)
                and not _is_refuted(after)
                and not any(look.is_apart for look in _plain(after))
            )
            kept.append(after if better else before)
            if better:
                self.guard_notes.append(_guard_note(after))
        return kept

    def _exactly_again(self, seen: Seen) -> Seen:
        apart = [look for look in _plain(seen) if look.is_apart]
        believed = _is_refuted(seen) and False not in seen.faithful
        if not apart or believed:
            return seen
        points = list({id(look.run.point): look.run.point for look in apart}.values())[:3]
        jobs = [closed_job(self.assignment, point) for point in points[:1]]
        jobs += [nudged_job(self.assignment, point, sign) for point in points for sign in (1, -1)]
        outcome = self.sandbox.run(self.calls.request(jobs))
        answers = _answers(outcome)
        return replace(
            seen, closed=self._closed(answers, points[0], seen.name), measured=self._measured(answers, apart)
        )

    def _closed(self, answers: Mapping[int, object], point: Point, name: str) -> Wrong | None:
        traced = answers.get(0)
        if not isinstance(traced, Traced):
            return None
        objective = self.reference.objective(point.sizes, self.reference.labels_of(point))
        symbols = point.symbols(shapes_at(self.assignment, point.sizes))
        factor = self.factor(point.sizes)
        verdict = compare_closed(objective, traced, name, self.sole, factor, symbols)
        return verdict if isinstance(verdict, Wrong) else None

    def _measured(self, answers: Mapping[int, object], apart: Sequence[Look]) -> str:
        margins = []
        for k, look in enumerate(apart[:3]):
            runs = [look.run.ran, answers.get(1 + 2 * k), answers.get(2 + 2 * k)]
            values = [_entries(ran) for ran in runs if isinstance(ran, Ran)]
            if len(values) == 3 and len({len(each) for each in values}) == 1 and all(values):
                margins.append(min(look.gap, 1e300) / max(spread(values), 1e-16))
        if len(margins) < 3 or min(margins) <= 1e6:
            return ""
        return f"Measured: at 3 points it is off by {min(margins):.1e} times the spread of one unit in the last place."

    def refused(self, sentence: str) -> CodeReview:
        found = tuple(ParameterReview(name, Status.REFUSED, sentence) for name in self.assignment.parameters)
        notes = (sentence, *self.source.notes)
        return CodeReview(self.path, Status.REFUSED, found, sandbox=str(self.sandbox.level), notes=notes)

    def assembled(
        self, evidence: Evidence, seen: Sequence[Seen], reviews: Sequence[ParameterReview]
    ) -> CodeReview:
        status = worst([each.status for each in reviews])
        wrong = [each.name for each in reviews if each.status is Status.WRONG]
        own = follows_own_loss(self, evidence, seen, wrong) if wrong else None
        blamed = blame(self, wrong) if wrong else None
        named = explanations(self, evidence, seen, wrong, own) if wrong else ()
        proofs = {each.proof for each in reviews}
        since = [each.wrong_from for each in reviews if each.wrong_from]
        return CodeReview(
            self.path,
            status,
            tuple(reviews),
            lines=tuple(blamed.lines)
            if blamed
            else _stop_lines(evidence, status) or self._lines_in_text(wrong),
            component="cost" if own else blamed.component if blamed else None,
            misconceptions=named or self._seen_in_text(status),
            proof=proofs.pop() if len(proofs) == 1 else None,
            paths=max((len(traced.paths) for traced in evidence.traced if traced), default=0),
            wrong_from=since[0] if since and len(since) == len(wrong) else None,
            sandbox=str(self.sandbox.level)
            if self.judge.options.run
            else f"{self.sandbox.level}, traced only",
            notes=tuple(
                dict.fromkeys([*((_OWN_LOSS,) if own else ()), *self._notes(evidence, reviews, status)])
            ),
            source=self.source.text,
            where=self.source.places,
        )

    def _lines_in_text(self, wrong: Sequence[str]) -> tuple[int, ...]:
        return (
            tuple(each.line for each in self.findings if each.id == "finite-differences-instead")
            if wrong
            else ()
        )

    def _seen_in_text(self, status: Status) -> tuple[tuple[str, ...], ...]:
        if status not in (Status.RIGHT, Status.UNSTABLE, Status.CRASHES):
            return ()
        ids = [each.id for each in self.findings if each.id == "removed-numpy-name"]
        if status is Status.UNSTABLE:
            ids.append("unstable-sigmoid")
        return tuple((each,) for each in dict.fromkeys(ids))

    def _notes(self, evidence: Evidence, reviews: Sequence[ParameterReview], status: Status) -> list[str]:
        notes = [note for each in reviews for note in each.notes]
        notes += [*self.source.notes, *self.guard_notes, self.factor_note, _inconstant(evidence)]
        notes += [f"Line {each.line}: {each.sentence}" for each in self.findings]
        told = {each.sentence for each in self.findings}
        noticed = [note for run in evidence.runs[:1] for note in run.ran.notes]
        noticed += [
            note for traced in evidence.traced if traced for path in traced.paths[:4] for note in path.notes
        ]
        notes += [note for note in noticed if note not in told]
        mutated = sorted({name for run in evidence.runs for name in run.ran.mutated})
        if mutated:
            notes.append(
                f"The call changes its input {', '.join(mutated)} in place; each run gets fresh inputs."
            )
        return [note for note in notes if note]


_OWN_LOSS = (
    "The gradient is proved to be that of the loss in the same file; it is that loss which is another one."
)


def review_code(source: str, assignment: Assignment | None, options: CodeOptions | None = None) -> CodeReview:
    """The verdict on one submission; without an assignment, what was found in it and which built-in ones fit."""
    from numeric.submissions.found import found_in

    chosen = options or CodeOptions()
    if assignment is None:
        return found_in(source, chosen.path)
    with Judge(assignment, chosen) as judge:
        return judge.review(source, chosen.path)


def _evidence(outcome: Outcome, points: Sequence[Point], cases: Sequence[Case]) -> Evidence:
    answers = _answers(outcome)
    runs = [Run(point, ran) for k, point in enumerate(points) if isinstance(ran := answers.get(k), Ran)]
    start = len(points) + 1 if points else 0
    traced = [
        found if isinstance(found := answers.get(start + k), Traced) else None for k in range(len(cases))
    ]
    first, last = answers.get(0), answers.get(len(points))
    again = (first, last) if points and isinstance(first, Ran) and isinstance(last, Ran) else None
    return Evidence(list(cases), traced, runs, outcome, again)


def _answers(outcome: Outcome) -> dict[int, Ran | Traced | Malformed]:
    found: dict[int, Ran | Traced | Malformed] = {}
    for line in outcome.lines:
        number = line.get("job")
        if type(number) is int:
            found[number] = Malformed("two answers to one job") if number in found else _read(line)
    return found


def _read(line: Mapping[str, object]) -> Ran | Traced | Malformed:
    try:
        return read_trace(line) if "paths" in line else read_run(line)
    except (Malformed, RecursionError) as problem:
        return Malformed(str(problem))


def _hostility(evidence: Evidence) -> str:
    outcome = evidence.outcome
    reached = [attempt for attempt in outcome.attempts if _matters(attempt)]
    if reached:
        return (
            f"The submission was stopped: it tries to reach what is not its own ({'; '.join(reached[:3])})."
        )
    if outcome.ending == "time":
        return "The submission was stopped: it does not end in time (an endless loop?)."
    if outcome.ending in ("flood", "malformed", "killed", "stopped"):
        return f"The submission was stopped: {outcome.detail}."
    if any(isinstance(each, Malformed) for each in _answers(outcome).values()):
        return "The submission was stopped: what came back is no plain result."
    stops = [run.ran.stop for run in evidence.runs if run.ran.stop is not None]
    if any(stop.problem == "MemoryError" for stop in stops):
        return "The submission was stopped: it asks for more memory than allowed."
    if any("can't start new thread" in stop.message for stop in stops):
        return "The submission was stopped: it starts threads."
    return ""


def _matters(attempt: str) -> bool:
    # Asking for a data file that is not there harms nobody; it is told as a line that stops.
    event, _, path = attempt.partition(": ")
    return event not in ("open", "os.listdir", "os.scandir") or os.path.exists(path)


def _inconstant(evidence: Evidence) -> str:
    if evidence.again is None:
        return ""
    first, last = (
        {name: _entries_of(value.entries) for name, value in ran.values.items()} for ran in evidence.again
    )
    return "" if first == last else "The same call gives different answers when it is repeated."


def _entries_of(entries: Sequence[float]) -> list[str]:
    return [repr(each) for each in entries]


def _entries(ran: Ran) -> list[float]:
    return [each for _, value in sorted(ran.values.items()) for each in value.entries]


def _is_refuted(seen: Seen) -> bool:
    return any(isinstance(compared.verdict, Wrong) for compared in seen.compared)


def _plain(seen: Seen) -> list[Look]:
    return [look for look in seen.looks if not look.run.is_saturated]


def _guard_note(seen: Seen) -> str:
    effect = max((look.gap for look in _plain(seen) if not look.missing), default=0.0)
    return (
        f"The gradient of {seen.name} is judged with its guards at rest (a tiny number inside a log, a division or a "
        f"clip); at ordinary points they change it by up to {effect:.0e} of its size."
    )


def _stop_lines(evidence: Evidence, status: Status) -> tuple[int, ...]:
    if status is not Status.CRASHES:
        return ()
    stops: list[Stop] = [run.ran.stop for run in evidence.runs if run.ran.stop is not None]
    return tuple(dict.fromkeys(stop.line for stop in stops[:1] if stop.line is not None))
