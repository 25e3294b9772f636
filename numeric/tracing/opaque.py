"""The number of a round of a loop that is run once for all its rounds, and values that cannot be read meanwhile."""

from __future__ import annotations

from typing import Any

from numeric.tracing.scalar import LeavesExactness


class Opaque:
    """Something that a program may hand on, and that stops it when it looks at it."""

    __slots__ = ()

    def _looked_at(self, *others: Any) -> Any:
        raise LeavesExactness("the rounds of a loop are not all alike")

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __hash__ = _looked_at
    __repr__ = __str__ = __format__ = __index__ = __int__ = __float__ = _looked_at
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _looked_at
    __neg__ = __pos__ = __abs__ = _looked_at


class Place(Opaque):
    """The number of a round of a loop that is run once for all: it picks from an axis, and tells nothing else."""

    __slots__ = ("extent", "loop")

    def __init__(self, loop: str, extent: int) -> None:
        self.loop, self.extent = loop, extent


def has_place(index: Any) -> bool:
    """Whether an index is, or has in it, the number of a round.

    >>> has_place((slice(None), Place("~0", 7))), has_place(3)
    (True, False)
    """
    return any(isinstance(each, Place) for each in (index if isinstance(index, tuple) else (index,)))
