"""The same passes with several threads, each with its own share of every chunk and its own buffers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np

from numeric.compile import Kernel
from numeric.training.rows import Array, Chunk
from numeric.training.sweep import Bends, Slopes, Sweep

SHARE_ROWS = 4096  # fewer are not worth a thread
Part = TypeVar("Part")


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

    def in_double(self) -> Sweep:
        """The same sweep in float64."""
        return ParallelSweep(self.kernel, self.columns, np.float64, self.intercept, self.scale, self.threads)

    def slopes(self, chunks: Iterable[Chunk], parameters: Array) -> Slopes:
        """The loss and its gradient, in one read of the samples."""
        return reduce(_add_slopes, self._shared(chunks, lambda each, part: each.slopes((part,), parameters)))

    def slopes_with_origin(self, chunks: Iterable[Chunk], parameters: Array) -> tuple[Slopes, Slopes]:
        """Loss and gradient at the parameters and at the origin, in one read."""
        found = list(self._shared(chunks, lambda each, part: each.slopes_with_origin((part,), parameters)))
        return reduce(_add_slopes, (pair[0] for pair in found)), reduce(
            _add_slopes, (pair[1] for pair in found)
        )

    def bends(self, chunks: Iterable[Chunk], parameters: Array, precision: Any = np.float64) -> Bends:
        """Loss, gradient and Hessian in one read."""
        return reduce(
            _add_bends, self._shared(chunks, lambda each, part: each.bends((part,), parameters, precision))
        )

    def _shared(self, chunks: Iterable[Chunk], work: Callable[[Sweep, Chunk], Part]) -> Iterator[Part]:
        for chunk in chunks:
            parts = self._portions(chunk)
            yield from self._pool.map(_quietly(work), self._workers[: len(parts)], parts)

    def _portions(self, chunk: Chunk) -> tuple[Chunk, ...]:
        # The same objects in every pass over the same chunk, so that workers need not cut theirs again.
        if self._parted is None or self._parted[0] is not chunk:
            rows = len(chunk.y)
            count = max(1, min(self.threads, rows // SHARE_ROWS))
            edges = [rows * k // count for k in range(count + 1)]
            self._parted = (chunk, tuple(chunk.part(start, stop) for start, stop in pairwise(edges)))
        return self._parted[1]


def _quietly(work: Callable[[Sweep, Chunk], Part]) -> Callable[[Sweep, Chunk], Part]:
    # The floating-point error state belongs to a thread.
    def quiet(sweep: Sweep, part: Chunk) -> Part:
        with np.errstate(all="ignore"):
            return work(sweep, part)

    return quiet


def _add_slopes(left: Slopes, right: Slopes) -> Slopes:
    return Slopes(left.loss + right.loss, left.gradient + right.gradient)


def _add_bends(left: Bends, right: Bends) -> Bends:
    return Bends(
        left.loss + right.loss,
        left.gradient + right.gradient,
        left.hessian + right.hessian,
        min(left.flattest, right.flattest),
    )
