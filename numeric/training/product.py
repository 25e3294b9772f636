"""Which of NumPy's two products of rows with a vector is the quicker one on this machine, for rows in memory."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from numeric.training.rows import GATHERED_BYTES, Array

Product = Callable[[Array, Array, Array], Any]

# Rows in the cache: BLAS's product is up to four times as quick. Rows that come from memory: on some machines it
# takes them at half the speed of a dot product a row, on others it is a fifth quicker. Only a trial tells.
IN_MEMORY = 1 << 25  # bytes of X, below which a part of it that matters may lie in the cache
TRIALS = 6  # row blocks for each of the two
CLEARLY = 0.9  # of the time, or the product of BLAS is kept

_found: dict[tuple[int, str], Product] = {}


def quickest_product(X: Array) -> Product:
    """``product(rows, w, out)`` for row blocks of X (N, M), tried once in a process for each width.

    Trying it once lets a second fit repeat the first to the last bit.

    >>> quickest_product(np.zeros((100, 3))) is np.dot
    True
    """
    block_rows = max(1, GATHERED_BYTES // max(1, X.itemsize * X.shape[1]))
    if X.nbytes < IN_MEMORY or not X.flags.c_contiguous or len(X) < 2 * TRIALS * block_rows:
        return np.dot
    key = (X.shape[1], X.dtype.str)
    if key not in _found:
        _found[key] = _quicker(X, block_rows)
    return _found[key]


def _quicker(X: Array, block_rows: int) -> Product:
    w, out = np.ones(X.shape[1], X.dtype), np.empty(block_rows, X.dtype)
    times: dict[Product, list[float]] = {np.dot: [], np.vecdot: []}
    apart = len(X) // (2 * TRIALS)
    for trial in range(TRIALS):
        for place, product in enumerate(times):
            start = (2 * trial + place) * apart
            rows = X[start : start + block_rows]
            begun = perf_counter()
            product(rows, w, out)
            times[product].append(perf_counter() - begun)
    by_blas, by_rows = (median(found) for found in times.values())
    return np.vecdot if by_rows < CLEARLY * by_blas else np.dot
