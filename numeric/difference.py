"""Finite differences with their observed error, the V-curve of error against step, a certified referee."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from derive.errors import NotSupported

if TYPE_CHECKING:
    from numeric.jets import Jet

Array = np.ndarray[Any, np.dtype[Any]]
Function = Callable[[Array], Any]
EPSILON = float(np.finfo(float).eps)


class Method(StrEnum):
    """A finite-difference formula."""

    FORWARD = "forward difference"
    CENTRAL = "central difference"
    RICHARDSON = "Richardson extrapolation"
    COMPLEX = "complex step"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A gradient by finite differences: ``value`` and ``error`` have the shape of the point.

    ``error`` is observed: how far the answers at neighbouring steps (Richardson: at the last two orders) lie
    apart, plus the rounding of one evaluation. It is evidence to look at, not a bound.
    """

    method: Method
    value: Array
    error: Array
    step: float

    @property
    def worst(self) -> float:
        """The largest observed error of any component."""
        return float(np.max(self.error, initial=0.0))


def central(f: Function, x: Array, step: float | None = None) -> Estimate:
    """The gradient of a scalar function by (f(x + h) − f(x − h)) / 2h, component by component.

    ``x`` has any shape; ``step`` is relative to max(1, |xᵢ|), by default ε^(1/3).

    >>> estimate = central(lambda w: float(w @ w), np.array([1.0, 2.0]))
    >>> bool(np.all(abs(estimate.value - [2, 4]) <= estimate.error))
    True
    """
    h = EPSILON ** (1 / 3) if step is None else step
    coarse, noise = _central(f, x, 2 * h)
    fine, _ = _central(f, x, h)
    return Estimate(Method.CENTRAL, fine, np.abs(fine - coarse) + noise / h, h)


def richardson(f: Function, x: Array, step: float = 0.1, orders: int = 6) -> Estimate:
    """The gradient by central differences at steps h, h/2, h/4, …, extrapolated to h = 0 (Ridders' tableau).

    Source: C. J. F. Ridders, Accurate computation of F'(x) and F'(x)F''(x), 1982.

    >>> estimate = richardson(lambda w: float(np.exp(w[0])), np.array([0.0]))
    >>> bool(abs(estimate.value[0] - 1) < 1e-11)
    True
    """
    points = np.asarray(x, float)
    best, error = np.zeros(points.shape), np.full(points.shape, np.inf)
    previous: list[Array] = []
    for order in range(orders):
        h = step / 2**order
        first, noise = _central(f, points, h)
        row = [first]
        for column, older in enumerate(previous, start=1):
            row.append(row[-1] + (row[-1] - older) / (4**column - 1))
            apart = np.maximum(abs(row[-1] - row[-2]), abs(row[-1] - older)) + noise / h
            best, error = np.where(apart < error, row[-1], best), np.minimum(apart, error)
        previous = row
    return Estimate(Method.RICHARDSON, best, error, step / 2 ** (orders - 1))


def complex_step(f: Function, x: Array, step: float = 1e-30) -> Estimate:
    """The gradient by Im f(x + ih) / h, which subtracts nothing; ``f`` must accept complex arrays.

    ``f`` must be analytic: |u|, max and comparisons spoil it without a word, which the observed error (the
    distance to the step h² apart) then does not show.
    Source: Squire and Trapp, Using complex variables to estimate derivatives of real functions, 1998.

    >>> complex_step(lambda w: np.exp(w[0]), np.array([0.0])).value.tolist()
    [1.0]
    """
    fine, other = (_imaginary(f, x, h) for h in (step, step * 2.0**20))
    return Estimate(Method.COMPLEX, fine, abs(fine - other) + EPSILON * abs(fine), step)


def forward(f: Function, x: Array, step: float | None = None) -> Estimate:
    """The gradient by (f(x + h) − f(x)) / h, the formula that most people write first.

    >>> estimate = forward(lambda w: float(w[0] ** 2), np.array([3.0]))
    >>> bool(abs(estimate.value[0] - 6) <= estimate.error[0])
    True
    """
    h = EPSILON**0.5 if step is None else step
    coarse, noise = _forward(f, x, 2 * h)
    fine, _ = _forward(f, x, h)
    return Estimate(Method.FORWARD, fine, np.abs(fine - coarse) + 2 * noise / h, h)


def _moved(f: Function, x: Array, move: Callable[[float], complex]) -> Array:
    # f at x with one component moved, for every component in turn.
    flat = np.asarray(x).ravel()
    values = []
    for index, entry in enumerate(flat):
        changed = flat.astype(np.result_type(type(move(1.0)), float))
        changed[index] = entry + move(max(1.0, abs(float(entry))))
        values.append(f(changed.reshape(np.shape(x))))
    collected: Array = np.array(values).reshape(np.shape(x))
    return collected


