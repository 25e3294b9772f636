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
    found: Array = _inverse_of_correlation(scaled, lift) / scale / scale[:, None]
    return (found + found.T) / 2


def solved(hessian: Array, gradient: Array, lift: float) -> Array:
    """The inverse times a vector, without the inverse, for a matrix that is certainly regular once it is lifted.

    >>> np.round(solved(np.diag([4.0, 2.0]), np.array([4.0, 4.0]), 0.0), 9).tolist()
    [1.0, 2.0]
    """
    scaled, scale = _scaled(hessian)
    scaled.flat[:: len(scaled) + 1] += lift  # the diagonal
    return np.asarray(np.linalg.solve(scaled, gradient / scale) / scale)


def _scaled(hessian: Array) -> tuple[Array, Array]:
    if not np.all(np.isfinite(hessian)):
        raise OverflowError("the Hessian is not finite")
    scale = np.sqrt(np.diag(hessian))
    scale = np.where((scale > 0) & np.isfinite(scale), scale, 1.0)
    return hessian / scale / scale[:, None], scale


def _inverse_of_correlation(scaled: Array, lift: float) -> Array:
    try:
        np.linalg.cholesky(scaled + (lift - UNSEEN) * np.eye(len(scaled)))
        return np.asarray(np.linalg.inv(scaled + lift * np.eye(len(scaled))))
    except np.linalg.LinAlgError:
        values, vectors = np.linalg.eigh(scaled)
        seen = values > UNSEEN
        return np.asarray((vectors[:, seen] / values[seen]) @ vectors[:, seen].T)


def is_flat(hessian: Array) -> bool:
    """Whether a Hessian, scaled to unit diagonal, has an eigenvalue that is 0 up to ``FLAT``.

    >>> is_flat(np.ones((2, 2))), is_flat(np.diag([1e20, 1.0]))
    (True, False)
    """
    scale = np.sqrt(np.diag(hessian))
    if not np.all(scale > 0):
        return True
    try:
        np.linalg.cholesky(hessian / scale / scale[:, None] - FLAT * np.eye(len(scale)))
    except np.linalg.LinAlgError:
        return True
    return False


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
            share = rho * float(step @ q)
            q -= share * change
            shares.append(share)
        q = self.start @ q if self.start.ndim == 2 else self.start * q
        for (step, change, rho), share in zip(self.steps, reversed(shares), strict=True):
            q += (share - rho * float(change @ q)) * step
        return q

    def learn(self, step: Array, change: Array) -> None:
        """Take in how the gradient changed over a step; without positive curvature it learns nothing."""
        product = float(step @ change)
        if product > 1e-16 * float(np.linalg.norm(step)) * float(np.linalg.norm(change)):
            self.steps.append((step, change, 1.0 / product))
