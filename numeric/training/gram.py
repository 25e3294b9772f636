"""Σ cₖ xₖxₖᵀ block by block: in the precision that was asked for, in buffers that are used again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from numeric.training.rows import Array


@dataclass(slots=True)
class Bent:
    """A sum Σ cₖ xₖxₖᵀ in float64, of how many samples, and the least curvature cₖ among them."""

    hessian: Array
    samples: int = 0
    flattest: float = np.inf

    def add(self, other: Bent) -> None:
        """Take in the sum over other samples."""
        self.hessian += other.hessian
        self.samples += other.samples
        self.flattest = min(self.flattest, other.flattest)


class Gram:
    """A Hessian that is being summed, block by block; negative curvatures count as 0.

    Samples are multiplied, and the products added until they are taken, in ``precision``.
    """

    def __init__(self, columns: int, parameters: int, precision: Any) -> None:
        self.precision, self.columns, self.parameters = np.dtype(precision), columns, parameters
        self._hold(0)
        self._product = np.empty((parameters, parameters), precision)
        self._sum = np.zeros((parameters, parameters), precision)
        self._flattest, self._samples = np.inf, 0

    def add(self, rows: Array, curvature: Array) -> None:
        """Add a block of samples (n, columns) with these curvatures (n,)."""
        # √c·X times itself is half the work of Xᵀ(cX): the product is symmetric, and BLAS knows.
        count = len(curvature)
        if count > len(self._scaled):
            self._hold(count)
        scaled, root = self._scaled[:count], self._roots(curvature)
        weighted = scaled[:, : self.columns]
        if rows.dtype != self.precision:  # converting first is faster than within the multiplication
            np.copyto(weighted, rows, casting="same_kind")
            rows = weighted
        np.multiply(rows, root, weighted)
        if scaled.shape[1] > self.columns:
            scaled[:, -1:] = root
        np.dot(scaled.T, scaled, self._product)
        np.add(self._sum, self._product, self._sum)
        self._samples += count

    def _hold(self, rows: int) -> None:
        # Buffers as long as the longest block so far: small data need no more.
        self._scaled = np.empty((rows, self.parameters), self.precision)
        self._root, self._positive = np.empty((rows, 1), self.precision), np.empty(rows)

    def _roots(self, curvature: Array) -> Array:
        positive, root = self._positive[: len(curvature)], self._root[: len(curvature)]
        least = np.minimum.reduce(curvature)
        self._flattest = min(self._flattest, float(least))
        if least < 0:
            curvature = np.maximum(curvature, 0.0, out=positive)
        np.sqrt(curvature, root[:, 0], casting="same_kind")
        return root

    def taken(self) -> Bent:
        """What was added since the last time."""
        found = Bent(self._sum.astype(np.float64), self._samples, self._flattest)
        self._sum.fill(0.0)
        self._samples, self._flattest = 0, np.inf
        return found
