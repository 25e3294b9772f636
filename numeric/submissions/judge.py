"""Judges submissions against an assignment: three looks at each, one zygote for all of them."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from types import TracebackType

from derive.errors import GradproofError, NotSupported
from numeric.sandbox.client import Sandbox
from numeric.sandbox.limits import Limits
from numeric.submissions.assignment import Assignment
from numeric.submissions.notebook import read_source
from numeric.submissions.reference import Reference
from numeric.submissions.review import Review
from numeric.submissions.verdicts import CodeReview, ParameterReview, Status


@dataclass(frozen=True, slots=True)
class CodeOptions:
    """How submissions are judged: ``run`` also runs them numerically, ``unsafe`` does without a full sandbox."""

    path: str = "submission.py"
    run: bool = True
    unsafe: bool = False
    limits: Limits = field(default_factory=Limits)


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
        try:
            return Review(self, source, tree, path).review()
        except NotSupported:
            raise
        except GradproofError as problem:  # the objective has no value at some size or point
            return self._unreadable(path, Status.CANNOT_TELL, f"{problem}.")

    def _unreadable(self, path: str, status: Status, sentence: str) -> CodeReview:
        found = tuple(ParameterReview(name, status, sentence) for name in self.assignment.parameters)
        return CodeReview(path, status, found, sandbox=str(self.sandbox.level), notes=(sentence,))


def review_code(source: str, assignment: Assignment | None, options: CodeOptions | None = None) -> CodeReview:
    """The verdict on one submission; without an assignment, what was found in it and which built-in ones fit."""
    from numeric.submissions.found import found_in

    chosen = options or CodeOptions()
    if assignment is None:
        return found_in(source, chosen.path)
    with Judge(assignment, chosen) as judge:
        return judge.review(source, chosen.path)
