"""The same passes with several threads, each with its own share of every chunk and its own buffers."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numpy as np

from numeric.compile import Kernel
from numeric.training.rows import Array, Chunk
from numeric.training.sweep import SLOPES, Sums, Sweep, Wanted

SHARE_ROWS = 4096  # fewer are not worth a thread


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
    ) -> None:
        super().__init__(kernel, columns, dtype, intercept, scale)
        self.threads = threads
        self._workers = [Sweep(kernel, columns, dtype, intercept, scale) for _ in range(threads)]
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
            for portion in self._pool.map(work, self._workers[: len(parts)], parts):
                found.add(portion)
        return found

    def _portions(self, chunk: Chunk) -> tuple[Chunk, ...]:
        # The same objects in every pass over the same chunk, so that workers need not cut theirs again.
        if self._parted is None or self._parted[0] is not chunk:
            rows = len(chunk.y)
            count = max(1, min(self.threads, rows // SHARE_ROWS))
            edges = [rows * k // count for k in range(count + 1)]
            self._parted = (chunk, tuple(chunk.part(start, stop) for start, stop in pairwise(edges)))
        return self._parted[1]
