"""What is made small: the mean loss over the samples, with an optional L2 penalty on the weights."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from numeric.training.rows import Array, Chunk, Rows
from numeric.training.sweep import BARE, SLOPES, Sums, Sweep, Wanted, gradient_norm


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
        self._labels: Sums | None = None
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
        return self._point(parameters, self.sums(parameters))

    def bent_at(self, parameters: Array) -> Curved:
        """Loss, gradient and Hessian on all samples, the Hessian in float32."""
        self.trace.passes += 1
        found = self.sums(parameters, Wanted(np.float32, labels=self._labels is None))
        assert found.bent is not None
        hessian = self._bent(found.bent.hessian, self.total, self.l2)
        return Curved(self._point(parameters, found), hessian, found.bent.flattest)

    def sums(self, parameters: Array, wanted: Wanted | None = None) -> Sums:
        """Summed loss and gradient; after the opening without a look at the labels, whose part is known by then."""
        if self._labels is None:
            return self.sweep.sums(self.rows.chunks(), parameters, wanted or SLOPES)
        found = self.sweep.sums(self.rows.chunks(), parameters, wanted or BARE)
        return _with_labels(found, self._labels, parameters)

    def widen(self) -> None:
        """Go on in float64, from another opening: what is known of the labels is not precise enough for that."""
        self.sweep, self._labels = self.sweep.in_type(np.float64), None

    def opening(self, parameters: Array, every: int = 0) -> tuple[Point, Point, Array | None]:
        """The points at the parameters and at the origin, in one pass.

        With a Hessian in float32 from every ``every``-th row block, unless that is 0.
        """
        self.trace.passes += 1
        bare = self.rows.count > self.sweep.block_rows and self.sweep.form is not None
        wanted = Wanted(np.float32 if every else None, max(1, every), origin=True, labels=not bare)
        found = self.sweep.sums(self.rows.chunks(), parameters, wanted)
        assert found.start_gradient is not None
        start = Sums(found.start_loss, found.start_gradient)
        if bare:
            self._labels, found = start, _with_labels(found, start, parameters)
        here, origin = self._point(parameters, found), self._point(np.zeros(self.parameters), start)
        if found.bent is None:
            return here, origin, None
        whole = found.bent.hessian * (self.rows.count / found.bent.samples)
        return here, origin, self._bent(whole, self.total, self.l2)

    def curved_at(self, parameters: Array) -> Curved:
        """Loss, gradient and Hessian on all samples."""
        self.trace.passes += 1
        return self._curved(self.sweep, self.rows.chunks(), parameters, self.total, self.l2)

    def curved_on(
        self,
        parts: Iterable[Chunk],
        total: float,
        ridge: float,
        parameters: Array,
        sweep: Sweep | None = None,
    ) -> Curved:
        """The same on a part of the samples, with a penalty of its own, in the precision of the sweep."""
        return self._curved(sweep or self.sweep, parts, parameters, total, ridge)

    def part(
        self, parts: Iterable[Chunk], total: float, ridge: float, parameters: Array, sweep: Sweep
    ) -> Point:
        """Loss and gradient alone on a part of the samples."""
        return self._point(parameters, sweep.sums(parts, parameters), total, ridge)

    def _curved(
        self, sweep: Sweep, parts: Iterable[Chunk], parameters: Array, total: float, l2: float
    ) -> Curved:
        found = sweep.sums(parts, parameters, Wanted(sweep.dtype if sweep is not self.sweep else np.float64))
        assert found.bent is not None
        point = self._point(parameters, found, total, l2)
        return Curved(point, self._bent(found.bent.hessian, total, l2), found.bent.flattest)

    def _point(
        self, parameters: Array, found: Sums, total: float | None = None, l2: float | None = None
    ) -> Point:
        total, l2 = self.total if total is None else total, self.l2 if l2 is None else l2
        pulled = self.penalised * parameters
        loss = found.loss + l2 / 2 * float(np.dot(pulled, parameters))
        gradient = (found.gradient + l2 * pulled) / total
        return Point(parameters, loss / total, gradient, gradient_norm(gradient), found.loss)

    def _bent(self, hessian: Array, total: float, l2: float) -> Array:
        hessian.flat[:: len(hessian) + 1] += l2 * self.penalised  # the diagonal
        return hessian / total


def _with_labels(found: Sums, labels: Sums, parameters: Array) -> Sums:
    # f(y, s) = f(y, 0) + s·∂f/∂s(y, 0) + D(s), summed over the samples.
    found.loss += labels.loss + float(np.dot(labels.gradient, parameters))
    found.gradient += labels.gradient
    return found
