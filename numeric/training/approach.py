"""Newton steps on growing subsamples: most of the way to the optimum for a fraction of one pass."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numeric.training.inverse import solved
from numeric.training.objective import Objective
from numeric.training.rows import Array
from numeric.training.sweep import Sweep

GROWTH = 4  # each subsample is so many times larger than the one before
LEAST_ROWS, LEAST_PER_PARAMETER = 400, 10  # in the smallest subsample
RIDGE = 1.0  # keeps the optimum of a subsample that happens to be separable finite; small beside its noise
STEPS = 12
LIFT = 1e-6  # relative to the diagonal: the rounding of float32 Hessians


@dataclass(frozen=True, slots=True)
class Approach:
    """Where the subsamples led, and the Hessian of the last of them (of the mean loss)."""

    parameters: Array
    hessian: Array


def strides(count: int, parameters: int, finest: int = 1) -> tuple[int, ...]:
    """The strides of the subsamples, from coarse to fine; none where the data are too few for it.

    >>> strides(100_000, 100), strides(10_000, 50), strides(100, 30)
    ((64, 16, 4), (16, 4), ())
    """
    found: list[int] = []
    stride = max(GROWTH, finest)
    while count // stride >= max(LEAST_ROWS, LEAST_PER_PARAMETER * parameters):
        found.insert(0, stride)
        stride *= GROWTH
    return tuple(found)


def approach(objective: Objective) -> Approach | None:
    """Newton on every subsample in turn, each from the optimum of the one before; None where there is none.

    A level ends when the next step would be shorter than the noise of its own sampling.
    """
    parameters = np.zeros(objective.parameters)
    hessian: Array | None = None
    sweep = objective.sweep.in_type(np.float32)
    found = strides(objective.rows.count, objective.parameters, objective.rows.finest)
    for level, stride in enumerate(found):
        parameters, hessian = _level(objective, sweep, stride, parameters, first=level == 0)
    return None if hessian is None else Approach(parameters, hessian)


def _level(
    objective: Objective, sweep: Sweep, stride: int, parameters: Array, first: bool
) -> tuple[Array, Array]:
    total = objective.total / stride
    ridge = RIDGE + objective.l2 / stride
    held = np.float32 if sweep.scale is None else objective.sweep.dtype
    enough = 0.02 if first else 0.1
    best = np.inf
    hessian = np.eye(objective.parameters)
    step = np.zeros(objective.parameters)
    for _ in range(STEPS):
        parts = objective.rows.thinned(stride, held)
        here = objective.curved_on(parts, total, ridge, parameters, sweep)
        if not here.point.loss < best:
            step = step / 2
            parameters = parameters - step
            continue
        best = here.point.loss
        hessian = here.hessian
        step = -solved(hessian, here.point.gradient, LIFT)
        decrement = -float(step @ here.point.gradient)
        parameters = parameters + step
        if decrement < enough:
            break
    return parameters, hessian
