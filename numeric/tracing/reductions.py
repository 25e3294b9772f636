"""NumPy functions that make one exact value of many: sums, means, extremes, norms, all and any."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from math import prod as product_of
from typing import Any

import numpy as np

from derive import arrays
from derive.terms import add, all_of, any_of
from numeric.tracing.array import lifted, plain, returned
from numeric.tracing.record import entries, program_of
from numeric.tracing.scalar import Exact, LeavesExactness, Truth, combine, condition_of, exact, truth
from numeric.tracing.size import tagged
from numeric.tracing.state import current
from numeric.tracing.ufuncs import elementwise


def total(
    array: Any, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: Any = False, **options: Any
) -> Any:
    """``np.sum`` over one axis, several, or all."""
    if isinstance(array, Iterator):
        array = list(array)
    held = lifted(array)
    axes = _axes(axis, held.ndim)
    if current().recording and not any(isinstance(each, Truth) for each in plain(held).flat):
        node = arrays.sum_over(program_of_array(held), axes, keepdims=bool(keepdims))
        return returned(entries(node), (array,))
    return _reduced(held, axes, keepdims, sum_of, (array,))


def mean(
    array: Any, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: Any = False, **options: Any
) -> Any:
    """``np.mean``: the sum over the number of entries that were added."""
    held = lifted(array)
    count = product_of(tagged(held.shape[k]) for k in _axes(axis, held.ndim))
    return elementwise("divide", (total(array, axis=axis, keepdims=keepdims), count))


def average(array: Any, axis: Any = None, weights: Any = None, **options: Any) -> Any:
    """``np.average``: a weighted mean."""
    if weights is None:
        return mean(array, axis=axis)
    held, heavy = lifted(array), lifted(weights)
    if axis is not None and heavy.ndim == 1 and held.ndim > 1:
        shape = [1] * held.ndim
        shape[int(axis)] = heavy.size
        heavy = np.broadcast_to(heavy.reshape(shape), held.shape)
    weighed = elementwise("multiply", (held, heavy))
    return elementwise("divide", (total(weighed, axis=axis), total(heavy, axis=axis)))


def variance(
    array: Any, axis: Any = None, dtype: Any = None, out: Any = None, ddof: Any = 0, keepdims: Any = False
) -> Any:
    """``np.var``."""
    held = lifted(array)
    count = product_of(tagged(held.shape[k]) for k in _axes(axis, held.ndim)) - ddof
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


def running_product(array: Any, axis: Any = None, **options: Any) -> Any:
    """``np.cumprod``."""
    held = np.ravel(lifted(array)) if axis is None else lifted(array)
    return np.multiply.accumulate(held, axis=0 if axis is None else axis)


def program_of_array(array: Any) -> arrays.Array:
    """The array program whose entries an exact array holds."""
    return program_of(plain(array), array.shape)


def sum_of(values: Sequence[Any]) -> Exact:
    """The sum of exact scalars, in their order while a program is recorded."""
    if current().recording:
        result = exact(0)
        for value in values:
            result = combine("add", result, value)
        return result
    return Exact(add(*(exact(value).term for value in values)))


def _all_of(values: Sequence[Any]) -> Any:
    kept = [v for v in map(truth_of, values) if v is not True]
    return False if False in kept else truth(all_of(*(v.condition for v in kept))) if kept else True


def _any_of(values: Sequence[Any]) -> Any:
    kept = [v for v in map(truth_of, values) if v is not False]
    return True if True in kept else truth(any_of(*(v.condition for v in kept))) if kept else False


def truth_of(value: Any) -> Any:
    """The truth value of an entry."""
    return truth(condition_of(value))


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
    if any(held.shape[k] in current().letters for k in axes):
        return _free_extreme(name, held, axes, keepdims)
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


def _free_extreme(name: str, held: Any, axes: Sequence[int], keepdims: Any) -> Any:
    """An extreme along an axis of any size: a value of its own, free for all that is proved about it."""
    found = lifted(_extreme_entries(name, plain(held), axes, keepdims))
    values = [exact(each).term for each in plain(found).ravel()]
    node = arrays.Array(arrays.Leaf(f"{FREE} {next(_FREE_NUMBERS)}"), (), found.shape, tuple(values))
    return returned(entries(node), ())


def _extreme_entries(name: str, held: Any, axes: Sequence[int], keepdims: Any) -> Any:
    rows = np.moveaxis(held, axes, range(len(axes))).reshape(
        -1, *(n for k, n in enumerate(held.shape) if k not in axes)
    )
    result = rows[0]
    for row in rows[1:]:
        result = np.frompyfunc(lambda a, b: combine(name, a, b), 2, 1)(result, row)
    return np.expand_dims(result, axes) if keepdims else result


FREE = "free"
_FREE_NUMBERS = count()


def _axes(axis: Any, ndim: int) -> tuple[int, ...]:
    if axis is None:
        return tuple(range(ndim))
    given = (axis,) if isinstance(axis, int | np.integer | Exact) else tuple(axis)
    return tuple(np.lib.array_utils.normalize_axis_index(int(each), ndim) for each in given)


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
