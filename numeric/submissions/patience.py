"""The time that one submission may take to be judged: a guard above the budgets of work, which decide."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

SECONDS = 12.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the proofs about one submission may take together, in seconds of the processor.

    >>> Patience().is_over, Patience(-1).is_over
    (False, True)
    """

    seconds: float = SECONDS
    started: float = field(default_factory=time.process_time)

    @property
    def is_over(self) -> bool:
        """Whether what has not been proved by now stays open."""
        return time.process_time() - self.started > self.seconds
