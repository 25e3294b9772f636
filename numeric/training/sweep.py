"""One pass over the samples: row blocks stay in the L2 cache for both products, buffers are used again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from numeric.compile import Kernel
from numeric.training.bare import BarePass, Piece
from numeric.training.bench import Bench, Share, new_bench
from numeric.training.gram import Bent, Gram
from numeric.training.product import Product
from numeric.training.rows import Array, Chunk
from numeric.unlabelled import Unlabelled, unlabelled

BLOCK_BYTES = 5 << 17  # of X: what stays in L2 between the product with w and the product with the residual
CHUNK_ROWS = 1 << 14  # of the element-wise loss: few calls, vectors that stay in L2


@dataclass(slots=True)
class Sums:
    """Sums over samples: loss and gradient by the parameters (weights, then the intercept where there is one).

    Where they were asked for: the Hessian, and loss and gradient at the origin.
    """

    loss: float
    gradient: Array
    bent: Bent | None = None
    start_loss: float = 0.0
    start_gradient: Array | None = None

    def add(self, other: Sums) -> None:
        """Take in the sums over other samples."""
        self.loss += other.loss
        self.gradient += other.gradient
        self.start_loss += other.start_loss
        if self.bent is not None and other.bent is not None:
            self.bent.add(other.bent)
        if self.start_gradient is not None:
            self.start_gradient += other.start_gradient


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a pass sums up beside loss and gradient.

    A Hessian multiplied in ``precision``, of every ``every``-th row block; loss and gradient at the origin. Without
    ``labels``: of loss and gradient only what no label changes (``Unlabelled``).
    """

    precision: Any = None
    every: int = 1
    origin: bool = False
    labels: bool = True

    def nothing_yet(self, parameters: int) -> Sums:
        """Zeros for everything wanted."""
        bent = None if self.precision is None else Bent(np.zeros((parameters, parameters)))
        start = np.zeros(parameters) if self.origin else None
        return Sums(0.0, np.zeros(parameters), bent, start_gradient=start)


SLOPES, BARE = Wanted(), Wanted(labels=False)


