"""NumPy functions that make arrays, as a traced program sees them: their entries are exact."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from numeric.tracing import functions
from numeric.tracing.array import ExactArray, as_matrix, has_exact, lifted, plain, returned
from numeric.tracing.scalar import Exact, exact
from numeric.tracing.size import bare, note_loop, tagged
from numeric.tracing.ufuncs import cast


def _array(value: Any, dtype: Any = None, copy: Any = True, ndmin: int = 0, **options: Any) -> Any:
    if isinstance(value, range | map | zip | filter):
        value = list(value)
    if has_exact(value) or (isinstance(value, np.ndarray) and value.dtype == object):
        held = plain(lifted(value)).view(ExactArray)
        held = held.copy() if copy and isinstance(value, np.ndarray) else held
        held = held if dtype is None else lifted(cast(held, dtype)) if _is_float(dtype) else cast(held, dtype)
        return held.reshape((1,) * (ndmin - held.ndim) + held.shape) if held.ndim < ndmin else held
    made = np.array(value, dtype=dtype, ndmin=ndmin)
    return lifted(made) if made.dtype.kind == "f" else made


def _as_array(value: Any, dtype: Any = None, **options: Any) -> Any:
    if isinstance(value, ExactArray) and (dtype is None or _is_float(dtype)):
        return plain(value).view(ExactArray)
    return _array(value, dtype, copy=False)


def _is_float(dtype: Any) -> bool:
    return dtype is object or np.dtype(dtype).kind in "fO"


def _is_buffer_of_whole_numbers(dtype: Any) -> bool:
    return dtype is not None and dtype is not object and np.dtype(dtype).kind in "iub"


def _constructor(name: str, value: int) -> Callable[..., Any]:
    def make(shape: Any, dtype: Any = None, *args: Any, **options: Any) -> Any:
        if _is_buffer_of_whole_numbers(dtype):
            return getattr(np, name)(_shape(shape), dtype=dtype)
        return functions.filled(_shape(shape), value)

    return make


def _shape(shape: Any) -> Any:
    shape = bare(shape)
    return tuple(int(each.__index__()) for each in shape) if np.iterable(shape) else (shape.__index__(),)


def _full(shape: Any, value: Any, dtype: Any = None, **options: Any) -> Any:
    whole = dtype is None and isinstance(value, int | np.integer)
    if whole or _is_buffer_of_whole_numbers(dtype):
        return np.full(_shape(shape), value, dtype=dtype)
    held = functions.filled(_shape(shape), 0)
    held[...] = value
    return held


def _eye(rows: Any, columns: Any = None, k: int = 0, dtype: Any = None, **options: Any) -> Any:
    return lifted(np.eye(int(rows), None if columns is None else int(columns), k, dtype=int))


def _linspace(
    start: Any, stop: Any, num_: Any = 50, endpoint: bool = True, num: Any = None, **options: Any
) -> Any:
    count = int(num_ if num is None else num)
    step = (exact(stop) - start) / max(1, count - 1 if endpoint else count)
    return lifted([exact(start) + step * k for k in range(count)])


def _arange(*args: Any, dtype: Any = None, **options: Any) -> Any:
    if not any(isinstance(each, Exact) for each in args):
        made = np.arange(*args, dtype=dtype)
        return lifted(made) if made.dtype.kind == "f" else made
    start, stop, step = {1: (0, args[0], 1), 2: (*args, 1)}.get(len(args), args)
    count = math.ceil((exact(stop) - start).constant() / exact(step).constant())
    return lifted([exact(start) + exact(step) * k for k in range(max(0, count))])


def vectorize(function: Any = None, *args: Any, **options: Any) -> Any:
    if function is None:
        return vectorize
    return lambda *values: _from_entries(function, values)


def _from_entries(function: Any, values: Any) -> Any:
    held = [plain(lifted(value)) for value in values]
    for each in held:
        note_loop(each)
    return returned(lifted(np.frompyfunc(lambda *each: _entry(function(*each)), len(held), 1)(*held)), values)


def _entry(value: Any) -> Any:
    return value.item() if isinstance(value, np.ndarray) and value.size == 1 else value


def _ufunc_of(function: Any, inputs: int, outputs: int, **options: Any) -> Any:
    return lambda *values: _from_entries(function, values)


def _entries_one_by_one(array: Any, flags: Any = (), **options: Any) -> Any:
    note_loop(lifted(array))
    return np.nditer(array, flags=[*flags, "refs_ok"], **options)


def _count(array: Any, axis: Any) -> Any:
    sizes = tuple(map(tagged, np.shape(lifted(array))))
    return math.prod(sizes) if axis is None else sizes[axis]


CONSTRUCTORS: dict[str, Any] = {
    "array": _array,
    "asarray": _as_array,
    "asanyarray": lambda value, dtype=None, **options: (
        value if isinstance(value, ExactArray) else _as_array(value, dtype)
    ),
    "ascontiguousarray": _as_array,
    "asfarray": _as_array,
    "copy": lambda value, **options: _array(value),
    "fromiter": lambda values, dtype=None, count=-1: _array(list(values), dtype),
    "zeros": _constructor("zeros", 0),
    "ones": _constructor("ones", 1),
    "empty": _constructor("zeros", 0),
    "full": _full,
    "eye": _eye,
    "identity": _eye,
    "linspace": _linspace,
    "arange": _arange,
    "matrix": lambda value, dtype=None, copy=True: as_matrix(value).copy(),
    "asmatrix": lambda value, dtype=None: as_matrix(value),
    "mat": lambda value, dtype=None: as_matrix(value),
    "frompyfunc": _ufunc_of,
    "shape": lambda array: tuple(map(tagged, np.shape(lifted(array)))),
    "size": lambda array, axis=None: _count(array, axis),
    "nditer": _entries_one_by_one,
}
