"""Overlapping data have a finite optimum: a proof from a few samples, for nearly all data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from numeric.compile import sample_loss
from numeric.lambdify import evaluate
from numeric.training.inverse import is_flat, solved
from numeric.training.leaning import leanings
from numeric.training.objective import Objective, Point
from numeric.training.rows import Array, Chunk, Rows

SAME = 1e-15  # relative height of a column, times their number, that rounding can explain


@dataclass(frozen=True, slots=True)
class Overlap:
    """``certain``: the data overlap, so the optimum is finite; ``independent``: no columns of X depend."""

    certain: bool
    independent: bool = False


def overlap(objective: Objective, point: Point, loss: str) -> Overlap:
    """Whether the data certainly overlap: yes is proof up to rounding.

    Let rₖ be the residuals, A = Σ|rₖ| xₖxₖᵀ over any part of the samples, g the summed gradient over all. If
    d separates, dᵀAd ≤ max|xₖᵀd| · (−gᵀd) and min|rₖ| · max|xₖᵀd|² ≤ dᵀAd; so gᵀA⁻¹g < min|rₖ| leaves no d,
    provided that A is regular. Samples that do not lean have xₖᵀd = 0, so any weight will do for them. Half
    the bound keeps clear of rounding: a d that exists can attain equality.
    """
    signs = Signed(objective, loss)
    few = objective.rows.count // max(256, 4 * objective.parameters)
    gradient = point.gradient * objective.total
    for stride in (few, 1):
        parts = (
            (objective.rows.sample(stride),) if stride > objective.rows.finest else objective.rows.chunks()
        )
        pull = signs.pull(parts, point.parameters)
        if pull.leaves_no_direction(gradient):
            return Overlap(certain=True, independent=pull.least < np.inf)
    kept = independent_columns(signs.gram())
    return Overlap(certain=len(kept) < len(gradient) and pull.on(kept).leaves_no_direction(gradient[kept]))


@dataclass(frozen=True, slots=True)
class Pull:
    """A = Σ|rₖ| xₖxₖᵀ, and the least |rₖ| of a sample that leans (infinite where none does)."""

    matrix: Array
    least: float

    def leaves_no_direction(self, gradient: Array) -> bool:
        """Whether gᵀA⁻¹g < min|rₖ| / 2 with a regular A."""
        if self.least == np.inf:
            return True
        if is_flat(self.matrix):
            return False
        return float(gradient @ solved(self.matrix, gradient, 0.0)) < self.least / 2

    def on(self, kept: Array) -> Pull:
        """The same for some of the columns."""
        return Pull(self.matrix[np.ix_(kept, kept)], self.least)


def independent_columns(gram: Array) -> Array:
    """Columns of X, given XᵀX, of which all others are combinations up to rounding: a direction needs no others.

    >>> independent_columns(np.array([[1.0, 2.0, 0.0], [2.0, 4.0, 0.0], [0.0, 0.0, 1.0]])).tolist()
    [0, 2]
    """
    from scipy.linalg import qr

    if not np.all(np.isfinite(gram)):
        raise OverflowError("squares of entries of X are not finite")
    scale = np.sqrt(np.diag(gram))
    scale = np.where(scale > 0, scale, 1.0)
    triangle, order = qr(gram / scale / scale[:, None], mode="r", pivoting=True)
    heights = np.abs(np.diag(triangle))
    kept: Array = np.sort(order[heights > SAME * len(gram) * heights[0]])
    return kept


class Signed:
    """The samples with the intercept column, each turned so that a positive margin is the right side.

    A sample that leans to neither side comes twice, turned either way: its margin has to be 0. Columns are in
    the scale of the objective, which is a power of two for each.
    """

    def __init__(self, objective: Objective, loss: str) -> None:
        self.rows: Rows = objective.rows
        self.loss, self.scale = loss, objective.scale
        self.size = objective.parameters

    @property
    def samples(self) -> int:
        """How many samples there are with a weight above 0."""
        counted = 0
        for chunk in self.rows.chunks():
            counted += len(chunk.y) if chunk.weight is None else int(np.count_nonzero(chunk.weight))
        return counted

    def pieces(self) -> Iterator[Array]:
        """The turned samples, some thousand at a time."""
        for rows, lean, _ in self._parts(self.rows.chunks()):
            turned = rows * np.where(lean == 0, 1.0, lean)[:, None]
            yield turned if np.all(lean) else np.concatenate([turned, -turned[lean == 0]])

    def pull(self, chunks: Iterable[Chunk], parameters: Array) -> Pull:
        """What the samples of these chunks say about directions that separate all of them."""
        matrix, least = np.zeros((self.size, self.size)), np.inf
        for rows, lean, part in self._parts(chunks):
            values = {"s": rows @ parameters, "y": part.y.astype(float)}
            size = np.abs(evaluate(sample_loss(self.loss).residual, values))
            size *= 1.0 if part.weight is None else part.weight
            least = min(least, float(size[lean != 0].min(initial=np.inf)))
            matrix += (rows * np.where(lean == 0, 1.0, size)[:, None]).T @ rows
        return Pull(matrix, least)

    def gram(self) -> Array:
        """Σ xₖxₖᵀ."""
        found = np.zeros((self.size, self.size))
        for rows, _, _ in self._parts(self.rows.chunks()):
            found += rows.T @ rows
        return found

    def _parts(self, chunks: Iterable[Chunk]) -> Iterator[tuple[Array, Array, Chunk]]:
        for chunk in chunks:
            for start in range(0, chunk.X.shape[0], 1 << 14):
                part = chunk.part(start, start + (1 << 14))
                if part.weight is not None:
                    kept = part.weight > 0
                    part = Chunk(part.X[kept], part.y[kept], part.weight[kept])
                rows = np.ones((part.X.shape[0], self.size))
                np.multiply(part.X, self.scale[: self.rows.columns], out=rows[:, : self.rows.columns])
                yield rows, leanings(self.loss, part.y), part
