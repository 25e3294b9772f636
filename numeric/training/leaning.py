"""Which way a sample pulls for ever: the side towards which its loss falls without reaching a minimum."""

from __future__ import annotations

from functools import cache

import numpy as np

from derive.domains import FiniteSet, Interval
from numeric.compile import sample_loss
from numeric.lambdify import evaluate
from numeric.training.rows import Array

GRID = np.array([-30.0, -5.0, -1.0, 0.0, 1.0, 5.0, 30.0])


def leanings(loss: str, labels: Array) -> Array:
    """+1 where the loss of a sample falls as s → ∞, −1 where it falls as s → −∞, 0 where it has a minimum.

    >>> leanings("bce", np.array([0.0, 1.0])).tolist(), leanings("poisson", np.array([0, 3])).tolist()
    ([-1.0, 1.0], [-1.0, 0.0])
    """
    found = np.zeros(len(labels))
    for label, lean in _table(loss):
        found[labels == label] = lean
    return found


def leans(loss: str) -> bool:
    """Whether any sample of this loss pulls for ever."""
    return any(lean for _, lean in _table(loss))


@cache
def nearest_side(loss: str) -> float:
    """The least loss of a sample that is not strictly on its right side; −inf where labels do not lean.

    >>> round(nearest_side("bce"), 6), nearest_side("linear")
    (0.693147, -inf)
    """
    if not isinstance(sample_loss(loss).labels, FiniteSet) or not all(lean for _, lean in _table(loss)):
        return -np.inf
    labels = np.array([label for label, _ in _table(loss)])
    return float(evaluate(sample_loss(loss).loss, {"s": np.zeros(len(labels)), "y": labels}).min())


@cache
def _table(loss: str) -> tuple[tuple[float, float], ...]:
    match sample_loss(loss).labels:
        case FiniteSet(values):
            return tuple((float(value), _lean(loss, float(value))) for value in values)
        case Interval(low=low, open_low=False) if low is not None:
            return ((float(low), _lean(loss, float(low))),)  # the others have their minimum inside
        case Interval():
            return ()


def _lean(loss: str, label: float) -> float:
    residual = evaluate(sample_loss(loss).residual, {"s": GRID, "y": np.array(label)})
    if np.all(residual <= 0) and residual[3] < 0:
        return 1.0
    return -1.0 if np.all(residual >= 0) and residual[3] > 0 else 0.0
