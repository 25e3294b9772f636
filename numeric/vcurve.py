"""The V-curve of a finite difference: its error against the step, for the loss along one weight."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from derive.catalog.problems import named_problem
from derive.conventions import Convention, Layout
from derive.terms import Term, add, num, sym
from numeric.compile import compile_gradient
from numeric.difference import ErrorCurve, Method, error_curve, referee

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


def mean_loss(problem: str, point: Floats, X: Floats, y: Floats) -> Term:
    """The mean loss as an exact term in the first weight "w", the other weights held at the point."""
    found, weights = named_problem(problem), [sym("w"), *map(_exact, point[1:])]
    logits = [add(*(w * _exact(x) for w, x in zip(weights, sample, strict=True))) for sample in X]
    losses = [found.stable_loss(s, _exact(label)) for s, label in zip(logits, y, strict=True)]
    return add(*losses) * Fraction(1, len(losses))


def _exact(value: Any) -> Term:
    return num(Fraction(float(value)))
