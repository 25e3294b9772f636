"""Looks at what was given before anything is computed: shapes, types, labels, entries that are no numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from derive.domains import Domain, FiniteSet, Interval
from derive.errors import GradproofError
from numeric.training.rows import Array, Chunk

LOOKED_AT = 1 << 16  # rows at a time


def as_chunk(X: Any, y: Any, weight: Any, layout: str, labels: Domain) -> tuple[Chunk, np.dtype[Any]]:
    """The samples as rows, without a copy where X is an array of numbers, and the type to compute in.

    Raises GradproofError, naming row and column, for anything that cannot be fitted.
    """
    matrix = _matrix(X, layout)
    vector = _vector(y, "y", matrix.shape[0])
    check_labels(vector, labels)
    weights = None if weight is None else _weights(weight, matrix.shape[0])
    dtype = np.dtype(np.float32) if matrix.dtype in (np.float32, np.float16) else np.dtype(np.float64)
    return Chunk(matrix, vector, weights), dtype


def _matrix(X: Any, layout: str) -> Array:
    try:
        matrix: Array = np.asanyarray(X)
    except ValueError as problem:
        raise GradproofError(
            f"X is not a table of numbers: {problem}", remedy="give every row the same length"
        ) from None
    if matrix.dtype == object:
        matrix = _from_objects(matrix)
    if matrix.dtype.kind not in "fiub":
        raise GradproofError(
            f"X holds {matrix.dtype}, not real numbers", remedy="encode text as numbers first"
        )
    if matrix.ndim != 2:
        raise GradproofError(
            f"X has {matrix.ndim} axes, not 2", remedy="one row a sample: X.reshape(-1, 1) for one feature"
        )
    if layout not in ("rows", "columns"):
        raise GradproofError(f"there is no layout {layout!r}", remedy="rows or columns")
    samples = matrix if layout == "rows" else matrix.T
    if 0 in samples.shape:
        raise GradproofError(
            f"X has {samples.shape[0]} samples and {samples.shape[1]} features; nothing to fit"
        )
    return samples


def _from_objects(matrix: Array) -> Array:
    for index in np.ndindex(matrix.shape):
        try:
            float(matrix[index])
        except (TypeError, ValueError):
            place = ", ".join(f"{name} {k}" for name, k in zip(("row", "column"), index, strict=False))
            raise GradproofError(f"X has {matrix[index]!r} at {place}, which is not a number") from None
    return np.asarray(matrix.astype(float))


def _vector(values: Any, name: str, length: int) -> Array:
    vector = np.asarray(values)
    if vector.ndim == 2 and 1 in vector.shape:
        vector = vector.reshape(-1)
    if vector.ndim != 1:
        raise GradproofError(f"{name} has shape {vector.shape}", remedy="one number for each sample")
    if vector.shape[0] != length:
        raise GradproofError(
            f"{name} has {vector.shape[0]} entries, but X has {length} samples",
            remedy='with samples as the columns of X say layout="columns"',
        )
    if vector.dtype.kind not in "fiub":
        raise GradproofError(
            f"{name} holds {vector.dtype}, not numbers", remedy="encode its two classes as 0, 1"
        )
    return vector


def check_labels(labels: Array, domain: Domain) -> None:
    """Raise GradproofError, naming the first row, unless every label is allowed and no class is missing.

    >>> from derive.domains import LABELS
    >>> check_labels(np.array([0, 2]), LABELS)
    Traceback (most recent call last):
    derive.errors.GradproofError: the label in row 1 is 2, but this loss takes 0 or 1
    """
    match domain:
        case FiniteSet(values):
            _check_finite_set(labels, [float(value) for value in values])
        case Interval(low=low, integer=integer):
            _refuse(labels, ~np.isfinite(labels), "finite numbers")
            if low is not None:
                _refuse(labels, labels < float(low), f"numbers from {float(low):g} on")
            if integer:
                _refuse(labels, labels != np.round(labels), "whole numbers")


def _check_finite_set(labels: Array, values: list[float]) -> None:
    counts = dict.fromkeys(values, 0)
    for start in range(0, len(labels), LOOKED_AT):  # few enough to stay in the cache
        part = labels[start : start + LOOKED_AT]
        for value in values:
            counts[value] += int(np.count_nonzero(part == value))
    if sum(counts.values()) < len(labels):
        _refuse(labels, ~np.isin(labels, values), " or ".join(f"{value:g}" for value in values))
    if max(counts.values()) == len(labels):
        raise GradproofError(
            f"every label is {labels[0]:g}; there is only one class", remedy="both classes are needed to fit"
        )


def _refuse(labels: Array, wrong: Array, wanted: str) -> None:
    if wrong.any():
        row = int(np.argmax(wrong))
        raise GradproofError(f"the label in row {row} is {labels[row]:g}, but this loss takes {wanted}")


def _weights(weight: Any, length: int) -> Array:
    vector = _vector(weight, "sample_weight", length)
    wrong = ~(np.isfinite(vector) & (vector >= 0))
    if wrong.any():
        row = int(np.argmax(wrong))
        raise GradproofError(
            f"the sample weight in row {row} is {vector[row]:g}", remedy="weights are 0 or more"
        )
    if not vector.any():
        raise GradproofError("every sample weight is 0; nothing to fit")
    return vector


def find_bad_entry(X: Array, first: int = 0) -> tuple[int, int] | None:
    """Row and column of the first entry that is not finite, looked for a slice at a time.

    >>> find_bad_entry(np.array([[1.0, 2.0], [3.0, np.inf]]))
    (1, 1)
    """
    for start in range(0, X.shape[0], LOOKED_AT):
        bad = ~np.isfinite(X[start : start + LOOKED_AT])
        if bad.any():
            row, column = np.argwhere(bad)[0]
            return first + start + int(row), int(column)
    return None
