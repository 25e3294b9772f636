"""What is made small: the mean loss over the samples, with an optional L2 penalty on the weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from numeric.training.rows import Array, Chunk, Rows
from numeric.training.sweep import Sweep, gradient_norm


@dataclass(frozen=True, slots=True)
class Point:
    """Parameters with the mean loss (penalty included), its gradient and the norm of that.

    ``bare`` is Σ f alone.
    """

    parameters: Array
    loss: float
    gradient: Array
    norm: float
    bare: float


@dataclass(frozen=True, slots=True)
class Curved:
    """A point with the Hessian of the mean loss, and the least curvature of a sample."""

    point: Point
    hessian: Array
    flattest: float


NARROW = 500  # parameters whose Hessian is always affordable

Progress = Callable[[int, float, float], None]


@dataclass(slots=True)
class Trace:
    """What happened so far: the losses of the accepted points, the least of them, passes over all samples."""

    progress: Progress | None = None
    losses: list[float] = field(default_factory=list)
    norms: list[float] = field(default_factory=list)
    best: Point | None = None
    passes: int = 0

    def accept(self, point: Point) -> Point:
        """Remember a point that the method moved to."""
        self.losses.append(point.loss)
        self.norms.append(point.norm)
        if self.best is None or point.loss <= self.best.loss:
            self.best = point
        if self.progress is not None:
            self.progress(self.passes, point.loss, point.norm)
        return point


class Objective:
    """(Σ ωₖ f(yₖ, wᵀxₖ + b) + ½·l2·‖w‖²) / Σ ωₖ over all samples, or over a part of them.

    The intercept b is not penalised. Every evaluation on all samples counts as one pass.
    """

    def __init__(self, rows: Rows, sweep: Sweep, l2: float, total: float, trace: Trace) -> None:
        self.rows, self.sweep, self.l2, self.total, self.trace = rows, sweep, l2, total, trace
        self.scale = np.ones(sweep.parameters)
        if sweep.scale is not None:
            self.scale[: sweep.columns] = sweep.scale
        self.penalised = self.scale**2 if l2 else np.ones(sweep.parameters)
        if sweep.intercept:
            self.penalised[-1] = 0.0

    @property
    def parameters(self) -> int:
        """How many numbers are fitted."""
        return self.sweep.parameters

    @property
    def is_wide(self) -> bool:
        """Whether there are so many columns that a Hessian would be large beside X."""
        return self.parameters > NARROW and self.parameters > self.rows.count // 4

    def unscaled(self, parameters: Array) -> Array:
        """The parameters for X as it was given."""
        found: Array = parameters * self.scale
        return found

    def at(self, parameters: Array) -> Point:
        """Loss and gradient on all samples."""
        self.trace.passes += 1
        found = self.sweep.slopes(self.rows.chunks(), parameters)
        return self._point(parameters, found.loss, found.gradient, self.total, self.l2)

    def at_with_origin(self, parameters: Array) -> tuple[Point, Point]:
        """The points at the parameters and at the origin, in one pass."""
        self.trace.passes += 1
        here, origin = self.sweep.slopes_with_origin(self.rows.chunks(), parameters)
        zero = np.zeros(self.parameters)
        return (
            self._point(parameters, here.loss, here.gradient, self.total, self.l2),
            self._point(zero, origin.loss, origin.gradient, self.total, self.l2),
        )

    def curved_at(self, parameters: Array, precision: Any = np.float64) -> Curved:
        """Loss, gradient and Hessian on all samples."""
        self.trace.passes += 1
        found = self.sweep.bends(self.rows.chunks(), parameters, precision)
        point = self._point(parameters, found.loss, found.gradient, self.total, self.l2)
        return Curved(point, self._bent(found.hessian, self.total, self.l2), found.flattest)

    def curved_on(self, part: Chunk, total: float, ridge: float, parameters: Array, precision: Any) -> Curved:
        """The same on a part of the samples, with a penalty of its own."""
        found = self.sweep.bends((part,), parameters, precision)
        point = self._point(parameters, found.loss, found.gradient, total, ridge)
        return Curved(point, self._bent(found.hessian, total, ridge), found.flattest)

    def curved_from(self, rows: int, parameters: Array) -> Curved:
        """The summed loss without penalty over about this many samples; from all where fewer will not do."""
        stride = self.rows.count // rows
        if stride > self.rows.finest:
            return self.curved_on(self.rows.sample(stride), 1.0, 0.0, parameters, np.float64)
        found = self.sweep.bends(self.rows.chunks(), parameters, np.float64)
        self.trace.passes += 1
        return Curved(
            self._point(parameters, found.loss, found.gradient, 1.0, 0.0), found.hessian, found.flattest
        )

    def _point(self, parameters: Array, bare: float, slope: Array, total: float, l2: float) -> Point:
        pulled = self.penalised * parameters
        loss = bare + l2 / 2 * float(pulled @ parameters)
        gradient = (slope + l2 * pulled) / total
        return Point(parameters, loss / total, gradient, gradient_norm(gradient), bare)

    def _bent(self, hessian: Array, total: float, l2: float) -> Array:
        hessian[np.diag_indices_from(hessian)] += l2 * self.penalised
        return hessian / total
