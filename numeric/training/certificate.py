"""The gradient at the returned weights, certified: every operation on Arb balls that hold the true value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flint import arb, ctx

from derive.catalog.problems import named_problem
from derive.terms import sym
from numeric.jets import ball_value
from numeric.training.fit import Fit
from numeric.training.inputs import as_chunk

PRECISION = 128


@dataclass(frozen=True, slots=True)
class CertifiedGradient:
    """``balls``: one Arb ball for each entry of the gradient; ``norm``: a certain upper bound of its norm."""

    balls: tuple[Any, ...]
    norm: float


def certified_gradient(
    fit: Fit, X: Any, y: Any, *, sample_weight: Any = None, layout: str = "rows"
) -> CertifiedGradient:
    """Balls around the gradient of the mean objective at the weights of a fit; meant for small data.

    X, y, sample_weight and layout as they were given to ``train``. The entries of X and the weights are
    taken as the exact numbers that they are in floating point.

    >>> import numpy as np
    >>> from numeric.training import train
    >>> X, y = np.array([[0.5, 1.0], [1.5, 1.0], [2.0, 1.0], [3.0, 1.0]]), [0, 1, 0, 1]
    >>> fit = train(X, y)
    >>> certified_gradient(fit, X, y).norm <= 1e-8 * fit.start_norm
    True
    """
    problem = named_problem(fit.loss)
    chunk, _ = as_chunk(X, y, sample_weight, layout, problem.labels)
    precision = ctx.prec
    try:
        ctx.prec = PRECISION
        balls = _gradient(fit, chunk.X, chunk.y, chunk.weight)
        squares = sum((ball * ball for ball in balls), arb(0))
        return CertifiedGradient(balls, float(squares.sqrt().upper()))
    finally:
        ctx.prec = precision


def _gradient(fit: Fit, X: Any, y: Any, weight: Any) -> tuple[Any, ...]:
    residual = _residual(fit.loss)
    w = [arb(float(entry)) for entry in fit.weights]
    offset = arb(0.0 if fit.intercept is None else fit.intercept)
    total, sums, rest = arb(0), [arb(0)] * len(w), arb(0)
    for k in range(X.shape[0]):
        row = [arb(float(entry)) for entry in X[k]]
        share = arb(1.0 if weight is None else float(weight[k]))
        s = sum((x * v for x, v in zip(row, w, strict=True)), offset)
        r = share * ball_value(residual, {"s": s, "y": arb(float(y[k]))})
        sums = [entry + r * x for entry, x in zip(sums, row, strict=True)]
        total, rest = total + share, rest + r
    slopes = [(entry + arb(fit.l2) * v) / total for entry, v in zip(sums, w, strict=True)]
    return tuple(slopes if fit.intercept is None else [*slopes, rest / total])


def _residual(loss: str) -> Any:
    from derive.calculus import differentiate

    return differentiate(named_problem(loss).stable_loss(sym("s"), sym("y")), "s")
