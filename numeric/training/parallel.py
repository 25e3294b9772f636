"""The same passes with several threads, each with its own share of every chunk and its own buffers."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numpy as np

from numeric.compile import Kernel
from numeric.training.product import Product
from numeric.training.rows import Array, Chunk
from numeric.training.sweep import SLOPES, Sums, Sweep, Wanted
from numeric.training.threads import blas_threads

SHARE_BYTES = 3 << 22  # of X: less is not worth a thread and its buffers
BLOCK_BYTES = 5 << 18  # twice as much as alone: threads wait for each other between the calls of a block
USUAL = 2  # threads, unless more are asked for: the interpreter lets only one of them run between calls


def usual_threads() -> int:
    """The number of threads unless another is asked for: one where NumPy is kept to one.

    >>> usual_threads() in (1, 2)
    True
    """
    return min(USUAL, blas_threads())


class ParallelSweep(Sweep):
    """A sweep whose chunks are shared out; sums are added in a fixed order, so results can be repeated."""

    def __init__(
        self,
        kernel: Kernel,
        columns: int,
        dtype: Any,
        intercept: bool = False,
        scale: Array | None = None,
        threads: int = 2,
        product: Product = np.dot,
    ) -> None:
        super().__init__(kernel, columns, dtype, intercept, scale, product=product)
        self.threads = threads
        given = (kernel, columns, dtype, intercept, scale)
        self._workers = [Sweep(*given, block_bytes=BLOCK_BYTES, product=product) for _ in range(threads)]
        self._pool = ThreadPoolExecutor(threads)
        self._parted: tuple[Chunk, tuple[Chunk, ...]] | None = None

    def in_type(self, dtype: Any) -> Sweep:
        """The same sweep in another type."""
        return ParallelSweep(self.kernel, self.columns, dtype, self.intercept, self.scale, self.threads)

    def sums(self, chunks: Iterable[Chunk], parameters: Array, wanted: Wanted = SLOPES) -> Sums:
        """The loss, its gradient, and what else is wanted, in one read of the samples."""

        def work(sweep: Sweep, part: Chunk) -> Sums:
            with np.errstate(all="ignore"):  # the floating-point error state belongs to a thread
                return sweep.sums((part,), parameters, wanted)

        found = wanted.nothing_yet(self.parameters)
        for chunk in chunks:
            parts = self._portions(chunk)
            if len(parts) == 1:
                found.add(super().sums((chunk,), parameters, wanted))
                continue
            for portion in self._pool.map(work, self._workers, parts):
                found.add(portion)
        return found

    def _portions(self, chunk: Chunk) -> tuple[Chunk, ...]:
        # The same objects in every pass over the same chunk, so that workers need not cut theirs again.
        if self._parted is None or self._parted[0] is not chunk:
            rows = len(chunk.y)
            count = max(1, min(self.threads, chunk.X.nbytes // SHARE_BYTES))
            edges = [rows * k // count for k in range(count + 1)]
            self._parted = (chunk, tuple(chunk.part(start, stop) for start, stop in pairwise(edges)))
        return self._parted[1]
