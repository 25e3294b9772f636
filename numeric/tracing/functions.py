"""The table of NumPy functions that do arithmetic on exact arrays; moving entries about needs no rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from numeric.tracing.array import ExactArray, ExactMatrix, lifted, plain, returned
from numeric.tracing.choices import argmax, argmin, argsort, clip, close, same, select, sort, where
from numeric.tracing.einsum import einsum
from numeric.tracing.folds import FOLDS
from numeric.tracing.linear import determinant, inverse, powered, sign_and_log, solution
from numeric.tracing.products import dot, inner, matmul, outer, tensordot, vdot
from numeric.tracing.reductions import average, count_nonzero, norm, running_product, running_sum, trace
from numeric.tracing.scalar import exact
from numeric.tracing.ufuncs import elementwise


def difference(array: Any, n: int = 1, axis: int = -1) -> Any:
    """``np.diff``: neighbours subtracted along an axis, ``n`` times."""
    held = np.moveaxis(lifted(array), axis, -1)
    for _ in range(n):
        held = lifted(elementwise("subtract", (held[..., 1:], held[..., :-1])))
    return np.moveaxis(held, -1, axis)


def counted(places: Any, weights: Any = None, minlength: int = 0) -> Any:
    """``np.bincount`` with exact weights."""
    held = [int(each) for each in np.ravel(places)]
    if weights is None:
        return np.bincount(held, minlength=minlength)
    result = filled(max([minlength, *(place + 1 for place in held)]), 0)
    np.add.at(result, held, weights)
    return result


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
    """``np.round``: what comes out may be looked at, and is exact no more."""
    return returned(np.frompyfunc(lambda v: round(exact(v), decimals), 1, 1)(plain(lifted(array))), ())


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


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    **FOLDS,
    "matmul": matmul,
    "dot": dot,
    "vdot": vdot,
    "inner": inner,
    "outer": outer,
    "tensordot": tensordot,
    "einsum": einsum,
    "average": average,
    "where": where,
    "clip": clip,
    "argmax": argmax,
    "argmin": argmin,
    "norm": norm,
    "allclose": close,
    "array_equal": same,
    "count_nonzero": count_nonzero,
    "trace": trace,
    "det": determinant,
    "inv": inverse,
    "solve": solution,
    "slogdet": sign_and_log,
    "matrix_power": powered,
    "select": select,
    "bincount": counted,
    "cumsum": running_sum,
    "cumprod": running_product,
    "diff": difference,
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
