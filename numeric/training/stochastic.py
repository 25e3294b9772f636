"""Stochastic gradient descent on mini-batches, drawn without replacement within each chunk of samples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from numeric.training.descent import End, Goal
from numeric.training.objective import Objective, Point
from numeric.training.rows import Array, Chunk

SHUFFLED_ROWS = 1 << 20  # at a time


@dataclass(frozen=True, slots=True)
class Plan:
    """At most ``epochs``, ``batch`` samples a step, first step length ``rate`` (None: from the data)."""

    epochs: int
    batch: int
    rate: float | None
    seed: int


def stochastic_descent(objective: Objective, point: Point, goal: Goal, plan: Plan) -> tuple[Point, End]:
    """Step after step on mini-batches; each epoch ends at the mean of its iterates, all samples seen.

    The rate falls as 1/√epoch. Source: Polyak and Juditsky, Acceleration of stochastic approximation by
    averaging, 1992.
    """
    generator = np.random.default_rng(plan.seed)
    walker = _Walker(objective, plan.batch)
    rate = plan.rate if plan.rate is not None else walker.safe_rate()
    parameters = point.parameters.copy()
    for epoch in range(plan.epochs):
        end = goal.reached(point)
        if end is not None:
            return point, end
        mean = walker.epoch(parameters, rate / np.sqrt(1.0 + epoch), generator)
        found = objective.at(mean)
        if not np.isfinite(found.loss) or found.loss > 1e3 * max(objective.trace.losses[0], 1e-300):
            return point, End.DIVERGED
        objective.trace.accept(found)
        point = found
    return point, goal.reached(point) or End.LIMIT


class _Walker:
    """Buffers for one batch, and the walk itself."""

    def __init__(self, objective: Objective, batch: int) -> None:
        self.objective, self.batch = objective, batch
        self.sweep = objective.sweep
        self.kernel, self.dtype = self.sweep.kernel, self.sweep.dtype
        self.X = np.empty((batch, self.sweep.columns), self.dtype)
        self.logits, self.residual = np.empty(batch, self.dtype), np.empty(batch, self.dtype)
        self.gradient = np.empty(self.sweep.columns, self.dtype)
        self.held = tuple(np.empty(batch, self.dtype) for _ in range(self.kernel.prepared))
        self.buffers = self.kernel.slope.workspace(batch, self.dtype)

    def safe_rate(self) -> float:
        """1 / (largest curvature at 0 × mean squared row norm), from a sample."""
        rows = self.objective.rows
        part = rows.sample(max(rows.finest, rows.count // 1000))
        total = self.objective.total * part.X.shape[0] / rows.count
        curved = self.objective.curved_on(part, total, 0.0, np.zeros(self.objective.parameters), np.float64)
        trace = float(np.trace(curved.hessian))
        return 1.0 / trace if trace > 0 else 1.0

    def epoch(self, parameters: Array, rate: float, generator: np.random.Generator) -> Array:
        """Walk once through the samples, changing ``parameters``; gives the mean of the iterates."""
        columns, shrink = self.sweep.columns, 1.0 - rate * self.objective.l2 / self.objective.total
        w, offset = parameters[:columns].astype(self.dtype), float(parameters[-1])
        total, steps, offsets = np.zeros(columns), 0, 0.0
        slope, dot = self.kernel.slope.bound(self.dtype), np.dot
        weight = -rate * self.objective.rows.count / self.objective.total / self.batch
        for _ in self._batches(generator):
            dot(self.X, w, self.logits)
            if self.sweep.intercept:
                np.add(self.logits, offset, self.logits)
            slope(self.logits, *self.held, *self.buffers, self.residual)
            dot(self.residual, self.X, self.gradient)
            np.multiply(self.gradient, weight, self.gradient)
            if shrink != 1.0:
                np.multiply(w, shrink, w)
            np.add(w, self.gradient, w)
            np.add(total, w, total)
            if self.sweep.intercept:
                offset += weight * float(np.add.reduce(self.residual))
                offsets += offset
            steps += 1
        parameters[:columns] = w
        if not self.sweep.intercept:
            return total / max(1, steps)
        parameters[-1] = offset
        return np.append(total, offsets) / max(1, steps)

    def _batches(self, generator: np.random.Generator) -> Iterator[None]:
        # Fills X and the prepared labels with batch after batch; a short rest waits for another epoch.
        for chunk in self.objective.rows.chunks():
            for start in range(0, chunk.X.shape[0], SHUFFLED_ROWS):
                part = chunk.part(start, start + SHUFFLED_ROWS)
                prepared = self._prepared(part)
                order = generator.permutation(part.X.shape[0])
                for first in range(0, max(1, len(order) - self.batch + 1), self.batch):
                    chosen = np.resize(order[first : first + self.batch], self.batch)
                    self._fill(part.X, prepared, chosen)
                    yield

    def _prepared(self, part: Chunk) -> tuple[Array, ...]:
        rows = part.X.shape[0]
        given = [part.y] if part.weight is None else [part.y, part.weight]
        prepared = tuple(np.empty(rows, self.dtype) for _ in range(self.kernel.prepared))
        buffers = self.kernel.prepare.workspace(rows, self.dtype)
        self.kernel.prepare.run(*(vector.astype(self.dtype) for vector in given), *buffers, *prepared)
        return prepared

    def _fill(self, X: Array, prepared: tuple[Array, ...], chosen: Array) -> None:
        if X.dtype == self.dtype:
            np.take(X, chosen, 0, self.X, "clip")
        else:
            self.X[...] = X[chosen]
        for vector, held in zip(prepared, self.held, strict=True):
            np.take(vector, chosen, 0, held, "clip")
