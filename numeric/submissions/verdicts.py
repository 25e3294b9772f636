"""The verdict on a submission as plain data, and its JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from derive.misconceptions import sentence
from derive.model import Wrong


class Status(StrEnum):
    """What is said of a parameter's gradient, or of the whole submission."""

    RIGHT = "right"
    UNSTABLE = "right-but-unstable"
    WRONG = "wrong"
    CRASHES = "crashes"
    CANNOT_TELL = "cannot-tell"
    REFUSED = "refused"


_SEVERITY = (Status.REFUSED, Status.WRONG, Status.CRASHES, Status.CANNOT_TELL, Status.UNSTABLE, Status.RIGHT)


@dataclass(frozen=True, slots=True)
class ParameterReview:
    """One parameter's gradient: its verdict, the evidence in one line, and what was proved or refuted.

    ``evidence`` is a sentence; ``proof`` names the sizes ("all sizes", "N=1..3, M=2") or is None; ``wrong`` is the
    certified counterexample where there is one, ``wrong_from`` the first size at which it is wrong.
    """

    name: str
    status: Status
    evidence: str
    proof: str | None = None
    wrong: Wrong | None = None
    wrong_from: str | None = None
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The parameter's part of the JSON report."""
        record: dict[str, Any] = {
            "verdict": self.status.value,
            "evidence": self.evidence,
            "proof": self.proof,
        }
        if self.wrong is not None:
            record["counterexample"] = {
                "point": {name: str(value) for name, value in self.wrong.point},
                "yours": self.wrong.left,
                "right": self.wrong.right,
                "gap": self.wrong.gap,
                "kind": self.wrong.kind,
                "entry": list(self.wrong.entry),
                "sizes": dict(self.wrong.sizes),
            }
        return record


@dataclass(frozen=True, slots=True)
class CodeReview:
    """The verdict on one submission.

    ``lines`` are the offending lines, the likeliest first; ``component`` is where the slip is (gradient, cost,
    forward, update, caller); ``misconceptions`` are explanations, simplest first; ``sandbox`` is the level that
    was reached; ``found`` says what the file holds where there was no assignment.
    """

    path: str
    status: Status
    parameters: tuple[ParameterReview, ...] = ()
    lines: tuple[int, ...] = ()
    component: str | None = None
    misconceptions: tuple[tuple[str, ...], ...] = ()
    proof: str | None = None
    paths: int = 0
    wrong_from: str | None = None
    sandbox: str = "none"
    notes: tuple[str, ...] = ()
    source: str = field(default="", repr=False)
    where: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 unless something is wrong: the exit code of the command."""
        return 0 if self.status in (Status.RIGHT, Status.UNSTABLE, Status.CANNOT_TELL) else 1

    def to_json(self) -> dict[str, Any]:
        """One entry of the "files" list of a JSON report."""
        return {
            "path": self.path,
            "kind": "code",
            "verdict": self.status.value,
            "parameters": {each.name: each.to_json() for each in self.parameters},
            "lines": list(self.lines),
            "component": self.component,
            "places": [self._place(line) for line in self.lines],
            "misconceptions": [list(each) for each in self.misconceptions],
            "explanations": [sentence(each) for each in self.misconceptions],
            "proof": self.proof,
            "paths": self.paths,
            "wrong_from": self.wrong_from,
            "sandbox": self.sandbox,
            "notes": list(self.notes),
        }

    def _place(self, line: int) -> str:
        return self.where[line - 1] if 0 < line <= len(self.where) else f"line {line}"


def worst(statuses: list[Status]) -> Status:
    """The verdict on the whole: the gravest of its parts.

    >>> worst([Status.RIGHT, Status.WRONG]).value
    'wrong'
    """
    return next(status for status in _SEVERITY if status in statuses)
