"""Where the samples come from: arrays in memory, memory-mapped files, CSV files, handed out in chunks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]

RUN = 16  # consecutive samples, which memory delivers faster than single ones
GATHERED_BYTES = 5 << 17  # at a time, as a row block of the sweep


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive samples: X (n, M), labels (n,), weights (n,) or None; ``first`` numbers the first."""

    X: Array
    y: Array
    weight: Array | None
    first: int = 0

    def part(self, start: int, stop: int, step: int = 1) -> Chunk:
        """Some of the samples, as views."""
        cut = slice(start, stop, step)
        weight = None if self.weight is None else self.weight[cut]
        return Chunk(self.X[cut], self.y[cut], weight, self.first + start)


class Rows(Protocol):
    """Samples that can be gone through again and again, chunk by chunk, in bounded memory."""

    @property
    def whole(self) -> Chunk:
        """The samples as one chunk, wherever its arrays look into."""
        ...

    @property
    def columns(self) -> int:
        """The number of features."""
        ...

    @property
    def count(self) -> int:
        """The number of samples."""
        ...

    @property
    def dtype(self) -> np.dtype[Any]:
        """The floating-point type to compute in."""
        ...

    @property
    def weighted(self) -> bool:
        """Whether samples have weights."""
        ...

    @property
    def total(self) -> float:
        """The sum of the sample weights (their number where there are none)."""
        ...

    @property
    def finest(self) -> int:
        """The least stride that a sample may have."""
        ...

    def chunks(self) -> Iterator[Chunk]:
        """All samples, in order."""
        ...

    def sample(self, stride: int) -> Chunk:
        """Every stride-th sample."""
        ...

    def thinned(self, stride: int, dtype: Any) -> Iterator[Chunk]:
        """One in ``stride`` samples, spread over all; a chunk must not be used after the next was asked for."""
        ...


@dataclass(frozen=True, slots=True)
class Held:
    """Samples of which the whole is at hand as one chunk, wherever its arrays look into."""

    whole: Chunk
    dtype: np.dtype[Any]

    @property
    def columns(self) -> int:
        """The number of features."""
        return int(self.whole.X.shape[1])

    @property
    def count(self) -> int:
        """The number of samples."""
        return int(self.whole.X.shape[0])

    @property
    def weighted(self) -> bool:
        """Whether samples have weights."""
        return self.whole.weight is not None

    @property
    def total(self) -> float:
        """The sum of the sample weights."""
        weight = self.whole.weight
        return float(self.count) if weight is None else float(np.sum(weight, dtype=np.float64))


@dataclass(frozen=True, slots=True)
class ArrayRows(Held):
    """Samples in memory, never copied: X (N, M) in any memory order, labels (N,), weights (N,) or None."""

    @property
    def finest(self) -> int:
        """The least stride that a sample may have: any, as samples are views."""
        return 1

    def chunks(self) -> Iterator[Chunk]:
        """The samples, as one chunk."""
        yield self.whole

    def sample(self, stride: int) -> Chunk:
        """Every stride-th sample, as a view."""
        return self.whole.part(0, self.count, stride)

    def thinned(self, stride: int, dtype: Any) -> Iterator[Chunk]:
        """Every stride-th run of ``RUN`` samples, gathered in one buffer of this type again and again."""
        runs = self.count // (RUN * stride)
        X, y = self._runs(self.whole.X, runs, stride), self._runs(self.whole.y, runs, stride)
        weight = None if self.whole.weight is None else self._runs(self.whole.weight, runs, stride)
        step = max(1, GATHERED_BYTES // (RUN * self.columns * np.dtype(dtype).itemsize))
        buffer = np.empty((min(step, runs), RUN, self.columns), dtype)
        for start in range(0, runs, step):
            cut = slice(start, start + step)
            gathered = buffer[: len(y[cut])]
            np.copyto(gathered, X[cut], casting="unsafe")
            yield Chunk(
                gathered.reshape(-1, self.columns),
                y[cut].reshape(-1),
                None if weight is None else weight[cut].reshape(-1),
            )

    def _runs(self, values: Array, runs: int, stride: int) -> Array:
        whole = values[: runs * stride * RUN]
        return whole.reshape(runs, stride * RUN, *values.shape[1:])[:, :RUN]


def column_scale(rows: Rows) -> Array:
    """Powers of two that bring the largest entry of each column between 1/2 and 1.

    >>> import numpy as np
    >>> column_scale(ArrayRows(Chunk(np.array([[3.0, 0.0]]), np.zeros(1), None), np.dtype(float))).tolist()
    [0.25, 1.0]
    """
    largest = np.zeros(rows.columns)
    for chunk in rows.chunks():
        for start in range(0, chunk.X.shape[0], 1 << 14):
            largest = np.maximum(largest, np.abs(chunk.X[start : start + (1 << 14)]).max(axis=0))
    found: Array = np.ldexp(1.0, -np.frexp(largest)[1])
    return found
