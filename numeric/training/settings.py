"""What training was asked to do, checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches

import numpy as np

from derive.catalog.problems import named_problem
from derive.errors import GradproofError
from numeric.training.objective import Progress

METHODS = ("auto", "newton", "gd", "sgd")
SIGNS = ("loss", "log-likelihood")
LIMITS = {"auto": 200, "newton": 100, "gd": 10_000, "sgd": 50}


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``train`` was asked to do."""

    loss: str = "bce"
    method: str = "auto"
    sign: str = "loss"
    l2: float = 0.0
    intercept: bool = False
    tolerance: float = 1e-8
    max_iterations: int | None = None
    rate: float | None = None
    batch: int = 256
    seed: int = 0
    threads: int | None = None
    progress: Progress | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        named_problem(self.loss)
        _one_of("method", self.method, METHODS)
        _one_of("sign", self.sign, SIGNS)
        if not (self.l2 >= 0 and np.isfinite(self.l2)):
            raise GradproofError(f"l2 is {self.l2:g}", remedy="a penalty is 0 or more")
        if not 0 < self.tolerance < 1:
            raise GradproofError(
                f"the tolerance is {self.tolerance:g}", remedy="between 0 and 1, such as 1e-8"
            )
        for name, value in (("batch size", self.batch), ("number of threads", self.threads)):
            if value is not None and value < 1:
                raise GradproofError(f"the {name} is {value}", remedy="1 or more")

    @property
    def limit(self) -> int:
        """How many steps (epochs, with sgd) at most."""
        return self.max_iterations if self.max_iterations is not None else LIMITS[self.method]


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        near = get_close_matches(value, allowed, n=1)
        remedy = f"did you mean {near[0]}?" if near else "one of " + ", ".join(allowed)
        raise GradproofError(f"there is no {name} {value!r}", remedy=remedy)
