"""What was worked out about a part of a formula, kept as long as its owner lives; parts are known by identity."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")
TEXTS = 16
"""Of so many texts is remembered what is asked of a whole one: a page, and the parts of it that are judged again."""


class Memory:
    """Results by what was asked of which parts; the parts are held, so that their identities stay their own.

    >>> memory, asked = Memory(), [1, 2]
    >>> memory.recall(lambda: sum(asked), "sum", asked), memory.recall(lambda: 0, "sum", asked)
    (3, 3)
    """

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], tuple[object, tuple[object, ...]]] = {}

    def recall(self, work: Callable[[], Found], question: str, *parts: object) -> Found:
        """The answer to a question about some parts, worked out the first time."""
        mark = (question, *map(id, parts))
        known = self._known.get(mark)
        if known is None:
            known = self._known[mark] = (work(), parts)
        return known[0]  # type: ignore[return-value]
