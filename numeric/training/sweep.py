"""One pass over the samples: row blocks stay in the L2 cache for both products, buffers are used again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from numeric.compile import Kernel
from numeric.training.bench import Bench, Share, new_bench
from numeric.training.rows import Array, Chunk

BLOCK_BYTES = 5 << 17  # of X: what stays in L2 between the product with w and the product with the residual
CHUNK_ROWS = 1 << 14  # of the element-wise loss: few calls, vectors that stay in L2

CACHE_BYTES = 1 << 24  # X that is larger than this is read from memory


@dataclass(frozen=True, slots=True)
class Slopes:
    """The summed loss and its gradient by the parameters (weights, then the intercept where there is one)."""

    loss: float
    gradient: Array


@dataclass(frozen=True, slots=True)
class Bends:
    """The summed loss, its gradient, its Hessian, and the least curvature of a sample."""

    loss: float
    gradient: Array
    hessian: Array
    flattest: float


class Sweep:
    """Goes through samples for one problem: loss, gradient and Hessian, summed over the samples in float64.

    Computes in ``dtype`` (float32 or float64). Parameters are M weights and, with ``intercept``, one more.
    ``scale`` (M,) multiplies the columns, block by block, where X holds numbers too large to be squared.
    """

    def __init__(
        self, kernel: Kernel, columns: int, dtype: Any, intercept: bool = False, scale: Array | None = None
    ) -> None:
        self.kernel, self.columns, self.intercept, self.scale = kernel, columns, intercept, scale
        self.dtype = np.dtype(dtype)
        self.parameters = columns + intercept
        self.block_rows = max(32, BLOCK_BYTES // max(1, self.dtype.itemsize * columns))
        self.chunk_rows = self.block_rows * max(1, CHUNK_ROWS // self.block_rows)
        self._benches: dict[int, Bench] = {}
        self._copy: Array | None = None
        self._scaled: Array | None = None
        self._cut: tuple[Chunk, tuple[Share, ...]] | None = None

    def in_double(self) -> Sweep:
        """The same sweep in float64: narrower blocks are widened one at a time."""
        return Sweep(self.kernel, self.columns, np.float64, self.intercept, self.scale)

    def slopes(self, chunks: Iterable[Chunk], parameters: Array) -> Slopes:
        """The loss and its gradient, in one read of the samples."""
        w, offset = self._split(parameters)
        gradient, loss = np.zeros(self.parameters), 0.0
        for chunk in chunks:
            for share in self._shares(chunk):
                loss += self._add_slopes(share, w, offset, gradient)
        return Slopes(loss, gradient)

    def bends(self, chunks: Iterable[Chunk], parameters: Array, precision: Any = np.float64) -> Bends:
        """Loss, gradient and the Hessian Σ cₖ xₖxₖᵀ in one read; negative curvatures count as 0.

        ``precision`` is the type in which blocks of the Hessian are multiplied; their sum is float64.
        ``flattest`` is the least curvature of any sample.
        """
        w, offset = self._split(parameters)
        gradient, loss = np.zeros(self.parameters), 0.0
        hessian, flattest = np.zeros((self.parameters, self.parameters)), np.inf
        for chunk in chunks:
            for share in self._shares(chunk):
                loss += self._add_bends(share, w, offset, gradient, hessian, precision)
                flattest = min(flattest, self._flattest(share.bench))
        return Bends(loss, gradient, hessian, flattest)

    def _add_bends(
        self, share: Share, w: Array, offset: float, gradient: Array, hessian: Array, precision: Any
    ) -> float:
        bench, product, bend = self._prepared(share), share.product, self.kernel.bend.bound(self.dtype)
        for block, given in zip(bench.blocks, share.rows, strict=True):
            rows = given if share.as_it_lies else self._copied(given)
            product(rows, w, block.logits)
            if offset:
                np.add(block.logits, offset, block.logits)
            bend(*block.bend)
            np.dot(block.residual, rows, block.partial)
            self._add_gram(rows, block.curvature, hessian, precision)
        self._collect(bench, gradient)
        return self._loss(bench)

    def _add_gram(self, rows: Array, curvature: Array, hessian: Array, precision: Any) -> None:
        # √c·X times itself is half the work of Xᵀ(cX): the product is symmetric, and BLAS knows.
        if self._scaled is None or self._scaled.dtype != precision:
            self._scaled = np.ones((self.block_rows, self.parameters), precision)
        scaled = self._scaled[: rows.shape[0]]
        root = np.sqrt(np.maximum(curvature, 0.0)).astype(precision, copy=False)[:, None]
        np.copyto(scaled[:, : self.columns], rows, casting="same_kind")
        if self.intercept:
            scaled[:, -1] = 1.0
        np.multiply(scaled, root, scaled)
        hessian += np.dot(scaled.T, scaled)

    def _flattest(self, bench: Bench) -> float:
        return min(float(np.min(block.curvature)) for block in bench.blocks)

    def slopes_with_origin(self, chunks: Iterable[Chunk], parameters: Array) -> tuple[Slopes, Slopes]:
        """Loss and gradient at the parameters and at the origin, in one read: s = 0 needs no product."""
        w, offset = self._split(parameters)
        here, origin = np.zeros(self.parameters), np.zeros(self.parameters)
        loss = start_loss = 0.0
        for chunk in chunks:
            for share in self._shares(chunk):
                start_loss += self._add_origin(share, origin)
                loss += self._add_slopes(share, w, offset, here, origin)
        return Slopes(loss, here), Slopes(start_loss, origin)

    def _add_origin(self, share: Share, origin: Array) -> float:
        # Leaves the residuals at s = 0 in ``start_residual``; their product with X is taken block by block.
        bench, slope = self._prepared(share), self.kernel.slope.bound(self.dtype)
        bench.logits.fill(0.0)
        for block in bench.blocks:
            slope(*block.slope)
            np.copyto(block.start_residual, block.residual)
        if self.intercept:
            origin[-1] += sum(float(np.add.reduce(block.residual)) for block in bench.blocks)
        return self._loss(bench)

    def _add_slopes(
        self, share: Share, w: Array, offset: float, gradient: Array, origin: Array | None = None
    ) -> float:
        bench, product, dot = self._prepared(share), share.product, np.dot
        slope, as_it_lies = self.kernel.slope.bound(self.dtype), share.as_it_lies
        for block, given in zip(bench.blocks, share.rows, strict=True):
            rows = given if as_it_lies else self._copied(given)
            product(rows, w, block.logits)
            if offset:
                np.add(block.logits, offset, block.logits)
            slope(*block.slope)
            dot(block.residual, rows, block.partial)
            if origin is not None:
                origin[: self.columns] += dot(block.start_residual, rows)
        self._collect(bench, gradient)
        return self._loss(bench)

    def _collect(self, bench: Bench, gradient: Array) -> None:
        if len(bench.blocks) == 1:
            gradient[: self.columns] += bench.partials[0]
        else:
            gradient[: self.columns] += np.add.reduce(bench.partials, axis=0, dtype=np.float64)
        if self.intercept:
            gradient[-1] += sum(float(np.add.reduce(block.residual)) for block in bench.blocks)

    def _split(self, parameters: Array) -> tuple[Array, float]:
        w = np.ascontiguousarray(parameters[: self.columns], self.dtype)
        return w, float(parameters[-1]) if self.intercept else 0.0

    def _shares(self, chunk: Chunk) -> tuple[Share, ...]:
        # Cut once for samples in memory, which come as the same chunk in every pass.
        if self._cut is None or self._cut[0] is not chunk:
            self._cut = (chunk, tuple(self._share(chunk, k) for k in range(0, len(chunk.y), self.chunk_rows)))
        return self._cut[1]

    def _share(self, chunk: Chunk, start: int) -> Share:
        part = chunk.part(start, start + self.chunk_rows)
        bench = self._bench(len(part.y))
        rows = tuple(part.X[block.start : block.stop] for block in bench.blocks)
        return Share(part, bench, rows, self._as_it_lies(chunk.X), self._product(chunk.X))

    def _prepared(self, share: Share) -> Bench:
        # Labels of data that fit one chunk are prepared only once.
        bench = share.bench
        if bench.prepared_for is not share:
            self._prepare(share.part, bench)
            bench.prepared_for = share
        return bench

    def _prepare(self, part: Chunk, bench: Bench) -> None:
        np.copyto(bench.labels, part.y, casting="unsafe")
        given = [bench.labels]
        if self.kernel.weighted:
            np.copyto(bench.weight, 1.0 if part.weight is None else part.weight, casting="unsafe")
            given.append(bench.weight)
        self.kernel.prepare.run(*given, *bench.prepare_buffers, *bench.prepared)

    def _as_it_lies(self, X: Array) -> bool:
        # What BLAS can read in place; anything else is copied, a block at a time.
        return (
            self.scale is None
            and X.dtype == self.dtype
            and X.flags.aligned
            and X.itemsize in X.strides
            and min(X.strides) > 0
        )

    def _copied(self, rows: Array) -> Array:
        if self._copy is None:
            self._copy = np.empty((self.block_rows, self.columns), self.dtype)
        copy = self._copy[: rows.shape[0]]
        if self.scale is None:
            np.copyto(copy, rows, casting="unsafe")
        else:
            np.multiply(rows, self.scale, out=copy, casting="unsafe")
        return copy

    def _product(self, X: Array) -> Callable[..., Any]:
        # From memory a dot product a row reads fastest; from the cache, and across columns, BLAS does.
        by_rows = X.strides[1] == X.itemsize == 8
        by_rows = by_rows and self._as_it_lies(X)
        return np.vecdot if by_rows and X.nbytes > CACHE_BYTES and hasattr(np, "vecdot") else np.dot

    def _loss(self, bench: Bench) -> float:
        total = self.kernel.total
        total.program.bound(self.dtype)(bench.logits, *bench.total, *bench.basis)
        values = (bench.ones, bench.logits, *bench.basis)
        dot = np.dot if self.dtype == np.float64 else _wide_dot
        loss = 0.0
        for coefficient, basis in total.summands:
            vector = values[0 if basis is None else basis + 1]
            if isinstance(coefficient, float):
                loss += coefficient * dot(bench.ones, vector)
            else:
                loss += dot(bench.prepared[coefficient], vector)
        return float(loss)

    def _bench(self, rows: int) -> Bench:
        if rows not in self._benches:
            if len(self._benches) > 8:
                self._benches.clear()
            self._benches[rows] = new_bench(self.kernel, rows, self.block_rows, self.columns, self.dtype)
        return self._benches[rows]


def _wide_dot(left: Array, right: Array) -> float:
    return float(np.add.reduce(left * right, dtype=np.float64))


def gradient_norm(gradient: Sequence[float] | Array) -> float:
    """The Euclidean norm, safe against overflow of the squares.

    >>> round(gradient_norm([3e200, 4e200]) / 1e200, 9)
    5.0
    """
    vector = np.asarray(gradient, float)
    with np.errstate(over="ignore"):
        norm: float = float(np.dot(vector, vector)) ** 0.5
    if 1e-100 < norm < 1e100 or not np.all(np.isfinite(vector)):
        return norm
    largest = float(np.max(np.abs(vector), initial=0.0))
    return largest * float(np.linalg.norm(vector / largest)) if largest else 0.0
