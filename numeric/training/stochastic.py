"""Stochastic gradient descent on mini-batches, drawn without replacement within each chunk of samples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from numeric.training.descent import End, Goal
from numeric.training.objective import Objective, Point
from numeric.training.rows import Array, Chunk

SHUFFLED_ROWS = 1 << 20  # at a time
GATHERED_ROWS = 1 << 12  # at a time


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


@dataclass(frozen=True, slots=True)
class _Batch:
    """Views of the buffers for one batch; ``slope`` holds the arguments of the program."""

    X: Array
    logits: Array
    residual: Array
    slope: tuple[Array, ...]


class _Walker:
    """Buffers for some batches at a time, and the walk itself."""

    def __init__(self, objective: Objective, batch: int) -> None:
        self.objective, self.sweep = objective, objective.sweep
        self.kernel, self.dtype = self.sweep.kernel, self.sweep.dtype
        self.batch = min(batch, objective.rows.count)
        rows = self.batch * max(1, GATHERED_ROWS // self.batch)
        self.X = np.empty((rows, self.sweep.columns), self.dtype)
        self.held = tuple(np.empty(rows, self.dtype) for _ in range(self.kernel.prepared))
        logits, residual = np.empty(self.batch, self.dtype), np.empty(self.batch, self.dtype)
        buffers = self.kernel.slope.workspace(self.batch, self.dtype)

        def cut(start: int) -> _Batch:
            part = slice(start, start + self.batch)
            held = tuple(vector[part] for vector in self.held)
            return _Batch(self.X[part], logits, residual, (logits, *held, *buffers, residual))

        self.batches = tuple(cut(start) for start in range(0, rows, self.batch))

    def safe_rate(self) -> float:
        """1 / (largest curvature at 0 × mean squared row norm), from a sample."""
        rows = self.objective.rows
        part = rows.sample(max(rows.finest, rows.count // 1000))
        total = self.objective.total * part.X.shape[0] / rows.count
        curved = self.objective.curved_on((part,), total, 0.0, np.zeros(self.objective.parameters))
        trace = float(np.trace(curved.hessian))
        return 1.0 / trace if trace > 0 else 1.0

    def epoch(self, parameters: Array, rate: float, generator: np.random.Generator) -> Array:
        """Walk once through the samples, changing ``parameters``; gives the mean of the iterates."""
        rows, total = self.objective.rows, self.objective.total
        shrink = 1.0 - rate * self.objective.l2 / total * self.objective.penalised
        step = -rate * rows.count / total / self.batch
        visited, steps = np.zeros(len(parameters)), 0
        for batches in self._gathered(generator):
            self._steps(batches, parameters, visited, step, shrink if self.objective.l2 else None)
            steps += len(batches)
        return visited / max(1, steps)

    def _steps(
        self,
        batches: tuple[_Batch, ...],
        parameters: Array,
        visited: Array,
        step: float,
        shrink: Array | None,
    ) -> None:
        columns, slope, dot = self.sweep.columns, self.kernel.slope.bound(self.dtype), np.dot
        w = parameters[:columns]
        narrow, change = np.empty(columns, self.dtype), np.empty(columns, self.dtype)
        for batch in batches:
            np.copyto(narrow, w, casting="same_kind")
            dot(batch.X, narrow, batch.logits)
            if self.sweep.intercept:
                np.add(batch.logits, parameters[-1], batch.logits, casting="same_kind")
            slope(*batch.slope)
            dot(batch.residual, batch.X, change)
            if shrink is not None:
                np.multiply(parameters, shrink, parameters)
            np.multiply(change, step, change)
            np.add(w, change, w)
            if self.sweep.intercept:
                parameters[-1] += step * float(np.add.reduce(batch.residual))
            np.add(visited, parameters, visited)

    def _gathered(self, generator: np.random.Generator) -> Iterator[tuple[_Batch, ...]]:
        # Some batches at a time, as one gather costs less than many; a short rest waits for another epoch.
        for chunk in self.objective.rows.chunks():
            for start in range(0, chunk.X.shape[0], SHUFFLED_ROWS):
                part = chunk.part(start, start + SHUFFLED_ROWS)
                prepared = self._prepared(part)
                order = generator.permutation(len(part.y))
                order = order[: max(self.batch, len(order) // self.batch * self.batch)]
                for first in range(0, len(order), len(self.X)):
                    chosen = self._filled_up(order[first : first + len(self.X)])
                    self._fill(part.X, prepared, chosen)
                    yield self.batches[: len(chosen) // self.batch]

    def _filled_up(self, chosen: Array) -> Array:
        # A chunk with fewer samples than a batch repeats some.
        return np.resize(chosen, max(len(chosen), self.batch))

    def _prepared(self, part: Chunk) -> tuple[Array, ...]:
        given = [part.y] if part.weight is None else [part.y, part.weight]
        prepared = tuple(np.empty(len(part.y), self.dtype) for _ in range(self.kernel.prepared))
        buffers = self.kernel.prepare.workspace(len(part.y), self.dtype)
        self.kernel.prepare.run(*(vector.astype(self.dtype) for vector in given), *buffers, *prepared)
        return prepared

    def _fill(self, X: Array, prepared: tuple[Array, ...], chosen: Array) -> None:
        gathered = self.X[: len(chosen)]
        if X.dtype == self.dtype:
            np.take(X, chosen, 0, gathered, "clip")
        else:
            gathered[...] = X[chosen]
        if self.sweep.scale is not None:
            np.multiply(gathered, self.sweep.scale, gathered)
        for vector, held in zip(prepared, self.held, strict=True):
            np.take(vector, chosen, 0, held[: len(chosen)], "clip")
