"""What can go wrong with the input, told so that a person knows what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


class GradproofError(Exception):
    """The input cannot be used; the message names the cause, ``remedy`` what to do.

    >>> print(GradproofError("no such problem: bec", remedy="did you mean bce?"))
    no such problem: bec (did you mean bce?)
    """

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} ({self.remedy})" if self.remedy else self.message


class NotSupported(GradproofError):
    """The input is meaningful, but outside the fragment that gradproof decides."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a text something stands: 1-based line and column, in code points.

    >>> str(Place(line=3, column=7, path="note.md"))
    'note.md:3:7'
    """

    line: int
    column: int
    path: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.path else f"{self.line}:{self.column}"


class ReadError(GradproofError):
    """A text cannot be read; ``start`` and ``end`` are 0-based offsets into ``text``."""

    def __init__(
        self, message: str, *, start: int = 0, end: int | None = None, remedy: str = "", text: str = ""
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.text = text
        self.start = start
        self.end = start + 1 if end is None else end


class Refused(ReadError):
    """A text beyond the bounds of the reader (nesting, length, macros without end): nobody writes so by hand."""
