"""Values that are exact no more, and harm nothing while they are only looked at: rounded ones, near equality."""

from __future__ import annotations

from dataclasses import dataclass

from numeric.tracing.scalar import Exact
from numeric.tracing.state import current


class Rounded(Exact):
    """A rounded value: it may be printed, and ends exactness as soon as anything is computed with it."""

    __slots__ = ()

    def taken(self) -> Exact:
        """The value as an exact scalar, from now on without proof."""
        current().leave_exactness("A value was rounded, which leaves exact arithmetic.")
        return Exact(self.term)


@dataclass(frozen=True, slots=True)
class Near:
    """Whether two values are equal up to a tolerance, on the witness; it ends exactness where a path depends on it."""

    outcome: bool

    def __bool__(self) -> bool:
        current().leave_exactness("np.allclose compares with a tolerance, which leaves exact arithmetic.")
        return self.outcome

    def __repr__(self) -> str:
        return repr(self.outcome)
