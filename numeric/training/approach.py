"""Newton steps on growing subsamples: most of the way to the optimum for a fraction of one pass."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numeric.training.inverse import LearningInverse, inverse
from numeric.training.objective import Objective
from numeric.training.rows import Array

GROWTH = 4  # each subsample is so many times larger than the one before
LEAST_ROWS, LEAST_PER_PARAMETER = 400, 10  # in the smallest subsample
RIDGE = 1.0  # keeps the optimum of a subsample that happens to be separable finite; small beside its noise
STEPS = 12
LIFT = 1e-6  # relative to the diagonal: the rounding of float32 Hessians


@dataclass(frozen=True, slots=True)
class Approach:
    """Where the subsamples led, and the inverse Hessian of the last of them (of the mean loss)."""

    parameters: Array
    inverse: LearningInverse


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
    count = objective.rows.count
    parameters = np.zeros(objective.parameters)
    matrix: Array | None = None
    for level, stride in enumerate(strides(count, objective.parameters, objective.rows.finest)):
        parameters, matrix = _level(objective, stride, parameters, first=level == 0)
    return None if matrix is None else Approach(parameters, LearningInverse(matrix))


def _level(objective: Objective, stride: int, parameters: Array, first: bool) -> tuple[Array, Array]:
    part = objective.rows.sample(stride)
    total = objective.total * part.X.shape[0] / objective.rows.count
    ridge = RIDGE + objective.l2 * total / objective.total
    enough = 0.02 if first else 0.1
    best = np.inf
    matrix = np.eye(objective.parameters)
    step = np.zeros(objective.parameters)
    for _ in range(STEPS):
        here = objective.curved_on(part, total, ridge, parameters, np.float32)
        if not here.point.loss < best:
            step = step / 2
            parameters = parameters - step
            continue
        best = here.point.loss
        matrix = inverse(here.hessian, LIFT)
        step = -matrix @ here.point.gradient
        decrement = -float(step @ here.point.gradient)
        parameters = parameters + step
        if decrement < enough:
            break
    return parameters, matrix
