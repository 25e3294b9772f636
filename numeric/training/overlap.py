"""Overlapping data have a finite optimum: a proof from a few samples, for nearly all data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from numeric.compile import sample_loss
from numeric.lambdify import Program, lambdify
from numeric.training.inverse import is_flat, squared_length
from numeric.training.leaning import leanings
from numeric.training.objective import Objective, Point
from numeric.training.rows import Array, Chunk, Rows

AT_ONCE = 1 << 12  # samples, few enough for their copies to stay in the cache
ROUNDED = 1e-13  # relative difference of two sums that rounding can explain
SAME = 1e-15  # relative height of a column, times their number, that rounding can explain


@cache
def _residual(loss: str) -> Program:
    return lambdify(["s", "y"], [sample_loss(loss).residual])


@dataclass(frozen=True, slots=True)
class Overlap:
    """``certain``: the data overlap, so the optimum is finite; ``dependent``: columns of X depend (None: not seen)."""

    certain: bool
    dependent: bool | None = None


def overlap(objective: Objective, point: Point, loss: str) -> Overlap:
    """Whether the data certainly overlap: yes is proof up to rounding.

    Let rₖ be the residuals, A = Σ|rₖ| xₖxₖᵀ over any part of the samples, g the summed gradient over all. If
    d separates, dᵀAd ≤ max|xₖᵀd| · (−gᵀd) and min|rₖ| · max|xₖᵀd|² ≤ dᵀAd; so gᵀA⁻¹g < min|rₖ| leaves no d,
    provided that A is regular. Samples that do not lean have xₖᵀd = 0, so any weight will do for them. Half
    the bound keeps clear of rounding: a d that exists can attain equality.

    The part is first a few samples; then those of all whose |rₖ| is not far below the average, as one that is
    nearly 0 would say nothing; then all.
    """
    signs, rows = Signed(objective, loss), objective.rows
    gradient = point.gradient * objective.total
    few = max(1, rows.count // max(256, 4 * objective.parameters))
    sampled = signs.pull((rows.sample(few),) if few > rows.finest else rows.chunks(), point.parameters)
    if sampled.leaves_no_direction(gradient):
        return sampled.proof
    pulls = []
    for above in (sampled.average / 2, 0.0):
        pulls.append(signs.pull(rows.chunks(), point.parameters, above))
        if pulls[-1].leaves_no_direction(gradient):
            return pulls[-1].proof
    gram = signs.gram(rows.chunks())
    kept = independent_columns(gram)
    if len(kept) == len(gradient) or not signs.spanned_by(kept, gram):
        return Overlap(certain=False, dependent=False)
    on_kept = (pull.on(kept).leaves_no_direction(gradient[kept]) for pull in pulls)
    return Overlap(certain=any(on_kept), dependent=True)


def dependent_columns(objective: Objective, loss: str) -> bool:
    """Whether a column of X (or the intercept) is a combination of others, up to rounding.

    A few rows clear nearly all data; only where they leave a doubt are all samples looked at.
    """
    signs, rows = Signed(objective, loss), objective.rows
    if signs.size > rows.count:
        return True
    few = rows.count // max(256, 4 * signs.size)
    if few > rows.finest and not is_flat(signs.gram((rows.sample(few),))):
        return False
    gram = signs.gram(rows.chunks())
    if objective.is_wide or not is_flat(gram):
        return is_flat(gram)  # of wide data a closer look would take too long
    kept = independent_columns(gram)
    return len(kept) < signs.size and signs.spanned_by(kept, gram)


@dataclass(frozen=True, slots=True)
class Pull:
    """A = Σ|rₖ| xₖxₖᵀ over a part of the samples, with the least |rₖ| in it of a sample that leans (or infinity).

    ``leaning`` counts those that lean inside and outside of the part; ``average`` is their average |rₖ|.
    """

    matrix: Array
    least: float
    leaning: int
    average: float

    def leaves_no_direction(self, gradient: Array) -> bool:
        """Whether gᵀA⁻¹g < min|rₖ| / 2 with a regular A."""
        if self.leaning == 0:
            return True
        return self.least < np.inf and squared_length(self.matrix, gradient) < self.least / 2

    @property
    def proof(self) -> Overlap:
        """The answer where it leaves no direction: a regular A says that no columns depend."""
        return Overlap(certain=True, dependent=False if self.leaning else None)

    def on(self, kept: Array) -> Pull:
        """The same for some of the columns."""
        return replace(self, matrix=self.matrix[np.ix_(kept, kept)])


def independent_columns(gram: Array) -> Array:
    """Columns of X, given XᵀX, of which all others seem to be combinations; differences below 1e-8 are not seen.

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

    def pull(self, chunks: Iterable[Chunk], parameters: Array, above: float = 0.0) -> Pull:
        """What the samples of these chunks with |rₖ| ≥ ``above`` say about directions that separate all of them."""
        matrix, least, total, count = np.zeros((self.size, self.size)), np.inf, 0.0, 0
        for rows, lean, part in self._parts(chunks):
            size = self._sizes(rows, part, parameters)
            leaning, weight = size, size
            if not lean.all():
                leaning, weight = size[lean != 0], np.where(lean == 0, 1.0, size)
            total, count = total + float(leaning.sum()), count + len(leaning)
            if above > 0:
                leaning = leaning[leaning >= above]
                weight = np.where((size >= above) | (lean == 0), weight, 0.0)
            least = min(least, float(leaning.min(initial=np.inf)))
            matrix += (rows * weight[:, None]).T @ rows
        return Pull(matrix, least, count, total / max(1, count))

    def _sizes(self, rows: Array, part: Chunk, parameters: Array) -> Array:
        program, size = _residual(self.loss), np.empty(len(rows))
        buffers = program.workspace(len(rows), float)
        program.run(np.dot(rows, parameters), part.y.astype(float), *buffers, size)
        np.abs(size, size)
        return size if part.weight is None else size * part.weight

    def gram(self, chunks: Iterable[Chunk]) -> Array:
        """Σ xₖxₖᵀ."""
        found = np.zeros((self.size, self.size))
        for rows, _, _ in self._parts(chunks):
            found += rows.T @ rows
        return found

    def spanned_by(self, kept: Array, gram: Array) -> bool:
        """Whether all columns are combinations of these, up to rounding: a direction needs no others then."""
        size = np.sqrt(np.diag(gram))
        size = np.where(size > 0, size, 1.0)
        correlation = (gram / size / size[:, None])[np.ix_(kept, kept)]
        share = np.zeros((len(kept), self.size))
        for _ in range(2):  # the second time takes the rounding of the first away
            left = np.zeros(share.shape)
            for part, rest in self._left_over(kept, size, share):
                left += part.T @ rest
            share += np.linalg.solve(correlation, left)
        largest = 1.0 + float(np.abs(share).max())
        return all(
            bool(np.all(np.abs(rest) <= ROUNDED * largest * np.abs(part).sum(axis=1, keepdims=True)))
            for part, rest in self._left_over(kept, size, share)
        )

    def _left_over(self, kept: Array, size: Array, share: Array) -> Iterator[tuple[Array, Array]]:
        # The kept columns, brought to one size, and what all columns are beside these combinations of them.
        for rows, _, _ in self._parts(self.rows.chunks()):
            part = rows[:, kept] / size[kept]
            yield part, rows / size - part @ share

    def _parts(self, chunks: Iterable[Chunk]) -> Iterator[tuple[Array, Array, Chunk]]:
        for chunk in chunks:
            for start in range(0, chunk.X.shape[0], AT_ONCE):
                part = chunk.part(start, start + AT_ONCE)
                if part.weight is not None:
                    kept = part.weight > 0
                    part = Chunk(part.X[kept], part.y[kept], part.weight[kept])
                rows = np.empty((part.X.shape[0], self.size))
                rows[:, self.rows.columns :] = 1.0
                np.multiply(part.X, self.scale[: self.rows.columns], out=rows[:, : self.rows.columns])
                yield rows, leanings(self.loss, part.y), part
