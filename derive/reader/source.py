"""A text in which mathematics is looked for, and where each of its signs stands in the file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from derive.reader.blocks import Code, Role
from derive.reader.syntax import Span
from derive.reader.tokens import Token


@dataclass(frozen=True, slots=True)
class Source:
    """What a format hands over to the reader.

    ``text`` is what mathematics is looked for in; ``places`` gives for each of its signs the offset in the
    file's
    own text, ``whole`` (None: they are the same text). ``skipped`` are ranges that hold no mathematics (code,
    comments). ``headings`` and ``posts`` are sorted by the offset from which on they hold.
    """

    text: str
    skipped: tuple[tuple[int, int], ...] = ()
    whole: str | None = None
    places: Sequence[int] | None = None
    headings: tuple[tuple[int, str], ...] = ()
    posts: tuple[tuple[int, int, Role], ...] = ()
    code: tuple[Code, ...] = ()
    cells: tuple[tuple[int, int], ...] = ()
    parts: tuple[tuple[int, str, int], ...] = ()
    header: str | None = None
    warnings: tuple[str, ...] = field(default=())

    def token(self, token: Token) -> Token:
        """A token with its place in the file."""
        if self.places is None:
            return token
        span = self.span(Span(token.start, token.end))
        return token._replace(start=span.start, end=span.end)

    def span(self, span: Span) -> Span:
        """A place of the text as a place of the file."""
        if self.places is None:
            return span
        start = self.places[min(span.start, len(self.places) - 1)]
        end = self.places[min(span.end - 1, len(self.places) - 1)] + 1 if span.end > span.start else start
        return Span(start, max(start, end))

    def heading(self, at: int) -> str:
        """The heading under which an offset stands."""
        index = bisect_right(self.headings, at, key=_first) - 1
        return self.headings[index][1] if index >= 0 else ""

    def post(self, at: int) -> tuple[int, Role]:
        """The post to which an offset belongs, and its role."""
        index = bisect_right(self.posts, at, key=_first) - 1
        return self.posts[index][1:] if index >= 0 else (0, Role.BODY)

    def cell(self, at: int) -> int | None:
        """The notebook cell to which an offset belongs."""
        index = bisect_right(self.cells, at, key=_first) - 1
        return self.cells[index][1] if index >= 0 else None


def _first(entry: tuple[Any, ...]) -> int:
    place: int = entry[0]
    return place
