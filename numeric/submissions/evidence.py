"""What came back from the jail about one submission, and what in it says that the submission was stopped."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from numeric.sandbox.client import Outcome
from numeric.submissions.looks import Run
from numeric.submissions.objective import Labels, Objective
from numeric.submissions.points import Point
from numeric.submissions.results import Ran, Traced, read_run, read_trace
from numeric.tracing.serial import Malformed


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
    generic: Mapping[str, object] = field(default_factory=dict)


def evidence_of(outcome: Outcome, points: Sequence[Point], cases: Sequence[Case]) -> Evidence:
    """What came back, sorted into runs and traces in the order in which they were asked for."""
    answers = answers_of(outcome)
    runs = [Run(point, ran) for k, point in enumerate(points) if isinstance(ran := answers.get(k), Ran)]
    start = len(points) + 1 if points else 0
    traced = [
        found if isinstance(found := answers.get(start + k), Traced) else None for k in range(len(cases))
    ]
    generic = next((line for line in outcome.lines if "generic" in line), {})
    first, last = answers.get(0), answers.get(len(points))
    again = (first, last) if points and isinstance(first, Ran) and isinstance(last, Ran) else None
    return Evidence(list(cases), traced, runs, outcome, again, generic)


def answers_of(outcome: Outcome) -> dict[int, Ran | Traced | Malformed]:
    """The answers by the numbers of their jobs; one that cannot be read is Malformed."""
    found: dict[int, Ran | Traced | Malformed] = {}
    for line in outcome.lines:
        number = line.get("job")
        if type(number) is int:
            found[number] = Malformed("two answers to one job") if number in found else _read(line)
    return found


def _read(line: Mapping[str, object]) -> Ran | Traced | Malformed:
    try:
        if "generic" in line:
            return Ran()
        return read_trace(line) if "paths" in line else read_run(line)
    except (Malformed, RecursionError) as problem:
        return Malformed(str(problem))


def is_inconstant(evidence: Evidence) -> bool:
    """Whether the same call gave different answers when it was repeated."""
    if evidence.again is None:
        return False
    first, last = (
        {name: [repr(each) for each in value.entries] for name, value in ran.values.items()}
        for ran in evidence.again
    )
    return first != last


def hostility(evidence: Evidence) -> str:
    """The sentence that says why a submission was stopped; empty where it was not."""
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
    if any(isinstance(each, Malformed) for each in answers_of(outcome).values()):
        return "The submission was stopped: what came back is no plain result."
    stops = [run.ran.stop for run in evidence.runs if run.ran.stop is not None]
    if any(stop.problem == "MemoryError" for stop in stops):
        return "The submission was stopped: it asks for more memory than allowed."
    if any(_NOT_PERMITTED in stop.message for stop in stops):
        return "The submission was stopped: it asks the system for what it is not allowed."
    if any("can't start new thread" in stop.message for stop in stops):
        return "The submission was stopped: it starts threads."
    return ""


_NOT_PERMITTED = "Operation not permitted"


def _matters(attempt: str) -> bool:
    # Asking for a data file that is not there harms nobody; it is told as a line that stops.
    event, _, path = attempt.partition(": ")
    return event not in ("open", "os.listdir", "os.scandir") or os.path.exists(path)
