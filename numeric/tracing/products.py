"""Products of exact arrays: the matrix product and its kin, ``tensordot`` and ``einsum``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod as product_of
from typing import Any

import numpy as np

from derive import arrays
from numeric.tracing.array import ExactArray, Objects, lifted, plain, returned
from numeric.tracing.record import entries
from numeric.tracing.reductions import program_of_array, sum_of
from numeric.tracing.scalar import Exact, LeavesExactness, combine
from numeric.tracing.state import current
from numeric.tracing.ufuncs import elementwise


def matmul(left: Any, right: Any) -> Any:
    """``left @ right`` for one and two axes; more axes are products of the last two."""
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
    if np.ndim(left) == 0 or np.ndim(right) == 0:
        return elementwise("multiply", (left, right))
    a, b = lifted(left), lifted(right)
    if b.ndim > 2:
        raise LeavesExactness("np.dot with more than two axes is not followed exactly")
    return _kept_axes(a, b) if a.ndim > 2 else matmul(left, right)


def vdot(left: Any, right: Any) -> Any:
    """``np.vdot``: the product of all entries, added up."""
    return matmul(np.ravel(lifted(left)), np.ravel(lifted(right)))


def inner(left: Any, right: Any) -> Any:
    """``np.inner``: products over the last axes."""
    if np.ndim(left) == 0 or np.ndim(right) == 0:
        return elementwise("multiply", (left, right))
    return dot(left, np.swapaxes(lifted(right), -1, -2) if np.ndim(right) > 1 else right)


def outer(left: Any, right: Any) -> Any:
    """``np.outer``: every entry times every entry."""
    return elementwise("multiply", (np.ravel(lifted(left))[:, None], np.ravel(lifted(right))[None, :]))


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


def einsum(subscripts: str, *operands: Any, **options: Any) -> Any:
    """``np.einsum`` in its string form."""
    text = subscripts.replace(" ", "")
    inputs, arrow, out = text.partition("->")
    labels = inputs.split(",")
    if "." in text:
        raise LeavesExactness("np.einsum with an ellipsis is not followed exactly")
    if not arrow:
        out = "".join(sorted(c for c in set(inputs) if c != "," and inputs.count(c) == 1))
    held = [lifted(operand) for operand in operands]
    extent = _extents(labels, held)
    if current().recording and len(held) == 2 and all(len(set(each)) == len(each) for each in labels):
        node = arrays.contract(
            labels[0], labels[1], out, program_of_array(held[0]), program_of_array(held[1])
        )
        return returned(entries(node), ())
    return _einsum_entries(labels, out, held, extent)


def _inner(row: Objects, column: Objects) -> Exact:
    return sum_of([combine("multiply", a, b) for a, b in zip(row, column, strict=True)])


def _extents(labels: Sequence[str], held: Sequence[Any]) -> Mapping[str, int]:
    extent: dict[str, int] = {}
    for each, array in zip(labels, held, strict=True):
        if len(each) != array.ndim:
            raise ValueError(f"einsum: {each!r} does not fit an array of shape {array.shape}")
        for label, size in zip(each, array.shape, strict=True):
            if extent.setdefault(label, size) != size:
                raise ValueError(f"einsum: the label {label!r} has the sizes {extent[label]} and {size}")
    return extent


def _einsum_entries(labels: Sequence[str], out: str, held: Sequence[Any], extent: Mapping[str, int]) -> Any:
    order = list(out) + [label for label in extent if label not in out]
    result = np.empty([extent[label] for label in out], dtype=object)
    sums: dict[tuple[int, ...], list[Any]] = {}
    for index in product(*(range(extent[label]) for label in order)):
        at = dict(zip(order, index, strict=True))
        parts = [plain(a)[tuple(at[c] for c in each)] for each, a in zip(labels, held, strict=True)]
        value = parts[0]
        for part in parts[1:]:
            value = combine("multiply", value, part)
        sums.setdefault(index[: len(out)], []).append(value)
    for place, values in sums.items():
        result[place] = sum_of(values)
    return returned(result, ())


def _stacked(a: Any, b: Any) -> Any:
    if a.ndim == 1 or b.ndim == 1:
        raise LeavesExactness("a product of a vector with more than two axes is not followed exactly")
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
