"""The whole of training on one page: look at the data, approach, finish, and say how good the result is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from derive.catalog.problems import named_problem
from derive.errors import GradproofError
from numeric.compile import compile_kernel
from numeric.training.account import account, require_finite
from numeric.training.approach import LIFT, Near, approach, are_few
from numeric.training.descent import End, Goal, gradient_descent, newton, quasi_newton, search_curved
from numeric.training.fit import Fit
from numeric.training.inputs import as_chunk
from numeric.training.inverse import LearningInverse, inverse, solved
from numeric.training.leaning import nearest_side
from numeric.training.mapped import MappedRows, mapped_file
from numeric.training.objective import Objective, Point, Progress, Trace
from numeric.training.parallel import ParallelSweep, usual_threads
from numeric.training.product import quickest_product
from numeric.training.rows import Array, ArrayRows, Rows, column_scale
from numeric.training.settings import Settings
from numeric.training.stochastic import Plan, stochastic_descent
from numeric.training.sweep import Sweep, gradient_norm
from numeric.training.threads import one_blas_thread

ROUNDING = {np.dtype(np.float64): 2.0**-51, np.dtype(np.float32): 2.0**-22}
SQUARES = {np.dtype(np.float64): 1e100, np.dtype(np.float32): 1e12}
NOISE = {np.dtype(np.float64): 1e-13, np.dtype(np.float32): 1e-6}
WIDE_STEPS = 3000  # of limited-memory BFGS, where a Hessian would be large beside X
WIDEST = 3000  # parameters up to which it is made all the same where those steps do not get there
PATIENCE = 100  # steps for a tenth, of BFGS that starts without a good Hessian
SIMILAR, LOOKED_AT = 100.0, 256  # ratio of column sizes that one norm covers; rows to see it from
SPARSE = 4  # the first Hessian is that of every fourth row block, unless samples are few
SINGLE = 1e-5  # the gradient norm, relative to its start, down to which float32 is trusted


def train(
    X: Any,
    y: Any,
    *,
    loss: str = "bce",
    method: str = "auto",
    sign: str = "loss",
    layout: str = "rows",
    l2: float = 0.0,
    intercept: bool = False,
    sample_weight: Any = None,
    tolerance: float = 1e-8,
    max_iterations: int | None = None,
    rate: float | None = None,
    batch: int = 256,
    seed: int = 0,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Fit:
    """Fit min (Σ ωₖ f(yₖ, wᵀxₖ + b) + ½·l2·‖w‖²) / Σ ωₖ with the proved gradient of a catalogue loss.

    X: (N, M), or (M, N) with layout="columns"; any memory order, float32 (then computed in float32),
    float64 or integers, never copied as a whole; a memory-mapped file is read slice by slice.
    y: N labels of the loss (bce: 0 and 1). ``method``: "auto" (Newton on subsamples, then one-pass BFGS),
    "newton", "gd" (``rate`` None: line search) or "sgd" (mini-batches of ``batch``). The intercept is not
    penalised. With sign="log-likelihood" the same optimum is reported as a maximum. ``progress(passes,
    loss, gradient norm)`` is called after each step; Ctrl-C returns the best weights so far. ``threads``
    share the passes over large data; None: two, or one where NumPy is kept to one (OMP_NUM_THREADS=1).

    Raises GradproofError, naming row and column, for data that cannot be fitted.

    >>> fit = train([[0.0, 1.0], [1.0, 1.0], [2.0, 1.0], [3.0, 1.0]], [0, 1, 0, 1])
    >>> fit.converged, fit.reason
    (True, 'the gradient norm reached the tolerance')
    """
    settings = Settings(
        loss, method, sign, l2, intercept, tolerance, max_iterations, rate, batch, seed, threads, progress
    )
    chunk, dtype = as_chunk(X, y, sample_weight, layout, named_problem(loss).labels)
    file = mapped_file(chunk.X)
    return fit_rows(ArrayRows(chunk, dtype) if file is None else MappedRows(chunk, dtype, file), settings)


def fit_rows(rows: Rows, settings: Settings) -> Fit:
    """Fit samples from any source; where squares of entries over- or underflow, columns are scaled block by block."""
    threads = settings.threads or usual_threads()
    with one_blas_thread(), np.errstate(all="ignore"):
        plain = _objective(rows, settings, threads)
        try:
            return _run(plain, settings)
        except OverflowError:
            require_finite(plain)
        # Under a penalty the weight of a tiny column is 0 for all practical purposes, and may stay so.
        scale = np.minimum(column_scale(rows), 1.0) if settings.l2 else column_scale(rows)
        try:
            return _run(_objective(rows, settings, threads, scale), settings)
        except OverflowError:
            raise GradproofError("the loss overflows here", remedy="bring columns of X near 1") from None


def _objective(rows: Rows, settings: Settings, threads: int, scale: Array | None = None) -> Objective:
    kernel = compile_kernel(settings.loss, weighted=rows.weighted)
    given = (kernel, rows.columns, rows.dtype, settings.intercept, scale)
    # Blocks that are scaled or converted first lie in the cache, where BLAS is quick.
    as_they_lie = scale is None and rows.whole.X.dtype == rows.dtype
    product = quickest_product(rows.whole.X) if as_they_lie else np.dot
    shared = threads > 1
    sweep = ParallelSweep(*given, threads, product) if shared else Sweep(*given, product=product)
    return Objective(rows, sweep, settings.l2, rows.total, Trace(settings.progress))


def _run(objective: Objective, settings: Settings) -> Fit:
    course = _Course(objective, settings)
    try:
        point, end = course.run()
        return account(objective, settings, course.origin, point, end)
    except KeyboardInterrupt:  # also while it looks for a direction that separates the data
        nowhere = np.zeros(objective.parameters)
        point = objective.trace.best or Point(nowhere, np.nan, np.full(nowhere.shape, np.nan), np.nan, np.nan)
        return account(objective, settings, course.origin, point, End.STOPPED)


@dataclass
class _Course:
    """One run: where it started is known even if it is interrupted."""

    objective: Objective
    settings: Settings
    origin: Point | None = None
    near: Near | None = None
    inverse: LearningInverse | None = None

    def run(self) -> tuple[Point, End]:
        objective = self.objective
        self._require_squares()
        self.near = approach(objective) if self.settings.method == "auto" else None
        start = np.zeros(objective.parameters) if self.near is None else self.near.parameters
        every = 0 if self.near is None or are_few(objective) else SPARSE
        point, self.origin, hessian = objective.opening(start, every)
        if not (np.isfinite(self.origin.loss) and np.isfinite(self.origin.norm)):
            raise OverflowError("the loss at zero weights is not finite")
        self.inverse = None if hessian is None else _learning(hessian)
        objective.trace.accept(self.origin)
        point = objective.trace.accept(point) if point.loss < self.origin.loss else self.origin
        return self._in_precision(point)

    def _require_squares(self) -> None:
        # Columns so large or so small that their squares leave the floating-point range are scaled first.
        limit = SQUARES[self.objective.sweep.dtype]
        if self.objective.sweep.scale is not None:
            return
        sizes = np.maximum.reduce(np.abs(self._few), axis=0)
        if np.any((sizes > limit) | ((sizes < 1 / limit) & (sizes > 0))):
            raise OverflowError("squares of entries of X leave the floating-point range")

    def _in_precision(self, point: Point) -> tuple[Point, End]:
        # float32 data: as far as float32 products go, then the last steps with blocks widened in the cache.
        objective, wanted = self.objective, self.settings.tolerance
        if objective.sweep.dtype == np.float64:
            return self._descend(point, self._goal(wanted))
        point, end = self._descend(point, self._goal(max(wanted, SINGLE)))
        if end in (End.SLOW, End.FLOOR):  # BFGS has learnt of rounding: Newton's steps go on without it
            self.near = None
        elif wanted >= SINGLE or end not in (End.REACHED, End.ZERO):
            return point, end
        objective.widen()
        point, self.origin, _ = objective.opening(point.parameters)
        objective.trace.accept(point)
        return self._descend(point, self._goal(wanted))

    def _goal(self, tolerance: float) -> Goal:
        assert self.origin is not None
        rows, settings = self.objective.rows, self.settings
        below = -np.inf if settings.l2 or rows.weighted else nearest_side(settings.loss)
        noise = NOISE[self.objective.sweep.dtype]
        sizes = self._column_sizes
        wide = _different(sizes)
        zero = ROUNDING[self.objective.sweep.dtype] * float(np.linalg.norm(sizes))
        wide_start = 0.0 if wide is None else gradient_norm(self.origin.gradient / wide)
        return Goal(self.origin.norm, tolerance, noise, below, wide, wide_start, zero)

    @cached_property
    def _few(self) -> Array:
        rows = self.objective.rows
        return np.array(rows.sample(max(rows.finest, rows.count // LOOKED_AT)).X, np.float64)

    @cached_property
    def _column_sizes(self) -> Array:
        objective = self.objective
        columns, sizes = objective.rows.columns, np.ones(objective.parameters)
        scaled = self._few * objective.scale[:columns]
        sizes[:columns] = np.sqrt(np.add.reduce(np.square(scaled, scaled), axis=0) / len(scaled))
        return sizes

    def _descend(self, point: Point, goal: Goal) -> tuple[Point, End]:
        objective, settings = self.objective, self.settings
        match settings.method:
            case "sgd":
                plan = Plan(settings.limit, settings.batch, settings.rate, settings.seed)
                return stochastic_descent(objective, point, goal, plan)
            case "gd":
                return gradient_descent(objective, point, goal, settings.limit, settings.rate)
            case _ if objective.is_wide:
                return self._wide(point, goal)
            case _ if self.near is None:
                return self._newton(point, goal)
            case _:
                return self._finish(point, self.near, goal)

    def _wide(self, point: Point, goal: Goal) -> tuple[Point, End]:
        objective, sizes = self.objective, self._column_sizes
        start = LearningInverse(1.0 / np.square(np.where(sizes > 0, sizes, 1.0)))
        point, end = quasi_newton(objective, point, start, goal, WIDE_STEPS, PATIENCE)
        stuck = self._is_stuck(end) and objective.parameters <= WIDEST
        return self._newton(point, goal) if stuck else (point, end)

    def _finish(self, point: Point, near: Near, goal: Goal) -> tuple[Point, End]:
        limit = self.settings.limit
        if self.inverse is None:
            end = goal.reached(point) or (None if limit else End.LIMIT)
            if end is not None:
                return point, end
            point, self.inverse = self._bent_step(point, near, goal)
            limit -= 1
        point, end = quasi_newton(self.objective, point, self.inverse, goal, limit)
        return self._newton(point, goal) if self._is_stuck(end) else (point, end)

    def _is_stuck(self, end: End) -> bool:
        # In float32 it may be rounding that the steps meet, and blocks are widened first.
        return end in (End.SLOW, End.FLOOR) and self.objective.sweep.dtype == np.float64

    def _bent_step(self, point: Point, near: Near, goal: Goal) -> tuple[Point, LearningInverse]:
        # A step with what the subsample knows; the first Hessian is that of all samples behind it.
        objective = self.objective
        direction = -solved(near.hessian, point.gradient, LIFT)
        found = search_curved(objective.bent_at, point, direction, goal.noise)
        if found is None:
            return point, _learning(objective.bent_at(point.parameters).hessian)
        return objective.trace.accept(found.point), _learning(found.hessian)

    def _newton(self, point: Point, goal: Goal) -> tuple[Point, End]:
        # BFGS learns of the downward bends that the Hessian leaves out.
        objective, limit = self.objective, self.settings.limit
        point, end = newton(objective, objective.curved_at(point.parameters), goal, limit)
        if end is not End.SLOW:
            return point, end
        start = _learning(objective.curved_at(point.parameters).hessian)
        return quasi_newton(objective, point, start, goal, limit, PATIENCE)


def _learning(hessian: Array) -> LearningInverse:
    return LearningInverse(inverse(hessian, LIFT))


def _different(sizes: Array) -> Array | None:
    # Columns of very different size: the largest must not be all that the gradient norm sees.
    present = sizes[sizes > 0]
    similar = len(present) == 0 or present.max() <= SIMILAR * present.min()
    return None if similar else np.where(sizes > 0, sizes, np.inf)
