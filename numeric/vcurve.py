"""The V-curve of a finite difference: its error against the step, for the loss along one weight."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from derive.catalog.problems import named_problem
from derive.conventions import Convention, Layout
from derive.terms import Term, add, num, sym
from numeric.compile import compile_gradient
from numeric.difference import (
    ErrorCurve,
    Estimate,
    Method,
    central,
    complex_step,
    error_curve,
    referee,
    richardson,
)

Floats = np.ndarray[Any, np.dtype[np.float64]]


def v_curve(problem: str, point: Floats, X: Floats, y: Floats) -> ErrorCurve:
    """The error of central differences of the mean loss by the first weight, against a certified derivative.

    ``point`` is (M,), ``X`` (N, M) and ``y`` (N,); all entries must be exact as rationals (any float is).

    >>> curve = v_curve("bce", np.array([0.5]), np.array([[1.0], [2.0]]), np.array([0.0, 1.0]))
    >>> bool(1e-7 < curve.best_step < 1e-3)
    True
    """
    along = {"w": Fraction(float(point[0]))}
    jet = referee(mean_loss(problem, point, X, y), "w", along)
    compiled = compile_gradient(problem, Convention(layout=Layout.ROWS))
    rest = np.asarray(point, float)[1:]

    def loss(weight: float) -> Any:
        return compiled.loss(np.concatenate([[weight], rest]), X, y)

    return error_curve(loss, jet.floats(), float(point[0]), Method.CENTRAL)


@dataclass(frozen=True, slots=True)
class Differences:
    """The derivative of the loss by the first weight, by every method, beside the certified one.

    ``certified`` is printed to seventeen digits; ``off`` are the true errors of ``estimates``.
    """

    certified: str
    estimates: tuple[Estimate, ...]
    off: tuple[float, ...]


def differences(problem: str, point: Floats, X: Floats, y: Floats) -> Differences:
    """Central difference, Richardson extrapolation and complex step at one point.

    >>> found = differences("bce", np.array([0.5]), np.array([[1.0], [2.0]]), np.array([0.0, 1.0]))
    >>> max(found.off) < 1e-9
    True
    """
    jet = referee(mean_loss(problem, point, X, y), "w", {"w": Fraction(float(point[0]))})
    compiled = compile_gradient(problem, Convention(layout=Layout.ROWS))
    rest = np.asarray(point)[1:]

    def loss(weight: Any) -> Any:
        return compiled.loss(np.concatenate([np.asarray(weight).ravel(), rest]), X, y)

    start = np.asarray(point[:1], float)
    estimates = tuple(method(loss, start) for method in (central, richardson, complex_step))
    off = tuple(abs(float(estimate.value[0]) - jet.value(1)) for estimate in estimates)
    return Differences(jet.show(1, 17), estimates, off)


def mean_loss(problem: str, point: Floats, X: Floats, y: Floats) -> Term:
    """The mean loss as an exact term in the first weight "w", the other weights held at the point."""
    found, weights = named_problem(problem), [sym("w"), *map(_exact, point[1:])]
    logits = [add(*(w * _exact(x) for w, x in zip(weights, sample, strict=True))) for sample in X]
    losses = [found.stable_loss(s, _exact(label)) for s, label in zip(logits, y, strict=True)]
    return add(*losses) * Fraction(1, len(losses))


def _exact(value: Any) -> Term:
    return num(Fraction(float(value)))
