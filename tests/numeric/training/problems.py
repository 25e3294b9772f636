"""Data for the tests: small enough to be quick, large enough for every path."""

from __future__ import annotations

import numpy as np


def overlapping(samples: int = 3000, features: int = 4, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Correlated columns of different sizes with labels that overlap."""
    generator = np.random.default_rng(seed)
    X = generator.normal(size=(samples, features)) @ generator.normal(size=(features, features))
    X *= np.exp(generator.normal(size=features))
    s = X @ generator.normal(size=features) / X.std() / 2
    return X, (generator.random(samples) < 1 / (1 + np.exp(-s))).astype(float)


def mean_loss(w: np.ndarray, X: np.ndarray, y: np.ndarray) -> float:
    """The mean binary cross-entropy, written independently of the project."""
    s = X @ w
    return float(np.mean(np.logaddexp(0, s) - y * s))


def relative_slope(w: np.ndarray, X: np.ndarray, y: np.ndarray) -> float:
    """The gradient norm at w over that at zero weights, written independently of the project."""
    from scipy.special import expit

    return float(np.linalg.norm(X.T @ (expit(X @ w) - y)) / np.linalg.norm(X.T @ (0.5 - y)))
