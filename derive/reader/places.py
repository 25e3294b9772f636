"""Places in a text."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A place in a text: offsets of its first code point and of the one after its last."""

    start: int
    end: int


NOWHERE = Span(0, 0)
