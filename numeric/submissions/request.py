"""Builds what is sent into the jail: jobs over inputs, and nothing that would tell what is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from derive.terms import Sym
from numeric.submissions.assignment import Assignment, call_body
from numeric.submissions.objective import Labels, Objective, shape_of
from numeric.submissions.points import Point, job_inputs

MOST_PATHS = 64
STEP = "gradient_of_step"
Job = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Calls:
    """The student's source and the instructor's calls, the same for all jobs."""

    source: str
    assignment: Assignment

    def request(self, jobs: Sequence[Job]) -> dict[str, Any]:
        """The request of these jobs."""
        assignment = self.assignment
        calls = {"gradient": step_rule(assignment) + call_body(assignment.code)}
        calls |= {name: call_body(code) for name, code in self._others().items()}
        return {"source": self.source, "calls": calls, "names": list(assignment.names), "jobs": list(jobs)}

    def _others(self) -> Mapping[str, str]:
        pairs = (("loss", self.assignment.loss), ("forward", self.assignment.forward))
        return {name: code for name, code in pairs if code.strip()}


def step_rule(assignment: Assignment) -> str:
    """The function that turns a training step back into a gradient, where the call asks for it.

    A loss is descended and a log-likelihood ascended: so ``sense`` decides the sign.

    >>> call = "return {'w': gradient_of_step(w, student.train(w), 1)}"
    >>> print(step_rule(Assignment("", "0", ("w",), (), call, sense="log-likelihood")).splitlines()[1].strip())
    return (after - before) / rate
    """
    if STEP not in assignment.code:
        return ""
    gap = "before - after" if assignment.sense == "loss" else "after - before"
    return f"def {STEP}(before, after, rate):\n    return ({gap}) / rate\n"


def run_job(assignment: Assignment, point: Point, seed: int, call: str = "gradient") -> Job:
    """A numeric run at a point."""
    return {"kind": "run", "call": call, "inputs": job_inputs(assignment, point), "seed": seed}


def watch_job(
    assignment: Assignment, point: Point, replace: Mapping[int, Sequence[float]] | None = None
) -> Job:
    """A watched run at a point, with some values replaced by others."""
    job: Job = {"kind": "watch", "call": "gradient", "inputs": job_inputs(assignment, point)}
    if replace is not None:
        job["replace"] = {str(number): list(values) for number, values in replace.items()}
    return job


def trace_job(
    assignment: Assignment,
    objective: Objective,
    labels: Labels,
    *,
    guards: bool = False,
    call: str = "gradient",
) -> Job:
    """A traced run on symbols, at the objective's size."""
    inputs = {
        each.name: {
            "shape": list(shape_of(each, objective.sizes)),
            "entries": [_entry(entry) for entry in objective.leaves[each.name].entries],
            "dtype": "int64" if each.name in labels else "float64",
            "as": each.form,
        }
        for each in assignment.inputs
    }
    witness = {name: _ordinary(k) for k, name in enumerate(_symbols(objective))}
    return {
        "kind": "trace",
        "call": call,
        "inputs": inputs,
        "witness": witness,
        "paths": MOST_PATHS,
        "guards": guards,
    }


def generic_job(assignment: Assignment, objective: Objective) -> Job:
    """A run on symbols for every size: the program, operation by operation."""
    job = trace_job(assignment, objective, {})
    letters = {str(size): letter for letter, size in objective.sizes.items()}
    return {**job, "kind": "generic", "letters": letters}


def closed_job(assignment: Assignment, point: Point) -> Job:
    """The exact re-run at one point: traced, with every input a rational number."""
    inputs = {
        each.name: {
            "shape": list(shape_of(each, point.sizes)),
            "entries": [["n", str(value)] for value in point.values[each.name]],
            "dtype": "int64" if each.is_index else "float64",
            "as": each.form,
        }
        for each in assignment.inputs
    }
    return {"kind": "trace", "call": "gradient", "inputs": inputs, "witness": {}, "paths": 1}


def nudged_job(assignment: Assignment, point: Point, sign: int) -> Job:
    """A numeric run with every real input moved by about one unit in the last place."""
    job = run_job(assignment, point, 0)
    for given in job["inputs"].values():
        if given["dtype"] == "float64":
            given["values"] = [
                value * (1 + sign * (-1) ** k * 2.0**-52) for k, value in enumerate(given["values"])
            ]
    return job


def _entry(entry: Any) -> list[str]:
    return ["s", entry.name] if isinstance(entry, Sym) else ["n", str(_rational(entry))]


def _rational(entry: Any) -> Fraction:
    value: Fraction = entry.value
    return value


def _symbols(objective: Objective) -> list[str]:
    return [
        entry.name for leaf in objective.leaves.values() for entry in leaf.entries if isinstance(entry, Sym)
    ]


def _ordinary(place: int) -> float:
    return 0.3 + (place * 0.37) % 0.6 if place % 2 else -0.2 - (place * 0.29) % 0.7
