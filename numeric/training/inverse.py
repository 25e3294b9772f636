"""Inverse Hessians: of a matrix that may be singular or badly scaled, and one that learns from each step."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import numpy as np

from numeric.training.rows import Array

MEMORY = 40  # steps
FLAT = 1e-12
UNSEEN = 1e-14  # an eigenvalue of a matrix with unit diagonal that may be 0


def inverse(hessian: Array, lift: float) -> Array:
    """The inverse of a symmetric positive semidefinite matrix, its diagonal first scaled to 1 and lifted.

    Directions that the matrix does not see (dependent or empty columns) are left out: there a gradient is but
    rounding. Raises OverflowError for entries that are not finite.

    >>> np.round(inverse(np.diag([4.0, 1e-20]), 0.0).diagonal() * [4.0, 1e-20], 9).tolist()
    [1.0, 1.0]
    >>> np.round(inverse(np.ones((2, 2)), 0.0), 9).tolist()
    [[0.25, 0.25], [0.25, 0.25]]
    """
    scaled, scale = _scaled(hessian)
    found = _inverse_of_correlation(scaled, lift)
    found += found.T.copy()
    found /= 2 * scale
    found /= scale[:, None]
    return found


def solved(hessian: Array, gradient: Array, lift: float) -> Array:
    """The inverse times a vector, without the inverse, for a matrix that is certainly regular once it is lifted.

    >>> np.round(solved(np.diag([4.0, 2.0]), np.array([4.0, 4.0]), 0.0), 9).tolist()
    [1.0, 2.0]
    """
    scaled, scale = _scaled(hessian)
    _lift(scaled, lift)
    return np.asarray(np.linalg.solve(scaled, gradient / scale) / scale)


def _scaled(hessian: Array) -> tuple[Array, Array]:
    if not np.isfinite(hessian).all():
        raise OverflowError("the Hessian is not finite")
    scale = np.sqrt(hessian.diagonal())
    scale = np.where(scale > 0, scale, 1.0)
    scaled = hessian / scale
    scaled /= scale[:, None]
    return scaled, scale


def _lift(matrix: Array, by: float) -> None:
    matrix.reshape(-1)[:: len(matrix) + 1] += by  # the diagonal


def _inverse_of_correlation(scaled: Array, lift: float) -> Array:
    lifted = scaled.copy()
    _lift(lifted, lift - UNSEEN)
    try:
        np.linalg.cholesky(lifted)
        _lift(lifted, UNSEEN)
        return np.asarray(np.linalg.inv(lifted))
    except np.linalg.LinAlgError:
        values, vectors = np.linalg.eigh(scaled)
        seen = values > UNSEEN
        return np.asarray((vectors[:, seen] / values[seen]) @ vectors[:, seen].T)


def is_flat(hessian: Array) -> bool:
    """Whether a Hessian, scaled to unit diagonal, has an eigenvalue that is 0 up to ``FLAT``.

    >>> is_flat(np.ones((2, 2))), is_flat(np.diag([1e20, 1.0]))
    (True, False)
    """
    return _factor(hessian) is None


def squared_length(hessian: Array, gradient: Array) -> float:
    """gᵀH⁻¹g, from above; infinity for a Hessian that is flat (``is_flat``).

    >>> round(squared_length(np.diag([4.0, 2.0]), np.array([4.0, 4.0])), 9), squared_length(np.ones((2, 2)), np.ones(2))
    (12.0, inf)
    """
    factor = _factor(hessian)
    if factor is None:
        return np.inf
    lower, scale = factor  # of a matrix that is smaller by FLAT
    found = np.linalg.solve(lower, gradient / scale)
    return float(found @ found)


def _factor(hessian: Array) -> tuple[Array, Array] | None:
    scale = np.sqrt(hessian.diagonal())
    if not (scale > 0).all():
        return None
    scaled = hessian / scale
    scaled /= scale[:, None]
    _lift(scaled, -FLAT)
    try:
        return np.linalg.cholesky(scaled), scale
    except np.linalg.LinAlgError:
        return None


@dataclass(slots=True)
class LearningInverse:
    """BFGS: an inverse Hessian, given as a matrix or a diagonal, corrected by the last steps.

    Kept as the start and the steps (two-loop recursion); with fewer steps than its memory it is exactly BFGS.
    Source: Nocedal and Wright, Numerical Optimization, algorithm 7.4.
    """

    start: Array
    steps: deque[tuple[Array, Array, float]] = field(default_factory=lambda: deque(maxlen=MEMORY))

    def times(self, gradient: Array) -> Array:
        """The product with a vector."""
        q = gradient.copy()
        shares = []
        for step, change, rho in reversed(self.steps):
            share = rho * float(np.dot(step, q))
            q -= share * change
            shares.append(share)
        q = np.dot(self.start, q) if self.start.ndim == 2 else self.start * q
        for (step, change, rho), share in zip(self.steps, reversed(shares), strict=True):
            q += (share - rho * float(np.dot(change, q))) * step
        return q

    def learn(self, step: Array, change: Array) -> None:
        """Take in how the gradient changed over a step; without positive curvature it learns nothing."""
        product = float(np.dot(step, change))
        if product > 1e-16 * float(np.dot(step, step)) ** 0.5 * float(np.dot(change, change)) ** 0.5:
            self.steps.append((step, change, 1.0 / product))
