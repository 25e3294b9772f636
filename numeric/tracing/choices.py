"""NumPy functions whose result depends on comparisons of entries: ``where``, ``clip``, ``argmax``, ``sort``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from derive import arrays
from derive.terms import case
from numeric.tracing.array import Objects, lifted, plain, returned, store
from numeric.tracing.looked import Near
from numeric.tracing.record import comparison_of, entries, program_of
from numeric.tracing.reductions import every, truth_of
from numeric.tracing.scalar import Exact, condition_of, exact
from numeric.tracing.state import current
from numeric.tracing.ufuncs import elementwise
from numeric.tracing.witness import approximate


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


def select(conditions: Any, values: Any, default: Any = 0) -> Any:
    """``np.select``: the value of the first condition that holds, entry by entry."""
    result = default
    for condition, value in reversed(list(zip(conditions, values, strict=True))):
        result = where(condition, value, result)
    return result


def clip(array: Any, low: Any = None, high: Any = None, out: Any = None, **options: Any) -> Any:
    """``np.clip``."""
    low, high = options.get("min", low), options.get("max", high)
    low, high = options.get("a_min", low), options.get("a_max", high)
    result = array if low is None else elementwise("maximum", (array, low))
    result = result if high is None else elementwise("minimum", (result, high))
    return store(out, result)


def argmax(array: Any, axis: Any = None, out: Any = None, keepdims: Any = False) -> Any:
    """``np.argmax``: the run takes a path by its witness."""
    return _place(array, axis, lambda best, other: bool(best < other))


def argmin(array: Any, axis: Any = None, out: Any = None, keepdims: Any = False) -> Any:
    """``np.argmin``: the run takes a path by its witness."""
    return _place(array, axis, lambda best, other: bool(other < best))


def close(left: Any, right: Any, *args: Any, **options: Any) -> bool | Near:
    """``np.allclose``: settled on the witness, which proves nothing."""
    a, b = np.broadcast_arrays(plain(lifted(left)), plain(lifted(right)))
    if all(exact(x).term is exact(y).term for x, y in zip(a.flat, b.flat, strict=True)):
        return True
    values = (_witnessed(x - y) for x, y in zip(a.flat, b.flat, strict=True))
    return Near(all(abs(value) < 1e-8 for value in values))


def _witnessed(difference: Any) -> float:
    return approximate(exact(difference).term, current().witness)


def same(left: Any, right: Any, *args: Any, **options: Any) -> bool:
    """``np.array_equal``: every entry equal, decided by path."""
    a, b = lifted(left), lifted(right)
    return a.shape == b.shape and bool(every(elementwise("equal", (a, b))))


def sort(array: Any, axis: Any = -1, **options: Any) -> Any:
    """``np.sort``, by path."""
    held = plain(lifted(array)).copy()
    held.sort(axis=axis)
    return returned(held, ())


def argsort(array: Any, axis: Any = -1, **options: Any) -> Any:
    """``np.argsort``, by path."""
    return plain(lifted(array)).argsort(axis=axis)


def _pick(flag: Any, yes: Any, no: Any) -> Any:
    chosen = truth_of(flag)
    if isinstance(chosen, bool):
        return yes if chosen else no
    return Exact(case([(chosen.condition, exact(yes).term)], exact(no).term))


def _recorded_choice(flags: Objects, yes: Objects, no: Objects) -> Objects:
    conditions = [condition_of(flag) for flag in flags.flat]
    known = comparison_of(flags)
    tested = None if known is None else known.tested
    node = arrays.choose(conditions, program_of(yes, yes.shape), program_of(no, no.shape), tested)
    return entries(node)


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