class Sweep:
    """Goes through samples for one problem: loss, gradient and Hessian, summed over the samples in float64.

    Computes in ``dtype`` (float32 or float64). Parameters are M weights and, with ``intercept``, one more.
    ``scale`` (M,) multiplies the columns, block by block, where X holds numbers too large to be squared.
    ``product(rows, w, out)`` is how rows meet the weights.
    """

    def __init__(
        self,
        kernel: Kernel,
        columns: int,
        dtype: Any,
        intercept: bool = False,
        scale: Array | None = None,
        block_bytes: int = BLOCK_BYTES,
        product: Product = np.dot,
    ) -> None:
        self.product = product
        self.kernel, self.columns, self.intercept, self.scale = kernel, columns, intercept, scale
        self.dtype = np.dtype(dtype)
        self.parameters = columns + intercept
        self.block_rows = max(32, block_bytes // max(1, self.dtype.itemsize * columns))
        self.chunk_rows = self.block_rows * max(1, CHUNK_ROWS // self.block_rows)
        self._slope, self._bend = kernel.slope.bound(self.dtype), kernel.bend.bound(self.dtype)
        self._total = kernel.total.program.bound(self.dtype)
        self._benches: dict[int, Bench] = {}
        self._copy: Array | None = None
        self._grams: dict[Any, Gram] = {}
        self._cut: tuple[Chunk, tuple[Share, ...]] | None = None
        self._bare_pass: BarePass | None = None
        self._went_through: Chunk | None = None

    @property
    def form(self) -> Unlabelled | None:
        """The loss without its labels, where there is such a thing."""
        return None if self.kernel.weighted else unlabelled(self.kernel.sample.problem.id)

    def in_type(self, dtype: Any) -> Sweep:
        """The same sweep in another type: blocks are widened or narrowed one at a time."""
        return Sweep(self.kernel, self.columns, dtype, self.intercept, self.scale)

    def sums(self, chunks: Iterable[Chunk], parameters: Array, wanted: Wanted = SLOPES) -> Sums:
        """The loss, its gradient, and what else is wanted, in one read of the samples."""
        w, offset = self._split(parameters)
        found = wanted.nothing_yet(self.parameters)
        if not wanted.labels:
            self._add_bare(chunks, w, offset, wanted, found)
            return found
        for chunk in chunks:
            for share in self._shares(chunk):
                self._add(share, w, offset, wanted, found)
        return found

    def _add(self, share: Share, w: Array, offset: float, wanted: Wanted, found: Sums) -> None:
        bench, dot, product = self._prepared(share), np.dot, self.product
        if wanted.origin:
            found.start_loss += self._start(bench, found)
        gram = None if wanted.precision is None else self._gram(wanted.precision)
        slope, bend = self._slope, self._bend
        for index, (block, given) in enumerate(zip(bench.blocks, share.rows, strict=True)):
            rows = given if share.as_it_lies else self._copied(given)
            product(rows, w, block.logits)
            if offset:
                np.add(block.logits, offset, block.logits)
            if gram is None or index % wanted.every:
                slope(*block.slope)
            else:
                bend(*block.bend)
                gram.add(rows, block.curvature)
            if wanted.origin:  # two products cost little more than one, as the rows are read from L2 once
                dot(block.both, rows, block.partials)
            else:
                dot(block.residual, rows, block.partial)
        self._collect(bench, gram, found)
        found.loss += self._loss(bench)

    def _add_bare(
        self, chunks: Iterable[Chunk], w: Array, offset: float, wanted: Wanted, found: Sums
    ) -> None:
        assert self.form is not None
        if self._bare_pass is None:
            given = (self.form, self.block_rows, self.columns, self.dtype, self.intercept)
            self._bare_pass = BarePass(*given, self.product)
        # Asked for once in a fit, so its copy of a row block is not kept.
        gram = None if wanted.precision is None else Gram(self.columns, self.parameters, wanted.precision)
        bare = self._bare_pass.sums(self._pieces(chunks, wanted.origin), w, offset, gram, wanted.every)
        found.loss, found.gradient = bare.loss, bare.slopes[0]
        if wanted.origin:
            found.start_loss, found.start_gradient = bare.label_loss, bare.slopes[1]
        if gram is not None:
            found.bent = gram.taken()

    def _pieces(self, chunks: Iterable[Chunk], labels: bool) -> Iterator[Piece]:
        for chunk in chunks:
            as_it_lies = self._as_it_lies(chunk.X)
            for start in self._starts(chunk):
                cut = slice(start, start + self.block_rows)
                rows = chunk.X[cut]
                yield rows if as_it_lies else self._copied(rows), chunk.y[cut] if labels else None

    def _starts(self, chunk: Chunk) -> Iterable[int]:
        # Back through the samples that the last pass went forth through: its end is still in the cache.
        starts = range(0, len(chunk.y), self.block_rows)
        back = chunk is self._went_through
        self._went_through = None if back else chunk
        return reversed(starts) if back else starts

    def _gram(self, precision: Any) -> Gram:
        if precision not in self._grams:
            self._grams[precision] = Gram(self.columns, self.parameters, precision)
        return self._grams[precision]

    def _start(self, bench: Bench, found: Sums) -> float:
        # The residuals at s = 0, which need no product with w.
        loss = self._start_anyhow(bench) if self.kernel.start is None else self._start_on_lines(bench)
        if self.intercept and found.start_gradient is not None:
            found.start_gradient[-1] += np.add.reduce(bench.start_residual, dtype=np.float64)
        return loss

    def _start_on_lines(self, bench: Bench) -> float:
        assert self.kernel.start is not None
        residual, loss = self.kernel.start
        np.multiply(bench.labels, residual.slope, bench.start_residual)
        np.add(bench.start_residual, residual.height, bench.start_residual)
        if self.kernel.weighted:
            np.multiply(bench.start_residual, bench.weight, bench.start_residual)
        weight = bench.weight if self.kernel.weighted else bench.ones
        return loss.height * _wide_dot(weight, bench.ones) + loss.slope * _wide_dot(weight, bench.labels)

    def _start_anyhow(self, bench: Bench) -> float:
        bench.logits.fill(0.0)
        for block in bench.blocks:
            self._slope(*block.slope)
            np.copyto(block.both[1], block.residual)
        return self._loss(bench)

    def _collect(self, bench: Bench, gram: Gram | None, found: Sums) -> None:
        single = len(bench.partials) == 1
        sums = bench.partials[0] if single else np.add.reduce(bench.partials, axis=0, dtype=np.float64)
        found.gradient[: self.columns] += sums[0]
        if found.start_gradient is not None:
            found.start_gradient[: self.columns] += sums[1]
        if self.intercept:
            found.gradient[-1] += sum(float(np.add.reduce(block.residual)) for block in bench.blocks)
        if gram is not None and found.bent is not None:
            found.bent.add(gram.taken())

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
        return Share(part, bench, rows, self._as_it_lies(chunk.X))

    def _prepared(self, share: Share) -> Bench:
        # Labels of data that fit one chunk are prepared only once.
        bench = share.bench
        if bench.prepared_for is not share.part:
            self._prepare(share.part, bench)
            bench.prepared_for = share.part
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

    def _loss(self, bench: Bench) -> float:
        self._total(bench.logits, *bench.total, *bench.basis)
        dot = np.dot if self.dtype == np.float64 else _wide_dot
        loss = 0.0
        for coefficient, left, right in bench.products:
            loss += coefficient * float(dot(left, right))
        return loss

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
