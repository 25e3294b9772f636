"""Samples in a memory-mapped file: gone through in slices, each dropped from memory before the next."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from numeric.training.rows import Array, Chunk, Held

SLICE_BYTES = 1 << 25
SAMPLE_BYTES = 1 << 26  # what a subsample may take


def mapped_file(X: Array) -> mmap.mmap | None:
    """The file mapping that an array looks into, where dropping its pages loses nothing."""
    base: Any = X
    while base is not None and not isinstance(base, mmap.mmap):
        if isinstance(base, np.memmap) and getattr(base, "mode", "c") == "c":
            return None  # copy-on-write: its pages may hold changes that are nowhere else
        base = base.obj if isinstance(base, memoryview) else getattr(base, "base", None)
    return base


@dataclass(frozen=True, slots=True)
class MappedRows(Held):
    """Samples whose X looks into a memory-mapped file; labels and weights are in memory."""

    file: mmap.mmap

    @property
    def finest(self) -> int:
        """The least stride whose sample fits ``SAMPLE_BYTES``."""
        return max(1, -(-self.count * self._row_bytes // SAMPLE_BYTES))

    @property
    def _row_bytes(self) -> int:
        return self.columns * self.whole.X.itemsize

    def chunks(self) -> Iterator[Chunk]:
        """The samples, slice by slice; a slice must not be used after the next was asked for."""
        step = max(1, SLICE_BYTES // self._row_bytes)
        for start in range(0, self.count, step):
            yield self.whole.part(start, min(self.count, start + step))
            self._drop()

    def sample(self, stride: int) -> Chunk:
        """Every stride-th sample, as a copy gathered slice by slice."""
        step = stride * max(1, SLICE_BYTES // self._row_bytes // stride)
        part = self.whole.part(0, self.count, stride)
        gathered = np.empty(part.X.shape, part.X.dtype)
        for start in range(0, self.count, step):
            first = start // stride
            gathered[first : first + step // stride] = self.whole.X[start : start + step : stride]
            self._drop()
        return Chunk(gathered, part.y, part.weight)

    def thinned(self, stride: int, dtype: Any) -> Iterator[Chunk]:
        """Every stride-th sample, as one copy."""
        yield self.sample(stride)

    def _drop(self) -> None:
        if hasattr(self.file, "madvise"):
            self.file.madvise(mmap.MADV_DONTNEED)
