"""Determinants, inverses and linear systems of small exact matrices, by minors (Cramer's rule)."""

from __future__ import annotations

from typing import Any

import numpy as np

from numeric.tracing.array import Objects, lifted, plain, returned
from numeric.tracing.products import matmul
from numeric.tracing.reductions import sum_of
from numeric.tracing.scalar import Exact, LeavesExactness, combine, exact
from numeric.tracing.ufuncs import elementwise

MOST = 4  # the expansion by minors has n! products


def determinant(matrix: Any) -> Exact:
    """``np.linalg.det``."""
    return _minor(_square(matrix))


def inverse(matrix: Any) -> Any:
    """``np.linalg.inv``: the adjugate over the determinant."""
    held = _square(matrix)
    whole = _minor(held)
    result = np.empty(held.shape, dtype=object)
    for i, j in np.ndindex(held.shape):
        result[i, j] = combine("divide", _cofactor(held, j, i), whole)
    return returned(result, (matrix,))


def solution(matrix: Any, right: Any) -> Any:
    """``np.linalg.solve``."""
    return matmul(inverse(matrix), right)


def sign_and_log(matrix: Any) -> tuple[Any, Any]:
    """``np.linalg.slogdet``."""
    whole = determinant(matrix)
    return elementwise("sign", (whole,)), elementwise("log", (abs(whole),))


def powered(matrix: Any, power: Any) -> Any:
    """``np.linalg.matrix_power`` with a whole exponent."""
    base, count = (matrix, int(power)) if power >= 0 else (inverse(matrix), -int(power))
    result = lifted(np.eye(len(base), dtype=int))
    for _ in range(count):
        result = matmul(result, base)
    return returned(plain(lifted(result)), (matrix,))


def _square(matrix: Any) -> Objects:
    held = plain(lifted(matrix))
    if held.ndim != 2 or held.shape[0] != held.shape[1]:
        raise np.linalg.LinAlgError("Last 2 dimensions of the array must be square")
    if len(held) > MOST:
        raise LeavesExactness(f"a matrix with more than {MOST} rows is not inverted exactly")
    return held


def _minor(held: Objects) -> Exact:
    if not len(held):
        return exact(1)
    return sum_of([combine("multiply", held[0, k], _cofactor(held, 0, k)) for k in range(len(held))])


def _cofactor(held: Objects, row: int, column: int) -> Exact:
    rest = np.delete(np.delete(held, row, axis=0), column, axis=1)
    minor = _minor(rest)
    return combine("negative", minor) if (row + column) % 2 else minor