def _scale(x: Array) -> Array:
    return np.asarray(np.maximum(1.0, np.abs(np.asarray(x, float))))


def _between(x: Array, low: float, high: float) -> Array:
    """How far the moved points really lie apart: x + h is rounded, by up to ε|x|, which h would not know."""
    points, scale = np.asarray(x, float), _scale(x)
    return (points + high * scale) - (points + low * scale)


def _central(f: Function, x: Array, h: float) -> tuple[Array, Array]:
    up, down = _moved(f, x, lambda scale: h * scale), _moved(f, x, lambda scale: -h * scale)
    noise = EPSILON * np.maximum(abs(up), abs(down)) / _scale(x)
    return (up - down) / _between(x, -h, h), noise


def _forward(f: Function, x: Array, h: float) -> tuple[Array, Array]:
    here, up = float(f(np.asarray(x, float))), _moved(f, x, lambda scale: h * scale)
    return (up - here) / _between(x, 0.0, h), EPSILON * np.maximum(abs(up), abs(here)) / _scale(x)


def _imaginary(f: Function, x: Array, h: float) -> Array:
    return np.asarray(np.imag(_moved(f, x, lambda scale: 1j * h * scale)) / (h * _scale(x)))


@dataclass(frozen=True, slots=True)
class ErrorCurve:
    """How far a finite difference is off, step by step, beside what theory says.

    ``errors`` are |difference − certified derivative|; ``truncation`` and ``rounding`` are the two theory
    lines, whose sum has its least value near ``best_step``. All arrays have the length of ``steps``.
    """

    method: Method
    steps: Array
    errors: Array
    truncation: Array
    rounding: Array
    best_step: float
    derivative: float


def error_curve(
    f: Callable[[Any], Any],
    jet: Sequence[float],
    x: float,
    method: Method = Method.CENTRAL,
    steps: Array | None = None,
) -> ErrorCurve:
    """The V-curve of a function of one number at x.

    ``jet`` holds f(x), f′(x), f″(x), f‴(x) (from ``referee``). Theory: central |f‴|h²/6 + ε|f|/h, forward
    |f″|h/2 + 2ε|f|/h, complex step |f‴|h²/6 and no rounding but the last bit.

    >>> curve = error_curve(np.exp, [1, 1, 1, 1], 0.0)
    >>> bool(1e-6 < curve.best_step < 1e-4)
    True
    """
    grid = np.logspace(-15, 0, 61) if steps is None else np.asarray(steps, float)
    value, first, second, third = (abs(float(entry)) for entry in jet[:4])
    errors = np.array([abs(_difference(f, x, float(h), method) - float(jet[1])) for h in grid])
    match method:
        case Method.FORWARD:
            truncation, rounding = second * grid / 2, 2 * EPSILON * value / grid
        case Method.COMPLEX:
            truncation, rounding = third * grid**2 / 6, np.full(grid.shape, EPSILON * first)
        case Method.CENTRAL | Method.RICHARDSON:
            truncation, rounding = third * grid**2 / 6, EPSILON * value / grid
    best = float(grid[np.argmin(truncation + rounding)])
    return ErrorCurve(method, grid, errors, truncation, rounding, best, float(jet[1]))


def _difference(f: Callable[[Any], Any], x: float, h: float, method: Method) -> float:
    match method:
        case Method.FORWARD:
            return float((f(x + h) - f(x)) / h)
        case Method.COMPLEX:
            return float(np.imag(f(complex(x, h))) / h)
        case Method.CENTRAL:
            return float((f(x + h) - f(x - h)) / (2 * h))
        case Method.RICHARDSON:
            wide, narrow = ((f(x + k) - f(x - k)) / (2 * k) for k in (h, h / 2))
            return float((4 * narrow - wide) / 3)


def referee(
    formula: Any, by: str, point: Mapping[str, Fraction | int], order: int = 3, digits: int = 30
) -> Jet:
    """Certified derivatives of a formula (a term or SymPy) by one of its symbols at an exact point.

    ``order`` is the highest derivative, ``digits`` the certain decimal digits of each.

    Raises NotSupported where a function has no power series here, or the point lies on a kink or a pole.

    >>> from derive.terms import fn, sym
    >>> referee(fn("softplus", sym("s")), "s", {"s": 0}, digits=20).show(1)
    '0.50000000000000000000'
    """
    from derive.terms import Term
    from numeric.jets import certified_jet

    term = formula
    if not isinstance(formula, Term):  # the bridge is loaded only for SymPy
        from derive.sympy_bridge import from_sympy

        term = from_sympy(formula, {})
    if not isinstance(term, Term):
        raise NotSupported("a matrix has no single derivative", remedy="give one entry of it")
    return certified_jet(term, by, point, order, digits)
