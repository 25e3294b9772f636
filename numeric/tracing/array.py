"""Arrays of exact scalars: an ndarray subclass, so that NumPy itself moves the entries about
(views, slices, reshape, concatenate, …) and only arithmetic needs a rule of our own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from numeric.tracing.scalar import (
    Exact,
    Truth,
    exact,
)

Objects = np.ndarray[Any, Any]


class ExactArray(np.ndarray[Any, Any]):
    """An array whose entries are exact scalars (or truth values on symbols)."""

    __array_priority__ = 50.0

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        from numeric.tracing.ufuncs import apply_ufunc

        return apply_ufunc(ufunc, method, inputs, options)

    def __array_function__(self, function: Any, types: Any, args: Any, options: Any) -> Any:
        return apply_function(function, args, options)

    def __getitem__(self, index: Any) -> Any:
        return super().__getitem__(usable_index(index))

    def __setitem__(self, index: Any, value: Any) -> None:
        mask = symbolic_mask(index, self)
        if mask is not None:
            plain(self)[...] = _chosen(mask, value, self)
            return
        place = usable_index(index)
        plain(self)[place] = to_store(value)

    def __bool__(self) -> bool:
        if self.size != 1:
            raise ValueError(
                "The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()"
            )
        return bool(plain(self).item())

    def __matmul__(self, other: Any) -> Any:
        return np.matmul(self, other)

    def __imul__(self, other: Any) -> Any:  # type: ignore[misc]
        return np.multiply(self, other, out=self)

    def astype(self, dtype: Any, *args: Any, **options: Any) -> Any:
        from numeric.tracing.ufuncs import cast

        return cast(self, dtype)

    def dot(self, other: Any, out: Any = None) -> Any:
        return np.dot(self, other)

    def item(self, *index: Any) -> Any:
        return plain(self).item(*index)

    def tolist(self) -> Any:
        return plain(self).tolist()

    def copy(self, order: Any = "C") -> Any:
        return super().copy(order)

    def __format__(self, spec: str) -> str:
        return format(str(self), "")

    def __repr__(self) -> str:
        return f"array({plain(self).tolist()!r})"

    __str__ = __repr__

    def __reduce__(self) -> Any:
        raise TypeError("exact arrays are not pickled")


def _method(name: str) -> Any:
    def call(self: ExactArray, *args: Any, **options: Any) -> Any:
        return getattr(np, name)(self, *args, **options)

    return call


for _name in ("sum", "mean", "prod", "max", "min", "argmax", "argmin", "any", "all", "std", "var", "cumsum"):
    setattr(ExactArray, _name, _method(_name))
for _name in ("clip", "round", "trace", "sort", "argsort", "conj"):
    setattr(ExactArray, _name, _method(_name))


class ExactMatrix(ExactArray):
    """What ``np.matrix`` is for exact scalars: always two axes, and ``*`` is the matrix product."""

    __array_priority__ = 60.0

    def __array_finalize__(self, other: Any) -> None:
        if self.ndim != 2 and self.ndim < 2:
            self.shape = (1, self.size)

    def __getitem__(self, index: Any) -> Any:
        picked = plain(self)[usable_index(index)]
        if not isinstance(picked, np.ndarray):
            return picked
        if picked.ndim == 1:
            column = isinstance(index, tuple) and len(index) > 1 and not isinstance(index[1], slice)
            picked = picked.reshape(-1, 1) if column else picked.reshape(1, -1)
        return picked.view(ExactMatrix)

    def __mul__(self, other: Any) -> Any:
        if np.ndim(other) == 0:
            return np.multiply(self, other)
        return np.dot(self, as_matrix(other))

    def __rmul__(self, other: Any) -> Any:
        if np.ndim(other) == 0:
            return np.multiply(other, self)
        return np.dot(as_matrix(other), self)

    def __pow__(self, power: Any) -> Any:  # type: ignore[override]
        return np.linalg.matrix_power(self.A, int(power)).view(ExactMatrix)

    @property
    def A(self) -> Any:
        return plain(self).view(ExactArray)

    @property
    def A1(self) -> Any:
        return plain(self).ravel().view(ExactArray)

    def sum(self, axis: Any = None, **options: Any) -> Any:  # type: ignore[override]
        return _kept(np.sum(self.A, axis=axis, keepdims=axis is not None))

    def mean(self, axis: Any = None, **options: Any) -> Any:  # type: ignore[override]
        return _kept(np.mean(self.A, axis=axis, keepdims=axis is not None))

    def flatten(self, order: Any = "C") -> Any:
        return _kept(plain(self).flatten(order).reshape(1, -1))

    ravel = flatten

    def tolist(self) -> Any:
        return plain(self).tolist()


def _kept(value: Any) -> Any:
    return as_matrix(value) if isinstance(value, np.ndarray) else value


def as_matrix(value: Any) -> ExactMatrix:
    """An exact matrix of what is given; one axis becomes a row."""
    held = plain(lifted(value))
    return held.reshape((1, -1) if held.ndim < 2 else held.shape).view(ExactMatrix)


def plain(array: Any) -> Objects:
    """The same memory as an ordinary object array, without our rules."""
    return np.ndarray.view(array, np.ndarray)


def lifted(value: Any) -> Any:
    """An exact array of a scalar, a nested list or an array; exact arrays are passed through."""
    if isinstance(value, ExactArray):
        return value
    if isinstance(value, np.ndarray) and value.dtype != object:
        held = np.empty(value.shape, dtype=object)
        held.ravel()[:] = [_entry(each) for each in value.ravel().tolist()]
        return held.view(ExactArray)
    if isinstance(value, np.ndarray):
        return entry_by_entry(_entry, value).view(ExactArray)
    if isinstance(value, list | tuple):
        return _from_nested(value)
    held = np.empty((), dtype=object)
    held[()] = _entry(value)
    return held.view(ExactArray)


def returned(value: Any, like: Iterable[Any] = ()) -> Any:
    """What a function gives back: scalars bare, arrays exact (or matrices, where an argument was one)."""
    if not isinstance(value, np.ndarray):
        return value
    if value.ndim == 0:
        return plain(value).item() if value.dtype == object else value[()]
    if value.dtype != object:
        return value
    matrix = any(isinstance(each, ExactMatrix) for each in like) and value.ndim == 2
    return plain(value).view(ExactMatrix if matrix else ExactArray)


def apply_function(function: Any, args: Sequence[Any], options: dict[str, Any]) -> Any:
    """Any NumPy function that meets an exact value: ours where it does arithmetic, else NumPy's own."""
    from numeric.tracing.functions import FUNCTIONS

    ours = FUNCTIONS.get(function.__name__)
    if ours is not None:
        return ours(*args, **options)
    moved = function._implementation(*args, **options)
    return lifted(moved) if isinstance(moved, np.ndarray) and moved.dtype == object else moved


