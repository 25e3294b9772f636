"""NumPy functions that do arithmetic, on exact arrays; those that only move entries about need no rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from math import prod as product_of
from typing import Any

import numpy as np

from derive import arrays
from derive.terms import add, all_of, any_of, case
from numeric.tracing.array import (
    ExactArray,
    ExactMatrix,
    Objects,
    elementwise,
    lifted,
    plain,
    returned,
)
from numeric.tracing.record import entries, program_of
from numeric.tracing.scalar import Exact, LeavesExactness, Truth, combine, condition_of, exact, truth
from numeric.tracing.state import current


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
        return returned(entries(arrays.matmul(_program(a), _program(b))), (left, right))
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
        node = arrays.contract(labels[0], labels[1], out, _program(held[0]), _program(held[1]))
        return returned(entries(node), ())
    return _einsum_entries(labels, out, held, extent)


def total(
    array: Any, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: Any = False, **options: Any
) -> Any:
    """``np.sum`` over one axis, several, or all."""
    if isinstance(array, Iterator):
        array = list(array)
    held = lifted(array)
    axes = _axes(axis, held.ndim)
    if current().recording and not any(isinstance(each, Truth) for each in plain(held).flat):
        node = arrays.sum_over(_program(held), axes, keepdims=bool(keepdims))
        return returned(entries(node), (array,))
    return _reduced(held, axes, keepdims, _sum_of, (array,))


def mean(
    array: Any, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: Any = False, **options: Any
) -> Any:
    """``np.mean``: the sum over the number of entries that were added."""
    held = lifted(array)
    count = product_of(held.shape[k] for k in _axes(axis, held.ndim))
    return elementwise("divide", (total(array, axis=axis, keepdims=keepdims), count))


def average(array: Any, axis: Any = None, weights: Any = None, **options: Any) -> Any:
    """``np.average``: a weighted mean."""
    if weights is None:
        return mean(array, axis=axis)
    weighed = elementwise("multiply", (array, weights))
    return elementwise("divide", (total(weighed, axis=axis), total(lifted(weights), axis=axis)))


def variance(
    array: Any, axis: Any = None, dtype: Any = None, out: Any = None, ddof: Any = 0, keepdims: Any = False
) -> Any:
    """``np.var``."""
    held = lifted(array)
    count = product_of(held.shape[k] for k in _axes(axis, held.ndim)) - ddof
    away = elementwise("square", (elementwise("subtract", (held, mean(held, axis, keepdims=True))),))
    return elementwise("divide", (total(away, axis, keepdims=keepdims), count))


def deviation(*args: Any, **options: Any) -> Any:
    """``np.std``."""
    return elementwise("sqrt", (variance(*args, **options),))


def multiplied(array: Any, axis: Any = None, keepdims: Any = False, **options: Any) -> Any:
    """``np.prod``."""
    return _folded("multiply", array, axis, keepdims)


def largest(array: Any, axis: Any = None, out: Any = None, keepdims: Any = False, **options: Any) -> Any:
    """``np.max``."""
    return _folded("maximum", array, axis, keepdims)


def smallest(array: Any, axis: Any = None, out: Any = None, keepdims: Any = False, **options: Any) -> Any:
    """``np.min``."""
    return _folded("minimum", array, axis, keepdims)


def log_of_sum(array: Any, axis: Any = None, b: Any = None, keepdims: Any = False, **options: Any) -> Any:
    """``scipy.special.logsumexp`` and ``np.logaddexp.reduce``."""
    weights = elementwise("exp", (array,))
    if b is not None:
        weights = elementwise("multiply", (weights, b))
    return elementwise("log", (total(weights, axis=axis, keepdims=keepdims),))


def softmax(array: Any, axis: Any = None) -> Any:
    """``scipy.special.softmax``."""
    weights = elementwise("exp", (array,))
    return elementwise("divide", (weights, total(weights, axis=axis, keepdims=True)))


def log_softmax(array: Any, axis: Any = None) -> Any:
    """``scipy.special.log_softmax``."""
    return elementwise("subtract", (array, log_of_sum(array, axis=axis, keepdims=True)))


def where(condition: Any, *values: Any) -> Any:
    """``np.where``: a case distinction in every entry."""
    flags = lifted(condition)
    if not values:
        return np.nonzero(np.array([bool(each) for each in plain(flags).flat]).reshape(flags.shape))
    yes, no = (lifted(value) for value in values)
    shape = np.broadcast_shapes(flags.shape, yes.shape, no.shape)
    spread = [np.broadcast_to(plain(each), shape) for each in (flags, yes, no)]
    if current().recording:
        return returned(_recorded_choice(*spread), values)
    return returned(np.frompyfunc(_pick, 3, 1)(*spread), values)


def clip(array: Any, low: Any = None, high: Any = None, out: Any = None, **options: Any) -> Any:
    """``np.clip``."""
    low, high = options.get("min", low), options.get("max", high)
    low, high = options.get("a_min", low), options.get("a_max", high)
    result = array if low is None else elementwise("maximum", (array, low))
    result = result if high is None else elementwise("minimum", (result, high))
    return _stored(out, result)


def argmax(array: Any, axis: Any = None, out: Any = None, keepdims: Any = False) -> Any:
    """``np.argmax``: the run takes a path by its witness."""
    return _place(array, axis, lambda best, other: bool(best < other))


def argmin(array: Any, axis: Any = None, out: Any = None, keepdims: Any = False) -> Any:
    """``np.argmin``: the run takes a path by its witness."""
    return _place(array, axis, lambda best, other: bool(other < best))


def norm(array: Any, ord: Any = None, axis: Any = None, keepdims: Any = False) -> Any:
    """``np.linalg.norm``: Euclidean (Frobenius) by default, or the sum or the largest of absolute values."""
    if ord in (None, 2, "fro"):
        squares = total(elementwise("square", (array,)), axis=axis, keepdims=keepdims)
        return elementwise("sqrt", (squares,))
    sizes = elementwise("absolute", (array,))
    if ord == 1 and (np.ndim(array) == 1 or axis is not None):
        return total(sizes, axis=axis, keepdims=keepdims)
    if ord == np.inf and (np.ndim(array) == 1 or axis is not None):
        return largest(sizes, axis=axis, keepdims=keepdims)
    raise LeavesExactness(f"np.linalg.norm with ord={ord!r} is not followed exactly")


def every(array: Any, axis: Any = None, out: Any = None, keepdims: Any = False, **options: Any) -> Any:
    """``np.all``."""
    held = lifted(array)
    return _reduced(held, _axes(axis, held.ndim), keepdims, _all_of, ())


def some(array: Any, axis: Any = None, out: Any = None, keepdims: Any = False, **options: Any) -> Any:
    """``np.any``."""
    held = lifted(array)
    return _reduced(held, _axes(axis, held.ndim), keepdims, _any_of, ())


def close(left: Any, right: Any, *args: Any, **options: Any) -> bool:
    """``np.allclose``: settled on the witness, which proves nothing."""
    a, b = np.broadcast_arrays(plain(lifted(left)), plain(lifted(right)))
    if all(exact(x).term is exact(y).term for x, y in zip(a.flat, b.flat, strict=True)):
        return True
    current().leave_exactness("np.allclose compares with a tolerance, which leaves exact arithmetic.")
    return all(abs(float(exact(x)) - float(exact(y))) < 1e-8 for x, y in zip(a.flat, b.flat, strict=True))


def same(left: Any, right: Any, *args: Any, **options: Any) -> bool:
    """``np.array_equal``: every entry equal, decided by path."""
    a, b = lifted(left), lifted(right)
    return a.shape == b.shape and bool(every(elementwise("equal", (a, b))))


def count_nonzero(array: Any, axis: Any = None, keepdims: Any = False) -> Any:
    """``np.count_nonzero``."""
    return total(elementwise("not_equal", (array, 0)), axis=axis, keepdims=keepdims)


def trace(array: Any, *args: Any, **options: Any) -> Any:
    """``np.trace``."""
    return total(np.diagonal(lifted(array)))


def running_sum(array: Any, axis: Any = None, **options: Any) -> Any:
    """``np.cumsum``."""
    held = np.ravel(lifted(array)) if axis is None else lifted(array)
    return np.add.accumulate(held, axis=0 if axis is None else axis)


def cross_difference(array: Any, *args: Any, **options: Any) -> Any:
    """``np.diff`` along the last axis."""
    held = lifted(array)
    return elementwise("subtract", (held[..., 1:], held[..., :-1]))


def full_like(value: Any) -> Callable[..., Any]:
    """``np.zeros_like`` and its kin; a whole-number dtype makes an integer buffer, as in NumPy."""

    def make(array: Any, *args: Any, **options: Any) -> Any:
        dtype, shape = options.get("dtype"), options.get("shape", np.shape(array))
        if dtype is not None and np.dtype(dtype).kind in "iub":
            return np.full(shape, value, dtype=dtype)
        held = filled(shape, value)
        return held.view(ExactMatrix) if isinstance(array, ExactMatrix) else held

    return make


def filled(shape: Any, value: Any) -> ExactArray:
    """An exact array with one value everywhere."""
    held = np.empty(shape, dtype=object)
    held[...] = exact(value)
    return held.view(ExactArray)


def rounded(array: Any, decimals: int = 0, out: Any = None) -> Any:
    """``np.round``: leaves exact arithmetic unless nothing depends on a symbol."""
    return returned(np.frompyfunc(lambda v: exact(round(exact(v), decimals)), 1, 1)(plain(lifted(array))), ())


def sort(array: Any, axis: Any = -1, **options: Any) -> Any:
    """``np.sort``, by path."""
    held = plain(lifted(array)).copy()
    held.sort(axis=axis)
    return returned(held, ())


def argsort(array: Any, axis: Any = -1, **options: Any) -> Any:
    """``np.argsort``, by path."""
    return plain(lifted(array)).argsort(axis=axis)


def clean(array: Any, *args: Any, **options: Any) -> Any:
    """``np.nan_to_num``: exact values have no nan."""
    return array


def flat_map(function: Any, axis: int, array: Any, *args: Any, **options: Any) -> Any:
    """``np.apply_along_axis``."""
    held = np.moveaxis(lifted(array), axis, -1)
    rows = [function(held[index], *args, **options) for index in np.ndindex(held.shape[:-1])]
    inner_shape = np.shape(lifted(rows[0]))
    result = lifted(rows).reshape(held.shape[:-1] + inner_shape)
    return np.moveaxis(result, -1, axis) if inner_shape else result


def _program(array: Any) -> arrays.Array:
    return program_of(plain(array), array.shape)


def _inner(row: Objects, column: Objects) -> Exact:
    return _sum_of([combine("multiply", a, b) for a, b in zip(row, column, strict=True)])


def _sum_of(values: Sequence[Any]) -> Exact:
    if current().recording:
        result = exact(0)
        for value in values:
            result = combine("add", result, value)
        return result
    return Exact(add(*(exact(value).term for value in values)))


def _all_of(values: Sequence[Any]) -> Any:
    kept = [v for v in map(_truth, values) if v is not True]
    return False if False in kept else truth(all_of(*(v.condition for v in kept))) if kept else True


def _any_of(values: Sequence[Any]) -> Any:
    kept = [v for v in map(_truth, values) if v is not False]
    return True if True in kept else truth(any_of(*(v.condition for v in kept))) if kept else False


def _truth(value: Any) -> Any:
    return truth(condition_of(value))


def _pick(flag: Any, yes: Any, no: Any) -> Any:
    chosen = _truth(flag)
    if isinstance(chosen, bool):
        return yes if chosen else no
    return Exact(case([(chosen.condition, exact(yes).term)], exact(no).term))


def _recorded_choice(flags: Objects, yes: Objects, no: Objects) -> Objects:
    conditions = [condition_of(flag) for flag in flags.flat]
    node = arrays.choose(conditions, program_of(yes, yes.shape), program_of(no, no.shape))
    return entries(node)


def _reduced(
    held: Any, axes: Sequence[int], keepdims: Any, combine_all: Callable[..., Any], like: Sequence[Any]
) -> Any:
    free = [k for k in range(held.ndim) if k not in axes]
    moved = plain(held).transpose([*free, *axes])
    shape = tuple(held.shape[k] for k in free)
    rows = moved.reshape(product_of(shape), product_of(held.shape[k] for k in axes))
    result = np.empty(len(rows), dtype=object)
    result[:] = [combine_all(list(row)) for row in rows]
    if keepdims:
        shape = tuple(1 if k in axes else size for k, size in enumerate(held.shape))
    return returned(result.reshape(shape), like)


def _folded(name: str, array: Any, axis: Any, keepdims: Any) -> Any:
    held = lifted(array)
    axes = _axes(axis, held.ndim)
    free = [k for k in range(held.ndim) if k not in axes]
    size = product_of(held.shape[k] for k in axes)
    rows = held.transpose([*free, *axes]).reshape(*(held.shape[k] for k in free), size)
    if not size:
        raise ValueError(f"zero-size array to reduction operation {name} which has no identity")
    result = rows[..., 0]
    for k in range(1, size):
        result = elementwise(name, (result, rows[..., k]))
    if keepdims:
        result = lifted(result).reshape([1 if k in axes else n for k, n in enumerate(held.shape)])
    return result


def _axes(axis: Any, ndim: int) -> tuple[int, ...]:
    if axis is None:
        return tuple(range(ndim))
    given = (axis,) if isinstance(axis, int | np.integer | Exact) else tuple(axis)
    return tuple(np.lib.array_utils.normalize_axis_index(int(each), ndim) for each in given)


def _place(array: Any, axis: Any, better: Callable[[Any, Any], bool]) -> Any:
    current().note("A largest or smallest entry was picked by a witness; every way to pick it was followed.")
    held = np.ravel(lifted(array)) if axis is None else np.moveaxis(lifted(array), axis, -1)
    found = np.zeros(held.shape[:-1], dtype=int)
    for index in np.ndindex(held.shape[:-1]):
        row = plain(held)[index]
        best = 0
        for k in range(1, len(row)):
            best = k if better(row[best], row[k]) else best
        found[index] = best
    return found if found.ndim else int(found)


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
        result[place] = _sum_of(values)
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


def _stored(out: Any, result: Any) -> Any:
    if out is None:
        return result
    target = out[0] if isinstance(out, tuple) else out
    plain(target)[...] = plain(lifted(result))
    return target


def _log_reduce(array: Any, axis: Any = None, keepdims: Any = False) -> Any:
    return log_of_sum(array, axis=axis, keepdims=keepdims)


REDUCTIONS: Mapping[str, Callable[..., Any]] = {
    "add": total,
    "multiply": multiplied,
    "maximum": largest,
    "minimum": smallest,
    "logical_and": every,
    "logical_or": some,
    "logaddexp": _log_reduce,
}

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "matmul": matmul,
    "dot": dot,
    "vdot": vdot,
    "inner": inner,
    "outer": outer,
    "tensordot": tensordot,
    "einsum": einsum,
    "sum": total,
    "nansum": total,
    "mean": mean,
    "nanmean": mean,
    "average": average,
    "var": variance,
    "std": deviation,
    "prod": multiplied,
    "max": largest,
    "amax": largest,
    "min": smallest,
    "amin": smallest,
    "where": where,
    "clip": clip,
    "argmax": argmax,
    "argmin": argmin,
    "norm": norm,
    "all": every,
    "any": some,
    "allclose": close,
    "array_equal": same,
    "count_nonzero": count_nonzero,
    "trace": trace,
    "cumsum": running_sum,
    "diff": cross_difference,
    "zeros_like": full_like(0),
    "ones_like": full_like(1),
    "empty_like": full_like(0),
    "full_like": lambda array, value, **options: full_like(value)(array, **options),
    "round": rounded,
    "around": rounded,
    "sort": sort,
    "argsort": argsort,
    "nan_to_num": clean,
    "apply_along_axis": flat_map,
}
