"""Newton steps on growing subsamples: most of the way to the optimum for a fraction of one pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from numeric.training.inverse import solved
from numeric.training.objective import Curved, Objective
from numeric.training.rows import Array, Chunk
from numeric.training.sweep import Sweep

GROWTH = 4  # each subsample is so many times larger than the one before
LAST = (8, 4)  # strides of the last one, of which the first is taken that leaves enough samples
ONLY = (16, 8, 4)  # the same where the data are few: then it is the only one
FEW, FEW_BLOCKS = 500, 16  # samples a parameter, and row blocks, below which they are
LEAST_ROWS, LEAST_PER_PARAMETER = 400, 10  # in the smallest subsample
RIDGE = 1.0  # keeps the optimum of a subsample that happens to be separable finite; small beside its noise
STEPS = 12
ENOUGH = 0.1  # decrement of a step after which a subsample has told what it knows
LONG = 0.3  # decrement of a step on the last subsample, above which that gets a Hessian of its own
LIFT = 1e-6  # relative to the diagonal: the rounding of float32 Hessians


def strides(count: int, parameters: int, few: bool = False, finest: int = 1) -> tuple[int, ...]:
    """The strides of the subsamples, from coarse to fine; none where the data are too few for it.

    >>> strides(100_000, 100), strides(10_000, 50, few=True), strides(100, 30, few=True)
    ((32, 8), (16,), ())
    """
    least = max(LEAST_ROWS, LEAST_PER_PARAMETER * parameters)
    allowed = (max(stride, finest) for stride in (ONLY if few else LAST))
    found = [stride for stride in allowed if count // stride >= least][:1]
    while found and not few and count // (GROWTH * found[0]) >= least:
        found.insert(0, GROWTH * found[0])
    return tuple(found)


def are_few(objective: Objective) -> bool:
    """Whether a Hessian of all samples costs little, and that of a subsample says little."""
    count = objective.rows.count
    return count < FEW * objective.parameters or count < FEW_BLOCKS * objective.sweep.block_rows


@dataclass(frozen=True, slots=True)
class Near:
    """Parameters near the optimum, and the Hessian of a subsample one step before them."""

    parameters: Array
    hessian: Array


def approach(objective: Objective) -> Near | None:
    """Parameters near the optimum, by Newton on every subsample in turn; None where there is none.

    Each subsample starts from the optimum of the one before. The last one, which takes the longest, makes do
    with the Hessian of the one before unless its step turns out to be long.
    """
    found = strides(objective.rows.count, objective.parameters, are_few(objective), objective.rows.finest)
    parameters: Array = np.zeros(objective.parameters)
    hessian: Array | None = None
    sweep = objective.sweep.in_type(np.float32)
    for stride in found:
        level = _Level(objective, sweep, stride)
        parameters, hessian = level.run(parameters, hessian if stride == found[-1] else None)
    return None if hessian is None else Near(parameters, hessian)


class _Level:
    """One subsample. Newton on it ends when the next step would be shorter than the noise of its own sampling."""

    def __init__(self, objective: Objective, sweep: Sweep, stride: int) -> None:
        self.objective, self.sweep, self.stride = objective, sweep, stride
        self.total = objective.total / stride
        self.ridge = RIDGE + objective.l2 / stride
        self._kept: Chunk | None = None

    def run(self, parameters: Array, hessian: Array | None) -> tuple[Array, Array]:
        """The parameters after all steps, and the last Hessian."""
        if hessian is not None:
            step, decrement = _step(hessian, self._slope(parameters))
            if decrement < LONG:
                return parameters + step, hessian
        return self._newton(parameters)

    def _newton(self, parameters: Array) -> tuple[Array, Array]:
        best, hessian, step = np.inf, np.eye(len(parameters)), np.zeros(len(parameters))
        for _ in range(STEPS):
            here = self._curved(parameters)
            if not here.point.loss < best:
                step = step / 2
                parameters = parameters - step
                continue
            best, hessian = here.point.loss, here.hessian
            step, decrement = _step(hessian, here.point.gradient)
            parameters = parameters + step
            if decrement < ENOUGH:
                break
        return parameters, hessian

    def _slope(self, parameters: Array) -> Array:
        given = self.total, self.ridge, parameters, self.sweep
        return self.objective.part(self._parts(), *given).gradient

    def _curved(self, parameters: Array) -> Curved:
        given = self.total, self.ridge, parameters, self.sweep
        return self.objective.curved_on(self._parts(), *given)

    def _parts(self) -> Iterator[Chunk]:
        # Gathered once where one chunk is all.
        if self._kept is not None:
            yield self._kept
            return
        held = np.float32 if self.sweep.scale is None else self.objective.sweep.dtype
        seen: list[Chunk] = []
        for chunk in self.objective.rows.thinned(self.stride, held):
            seen = [*seen[:1], chunk]
            yield chunk
        self._kept = seen[0] if len(seen) == 1 else None


def _step(hessian: Array, gradient: Array) -> tuple[Array, float]:
    step = -solved(hessian, gradient, LIFT)
    return step, -float(step @ gradient)