def symbolic_mask(index: Any, array: Any) -> Any:
    """The mask, where an index is one that depends on symbols, else None."""
    if not isinstance(index, ExactArray) or index.shape != array.shape[: index.ndim] or not index.size:
        return None
    if not any(isinstance(each, Truth) for each in plain(index).flat):
        return None
    return plain(index).reshape(index.shape + (1,) * (array.ndim - index.ndim))


def _chosen(mask: Any, value: Any, array: Any) -> Any:
    from numeric.tracing.choices import where

    if isinstance(value, np.ndarray | list) and np.ndim(value) and np.size(value) != 1:
        value = _scattered(mask, value, array)
    return plain(lifted(where(mask.view(ExactArray), value, array)))


def _scattered(mask: Any, value: Any, array: Any) -> Any:
    flags = np.broadcast_to(mask, array.shape)
    picked = entry_by_entry(bool, flags).astype(bool)
    spread = plain(array).copy()
    spread[picked] = plain(lifted(value)).ravel()
    return spread


def usable_index(index: Any) -> Any:
    """An index that NumPy understands: exact whole numbers and masks as its own."""
    if isinstance(index, tuple):
        return tuple(usable_index(each) for each in index)
    if isinstance(index, Exact):
        return index.__index__()
    if isinstance(index, Truth):
        return bool(index)
    if isinstance(index, ExactArray) or (isinstance(index, list) and index):
        return _index_array(index)
    return index


def _index_array(index: Any) -> Any:
    held = plain(lifted(index)) if not isinstance(index, ExactArray) else plain(index)
    flat = list(held.flat)
    if any(isinstance(each, Truth | bool | np.bool_) for each in flat):
        return entry_by_entry(bool, held).astype(bool)
    return entry_by_entry(lambda each: each.__index__(), held).astype(int)


def entry_by_entry(function: Any, array: Any) -> Any:
    """An array of the values of a function at every entry."""
    result = np.frompyfunc(function, 1, 1)(array)
    if isinstance(result, np.ndarray):
        return result
    held = np.empty((), dtype=object)
    held[()] = result
    return held


def _entry(value: Any) -> Any:
    return value if isinstance(value, Exact | Truth | bool | np.bool_) else exact(value)


def _from_nested(value: Any) -> Any:
    parts = [each if _is_entry(each) else lifted(each) for each in value]
    shapes = {np.shape(part) if isinstance(part, np.ndarray) else () for part in parts}
    if len(shapes) > 1:
        raise ValueError(
            "setting an array element with a sequence. The requested array has an inhomogeneous shape"
        )
    inner = shapes.pop() if shapes else ()
    held = np.empty((len(parts), *inner), dtype=object)
    for k, part in enumerate(parts):
        held[k] = plain(part) if isinstance(part, np.ndarray) and inner else _bare(part)
    return held.view(ExactArray)


def _bare(part: Any) -> Any:
    return plain(part).item() if isinstance(part, np.ndarray) else _entry(part)


def _is_entry(value: Any) -> bool:
    return not isinstance(value, np.ndarray | list | tuple | range)


def to_store(value: Any) -> Any:
    """What is written into an object array: plain entries, or one bare scalar."""
    held = lifted(value)
    return plain(held) if held.ndim else plain(held).item()
