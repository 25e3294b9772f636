"""What a table of slips asserts of each: the right program is right, the wrong one is mended at its line and named."""

from __future__ import annotations

from typing import Protocol

from numeric.submissions import Judge, Status
from numeric.submissions.assignment import parse_assignment


class Mended(Protocol):
    """An exercise, a right program and a wrong one, the line that is to be mended, and what the slip is called."""

    @property
    def name(self) -> str: ...
    @property
    def exercise(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def wrong(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def misconception(self) -> str: ...


def assert_mended(slip: Mended) -> None:
    """Judge both programs of a slip; the edit that mends the wrong one is told for its line."""
    with Judge(parse_assignment(slip.exercise, slip.name)) as judge:
        right, wrong = judge.review(slip.code), judge.review(slip.wrong)
    assert right.status in (Status.RIGHT, Status.UNSTABLE)
    assert wrong.status is Status.WRONG
    assert wrong.lines == (slip.line,)
    assert slip.misconception in {id for each in wrong.misconceptions for id in each}
    assert any(note.startswith(f"Line {slip.line}: with `") for note in wrong.notes)
