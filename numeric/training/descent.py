"""Going down on all samples: one-pass BFGS, full Newton, gradient descent, and the line search of all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import numpy as np

from numeric.training.inverse import LearningInverse, inverse
from numeric.training.objective import Curved, Objective, Point
from numeric.training.rows import Array
from numeric.training.sweep import gradient_norm

SUFFICIENT = 1e-4  # of the decrease that the slope promises (Armijo)
PATIENCE = 50  # steps of a fixed rate
TRIES = 40  # points of one line search


class End(Enum):
    """How a method ended."""

    REACHED = "the gradient norm reached the tolerance"
    ZERO = "the gradient is zero up to rounding"
    SLOW = "progress was slow"
    FLOOR = "no further step lowers the loss in this floating-point type"
    LIMIT = "the iteration limit was reached"
    DIVERGED = "the steps diverged: the rate is too large"
    SEPARATED = "every sample lies on its right side already, so the loss has no minimum"
    STOPPED = "it was interrupted; these are the best weights so far"


@dataclass(frozen=True, slots=True)
class Goal:
    """When to stop: gradient norm at most ``tolerance`` × its start, also with columns brought to one scale.

    ``noise`` is the relative rounding of a loss; ``separated_below`` the summed loss under which every sample
    must lie on its right side (−inf where the loss does not say); ``wide`` the sizes of the columns where
    they differ much; ``zero`` the norm that rounding alone can give to a gradient that is 0.
    """

    start: float
    tolerance: float
    noise: float
    separated_below: float = -np.inf
    wide: Array | None = None
    wide_start: float = 0.0
    zero: float = 0.0

    def met(self, point: Point) -> bool:
        """Whether the point is a solution to the tolerance."""
        if point.norm > self.tolerance * self.start:
            return False
        return self.wide is None or (
            gradient_norm(point.gradient / self.wide) <= self.tolerance * self.wide_start
        )

    def reached(self, point: Point) -> End | None:
        """The end that the point calls for, if any."""
        if point.bare < self.separated_below:
            return End.SEPARATED
        if self.met(point):
            return End.REACHED
        return End.ZERO if point.norm <= self.zero else None


def quasi_newton(
    objective: Objective,
    point: Point,
    inverse: LearningInverse,
    goal: Goal,
    limit: int,
    patience: int = 5,
) -> tuple[Point, End]:
    """BFGS from a good inverse Hessian: one pass a step. Less than a tenth in ``patience`` steps ends it."""
    norms = [point.norm]
    for _ in range(limit):
        end = goal.reached(point)
        if end is not None:
            return point, end
        if _slow(norms, patience):
            return point, End.SLOW
        found = search(objective.at, point, -inverse.times(point.gradient), goal.noise)
        if found is None:
            return point, End.FLOOR
        inverse.learn(found.parameters - point.parameters, found.gradient - point.gradient)
        point = objective.trace.accept(found)
        norms.append(point.norm)
    return point, goal.reached(point) or End.LIMIT


def _slow(norms: list[float], patience: int = 5) -> bool:
    return len(norms) > patience and norms[-1] > norms[-1 - patience] / 10


def newton(objective: Objective, start: Curved, goal: Goal, limit: int) -> tuple[Point, End]:
    """Newton's method on all samples: each step costs one pass for gradient and Hessian together.

    Where samples bend downwards the Hessian leaves that out, and slow progress ends it.
    """
    here, norms = start, [start.point.norm]
    for _ in range(limit):
        end = goal.reached(here.point)
        if end is not None:
            return here.point, end
        if here.flattest < 0 and _slow(norms):
            return here.point, End.SLOW
        direction = -inverse(here.hessian, 0.0) @ here.point.gradient
        found = search_curved(objective.curved_at, here.point, direction, goal.noise)
        if found is None:  # where the loss bends downwards a Newton direction can be useless
            found = search_curved(objective.curved_at, here.point, -here.point.gradient, goal.noise)
        if found is None:
            return here.point, End.FLOOR
        here = found
        objective.trace.accept(here.point)
        norms.append(here.point.norm)
    return here.point, goal.reached(here.point) or End.LIMIT


def search_curved(
    evaluate: Callable[[Array], Curved], point: Point, direction: Array, noise: float
) -> Curved | None:
    """The line search with Hessians."""
    kept: list[Curved] = []

    def point_at(parameters: Array) -> Point:
        kept[:] = [evaluate(parameters)]
        return kept[0].point

    # It ends with what it evaluated last.
    return None if search(point_at, point, direction, noise) is None else kept[0]


def search(
    evaluate: Callable[[Array], Point], point: Point, direction: Array, noise: float, step: float = 1.0
) -> Point | None:
    """The first point along the direction that is certainly lower, from the full step down; None if none is.

    Near the optimum losses differ by less than their rounding; there the slope along the direction decides,
    which has to become flatter, or the gradient, which has to become smaller.
    Source: Hager and Zhang, A new conjugate gradient method with guaranteed descent, 2005, section 4.
    """
    slope = float(np.dot(direction, point.gradient))
    if not slope < 0:
        return None
    slack = noise * max(abs(point.loss), 1e-300)
    for _ in range(TRIES):
        found = evaluate(point.parameters + step * direction)
        gain = found.loss - point.loss
        if gain <= SUFFICIENT * step * slope:
            return found
        if gain <= slack and (found.norm < point.norm or _flatter(found, direction, slope)):
            return found
        if not np.isfinite(gain):
            step *= 0.1
        elif -step * slope <= slack:
            step *= 0.5
        else:
            bowl = -slope * step * step / (2 * (gain - slope * step))
            step = float(np.clip(bowl, 0.1 * step, 0.5 * step))
    return None


def _flatter(found: Point, direction: Array, slope: float) -> bool:
    # For a parabola this is the condition of sufficient decrease, told without losses.
    return abs(float(np.dot(direction, found.gradient))) <= (2 * SUFFICIENT - 1) * slope


def gradient_descent(
    objective: Objective, point: Point, goal: Goal, limit: int, rate: float | None
) -> tuple[Point, End]:
    """Steepest descent: with a fixed rate as textbooks write it, otherwise with a rate that finds its size.

    Source: Barzilai and Borwein, Two-point step size gradient methods, 1988; here as the first try of a line
    search, so that the loss never grows.
    """
    step = rate if rate is not None else 1.0
    for _ in range(limit):
        end = goal.reached(point)
        if end is not None:
            return point, end
        if rate is not None:
            found: Point | None = objective.at(point.parameters - rate * point.gradient)
        else:
            found = search(objective.at, point, -point.gradient, goal.noise, step)
        if found is None:
            return point, End.FLOOR
        if _diverged(objective, found):
            return objective.trace.best or point, End.DIVERGED
        step = _next_step(point, found)
        point = objective.trace.accept(found)
    return point, goal.reached(point) or End.LIMIT


def _next_step(before: Point, after: Point) -> float:
    moved, change = after.parameters - before.parameters, after.gradient - before.gradient
    curvature = float(moved @ change)
    length = float(moved @ moved)
    return length / curvature if curvature > 0 else 2.0 * float(np.sqrt(length)) / max(before.norm, 1e-300)


def _diverged(objective: Objective, point: Point) -> bool:
    # A step too long for the steepest direction bounces: fifty steps in a row without a new least loss.
    losses = objective.trace.losses
    bouncing = len(losses) > PATIENCE and min(losses[-PATIENCE:]) > min(losses[:-PATIENCE])
    return bouncing or not np.isfinite(point.loss)
