"""Work budgets: verdicts depend on work done, which is the same on every machine, never on speed."""

from __future__ import annotations

import time
from collections.abc import Hashable
from dataclasses import dataclass, field


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

    def spend(self, amount: int) -> None:
        """Count some work; raise ``Spent`` or ``OutOfTime`` when there is none left."""
        self.work -= amount
        if self.work < 0:
            raise Spent
        if time.monotonic() - self.started > self.seconds:
            raise OutOfTime

    def token(self, thing: Hashable) -> int:
        """A number for a thing, the same for equal things while the question lasts."""
        return self.tokens.setdefault(thing, len(self.tokens))
