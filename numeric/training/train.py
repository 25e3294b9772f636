"""The whole of training on one page: look at the data, approach, finish, and say how good the result is."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import numpy as np

from derive.catalog.problems import named_problem
from derive.errors import GradproofError
from numeric.compile import compile_kernel
from numeric.training.approach import approach
from numeric.training.descent import End, Goal, gradient_descent, newton, quasi_newton
from numeric.training.fit import Fit
from numeric.training.inputs import as_chunk, find_bad_entry
from numeric.training.inverse import LearningInverse
from numeric.training.objective import Objective, Point, Progress, Trace
from numeric.training.rows import Array, ArrayRows, Rows
from numeric.training.sweep import Sweep

METHODS = ("auto", "newton", "gd", "sgd")
SIGNS = ("loss", "log-likelihood")
LIMITS = {"auto": 200, "newton": 100, "gd": 10_000, "sgd": 50}
NOISE = {np.dtype(np.float64): 1e-13, np.dtype(np.float32): 1e-6}


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
        if self.batch < 1:
            raise GradproofError(f"the batch size is {self.batch}", remedy="1 or more")

    @property
    def limit(self) -> int:
        """How many steps (epochs, with sgd) at most."""
        return self.max_iterations if self.max_iterations is not None else LIMITS[self.method]


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        near = get_close_matches(value, allowed, n=1)
        remedy = f"did you mean {near[0]}?" if near else "one of " + ", ".join(allowed)
        raise GradproofError(f"there is no {name} {value!r}", remedy=remedy)


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
    progress: Progress | None = None,
) -> Fit:
    """Fit min (Σ ωₖ f(yₖ, wᵀxₖ + b) + ½·l2·‖w‖²) / Σ ωₖ with the proved gradient of a catalogue loss.

    X: (N, M), or (M, N) with layout="columns"; any memory order, float32 (then computed in float32),
    float64 or integers, never copied as a whole. y: N labels of the loss (bce: 0 and 1). ``method``: "auto"
    (Newton on subsamples, then one-pass BFGS), "newton", "gd" (``rate`` None: line search) or "sgd"
    (mini-batches of ``batch``). The intercept is not penalised. With sign="log-likelihood" the same optimum
    is reported as a maximum. ``progress(passes, objective, gradient norm)`` is called after each step;
    Ctrl-C returns the best weights so far.

    Raises GradproofError, naming row and column, for data that cannot be fitted.

    >>> fit = train([[0.0, 1.0], [1.0, 1.0], [2.0, 1.0], [3.0, 1.0]], [0, 1, 0, 1])
    >>> fit.converged, fit.reason
    (True, 'the gradient norm reached the tolerance')
    """
    settings = Settings(
        loss, method, sign, l2, intercept, tolerance, max_iterations, rate, batch, seed, progress
    )
    chunk, dtype = as_chunk(X, y, sample_weight, layout, named_problem(loss).labels)
    return fit_rows(ArrayRows(chunk, dtype), settings)


def fit_rows(rows: Rows, settings: Settings) -> Fit:
    """Fit samples from any source."""
    kernel = compile_kernel(settings.loss, weighted=rows.weighted)
    trace = Trace(settings.progress)
    sweep = Sweep(kernel, rows.columns, rows.dtype, settings.intercept)
    objective = Objective(rows, sweep, settings.l2, rows.total, trace)
    with np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore"):
        return _fit(objective, settings)


def _fit(objective: Objective, settings: Settings) -> Fit:
    near = approach(objective) if settings.method == "auto" else None
    start = np.zeros(objective.parameters) if near is None else near.parameters
    point, origin = objective.at_with_origin(start)
    _require_finite(objective, origin, point)
    objective.trace.accept(origin)
    goal = Goal(origin.norm, settings.tolerance, NOISE[objective.rows.dtype])
    point = objective.trace.accept(point) if point.loss <= origin.loss else origin
    if settings.method == "gd":
        point, end = gradient_descent(objective, point, goal, settings.limit, settings.rate)
    elif near is None:
        point, end = newton(objective, objective.curved_at(point.parameters), goal, settings.limit)
    else:
        point, end = _finish(objective, point, near.inverse, goal, settings.limit)
    return _account(objective, settings, origin, point, end)


def _finish(
    objective: Objective, point: Point, inverse: LearningInverse, goal: Goal, limit: int
) -> tuple[Point, End]:
    point, end = quasi_newton(objective, point, inverse, goal, limit)
    if end in (End.SLOW, End.FLOOR):
        return newton(objective, objective.curved_at(point.parameters), goal, limit)
    return point, end


def _require_finite(objective: Objective, *points: Point) -> None:
    if all(np.isfinite(point.loss) and np.isfinite(point.norm) for point in points):
        return
    for chunk in objective.rows.chunks():
        bad = find_bad_entry(chunk.X, chunk.first)
        if bad is not None:
            row, column = bad
            raise GradproofError(
                f"X is not finite at row {row}, column {column}", remedy="remove or fill in such entries"
            )
    raise GradproofError("the loss overflows on these data", remedy="divide X by its largest absolute value")


def _account(objective: Objective, settings: Settings, origin: Point, point: Point, end: End) -> Fit:
    turn = 1.0 if settings.sign == "loss" else -1.0
    trace = objective.trace
    weights: Array = point.parameters[: objective.sweep.columns]
    return Fit(
        weights=weights,
        intercept=float(point.parameters[-1]) if settings.intercept else None,
        history=turn * np.array(trace.losses),
        gradient_norm=point.norm,
        start_norm=origin.norm,
        converged=end is End.REACHED,
        reason=end.value,
        method=settings.method,
        loss=settings.loss,
        sign=settings.sign,
        passes=trace.passes,
        samples=objective.rows.count,
    )
