"""Work budgets: verdicts depend on work done, which is the same on every machine, never on speed."""

from __future__ import annotations

import time
from collections.abc import Hashable
from dataclasses import dataclass, field

BETWEEN_LOOKS = 500


class Spent(Exception):
    """The work budget is used up."""


class OutOfTime(Exception):
    """The wall-clock guard above the budget has struck."""


@dataclass(slots=True)
class Budget:
    """A count of work, with a wall-clock guard that is generous enough never to decide on a healthy machine.

    >>> budget = Budget(2)
    >>> budget.spend(2)
    >>> budget.spend(1)
    Traceback (most recent call last):
    derive.exact.budget.Spent
    """

    work: int
    seconds: float = 30.0
    started: float = field(default_factory=time.monotonic)
    tokens: dict[Hashable, int] = field(default_factory=dict)
    look_below: int = 0  # the clock is looked at only when the work that is left falls below this

    def spend(self, amount: int) -> None:
        """Count some work; raise ``Spent`` or ``OutOfTime`` when there is none left."""
        self.work -= amount
        if self.work < self.look_below:
            self._look()

    def _look(self) -> None:
        if self.work < 0:
            raise Spent
        if time.monotonic() - self.started > self.seconds:
            raise OutOfTime
        self.look_below = max(0, self.work - BETWEEN_LOOKS)

    def __post_init__(self) -> None:
        self.look_below = max(0, self.work - BETWEEN_LOOKS)

    def token(self, thing: Hashable) -> int:
        """A number for a thing, the same for equal things while the question lasts."""
        return self.tokens.setdefault(thing, len(self.tokens))
