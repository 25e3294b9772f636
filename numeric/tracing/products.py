"""Products of exact arrays: the matrix product and its kin, ``outer`` and ``tensordot``."""

from __future__ import annotations

from math import prod as product_of
from typing import Any

import numpy as np

from derive import arrays
from numeric.tracing.array import ExactArray, Objects, lifted, plain, returned, store
from numeric.tracing.record import entries
from numeric.tracing.reductions import program_of_array, sum_of
from numeric.tracing.scalar import Exact, combine
from numeric.tracing.state import current
from numeric.tracing.ufuncs import elementwise


def matmul(left: Any, right: Any, out: Any = None, **options: Any) -> Any:
    """``left @ right`` for one and two axes; more axes are products of the last two."""
    return store(out, _product(left, right))


def _product(left: Any, right: Any) -> Any:
    a, b = lifted(left), lifted(right)
    if not a.ndim or not b.ndim:
        raise ValueError("matmul: Input operand does not have enough dimensions (has 0, requires at least 1)")
    if a.ndim > 2 or b.ndim > 2:
        return _stacked(a, b)
    if a.shape[-1] != b.shape[0]:
        raise ValueError(f"matmul: the shapes {a.shape} and {b.shape} do not go together")
    if current().recording:
        return returned(entries(arrays.matmul(program_of_array(a), program_of_array(b))), (left, right))
    rows = plain(a).reshape(product_of(a.shape[:-1]), a.shape[-1])
    columns = plain(b).reshape(b.shape[0], product_of(b.shape[1:]))
    held = np.empty((rows.shape[0], columns.shape[1]), dtype=object)
    for i, row in enumerate(rows):
        for k in range(columns.shape[1]):
            held[i, k] = _inner(row, columns[:, k])
    return returned(held.reshape(a.shape[:-1] + b.shape[1:]), (left, right))


def dot(left: Any, right: Any, out: Any = None) -> Any:
    """``np.dot``: the matrix product, or a plain product where one side is a number."""
    return store(out, _dot(left, right))


def _dot(left: Any, right: Any) -> Any:
    if np.ndim(left) == 0 or np.ndim(right) == 0:
        return elementwise("multiply", (left, right))
    a, b = lifted(left), lifted(right)
    if b.ndim > 2:
        return tensordot(a, b, axes=(-1, -2))
    return _kept_axes(a, b) if a.ndim > 2 else matmul(left, right)


def vdot(left: Any, right: Any) -> Any:
    """``np.vdot``: the product of all entries, added up."""
    return matmul(np.ravel(lifted(left)), np.ravel(lifted(right)))


def inner(left: Any, right: Any) -> Any:
    """``np.inner``: products over the last axes."""
    if np.ndim(left) == 0 or np.ndim(right) == 0:
        return elementwise("multiply", (left, right))
    return dot(left, np.swapaxes(lifted(right), -1, -2) if np.ndim(right) > 1 else right)


def outer(left: Any, right: Any, out: Any = None) -> Any:
    """``np.outer``: every entry times every entry."""
    columns, rows = np.ravel(lifted(left))[:, None], np.ravel(lifted(right))[None, :]
    return store(out, elementwise("multiply", (columns, rows)))


def tensordot(left: Any, right: Any, axes: Any = 2) -> Any:
    """``np.tensordot``, by moving the summed axes together."""
    a, b = lifted(left), lifted(right)
    if isinstance(axes, int):
        axes = (list(range(a.ndim - axes, a.ndim)), list(range(axes)))
    first, second = ([each] if isinstance(each, int) else list(each) for each in axes)
    a_free = [k for k in range(a.ndim) if k not in [f % a.ndim for f in first]]
    b_free = [k for k in range(b.ndim) if k not in [s % b.ndim for s in second]]
    size = product_of(a.shape[k] for k in first)
    rows = a.transpose([*a_free, *first]).reshape(-1, size)
    columns = b.transpose([*second, *b_free]).reshape(size, -1)
    shape = tuple(a.shape[k] for k in a_free) + tuple(b.shape[k] for k in b_free)
    return returned(np.asarray(matmul(rows, columns)).reshape(shape), ())


def _inner(row: Objects, column: Objects) -> Exact:
    return sum_of([combine("multiply", a, b) for a, b in zip(row, column, strict=True)])


def _stacked(a: Any, b: Any) -> Any:
    if b.ndim == 1:
        return matmul(a, b[:, None])[..., 0]
    if a.ndim == 1:
        return matmul(a[None, :], b)[..., 0, :]
    lead = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    first = np.broadcast_to(plain(a), lead + a.shape[-2:])
    second = np.broadcast_to(plain(b), lead + b.shape[-2:])
    held = np.empty((*lead, a.shape[-2], b.shape[-1]), dtype=object)
    for index in np.ndindex(*lead):
        held[index] = plain(matmul(first[index].view(ExactArray), second[index].view(ExactArray)))
    return returned(held, ())


def _kept_axes(a: Any, b: Any) -> Any:
    flat = matmul(a.reshape(-1, a.shape[-1]), b)
    return np.asarray(flat).reshape(a.shape[:-1] + b.shape[1:]).view(ExactArray)
