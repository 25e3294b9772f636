"""Arrays of exact scalars: an ndarray subclass, so that NumPy itself moves the entries about
(views, slices, reshape, concatenate, …) and only arithmetic needs a rule of our own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod as product_of
from typing import Any

import numpy as np

from numeric.tracing.indexing import chosen, symbolic_mask, usable_index
from numeric.tracing.opaque import has_place
from numeric.tracing.scalar import Exact, Truth, scalar
from numeric.tracing.selected import Selected, SelectedRows
from numeric.tracing.size import bare, is_asked_by_program, note_loop, sizes_shown
from numeric.tracing.state import current

Objects = np.ndarray[Any, Any]


class ExactArray(np.ndarray[Any, Any]):
    """An array whose entries are exact scalars (or truth values on symbols)."""

    __array_priority__ = 50.0

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        from numeric.tracing.ufuncs import apply_ufunc

        return apply_ufunc(ufunc, method, inputs, options)

    def __array_function__(self, function: Any, types: Any, args: Any, options: Any) -> Any:
        return apply_function(function, args, options)

    @property
    def shape(self) -> Any:
        return sizes_shown(np.ndarray.shape.__get__(self))

    @shape.setter
    def shape(self, value: Any) -> None:
        np.ndarray.shape.__set__(self, bare(value))  # type: ignore[attr-defined]

    @property
    def size(self) -> Any:
        return product_of(sizes_shown(np.ndarray.shape.__get__(self)))

    @property
    def flat(self) -> Any:
        note_loop(self)
        return np.ndarray.flat.__get__(self)

    def __len__(self) -> int:
        if current().letters and is_asked_by_program():
            note_loop(self)
        return super().__len__()

    def __iter__(self) -> Any:
        note_loop(self)
        return super().__iter__()

    def reshape(self, *shape: Any, **options: Any) -> Any:
        return super().reshape(*map(bare, shape), **options)

    def squeeze(self, axis: Any = None) -> Any:
        result = super().squeeze(axis)
        if axis is None and result.ndim:
            current().only_this_size("an axis of length 1 is dropped")
        return result

    def __getitem__(self, index: Any) -> Any:
        if has_place(index):
            return _picked(self, index)
        if symbolic_mask(index, self) is not None and plain(index).ndim == self.ndim:
            return Selected(self.copy(), index)
        if symbolic_mask(index, self) is not None and self.ndim == 2:
            return SelectedRows(self.copy(), index)
        return super().__getitem__(usable_index(index))

    def __setitem__(self, index: Any, value: Any) -> None:
        mask = symbolic_mask(index, self)
        if mask is not None:
            same = isinstance(value, Selected) and value.is_under(index)
            plain(self)[...] = chosen(mask, value.whole if same else value, self, whole=same)
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
        return np.dot(self, other, out)

    def item(self, *index: Any) -> Any:
        return plain(self).item(*index)

    def tolist(self) -> Any:
        note_loop(self)
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


def _picked(array: Any, index: Any) -> Any:
    from numeric.tracing.spaces import picked

    return picked(array, index)


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

    def getA(self) -> Any:
        return self.A

    def getA1(self) -> Any:
        return self.A1

    def getT(self) -> Any:
        return self.T

    @property
    def I(self) -> Any:  # noqa: E743 - NumPy's own name
        return np.linalg.inv(self)

    def getI(self) -> Any:
        return self.I

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
    if isinstance(value, Selected):
        return value.picked()
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


def entry_by_entry(function: Any, array: Any) -> Any:
    """An array of the values of a function at every entry."""
    result = np.frompyfunc(function, 1, 1)(array)
    if isinstance(result, np.ndarray):
        return result
    held = np.empty((), dtype=object)
    held[()] = result
    return held


def _entry(value: Any) -> Any:
    return value if isinstance(value, Exact | Truth | bool | np.bool_) else scalar(value)


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


def has_exact(value: Any) -> bool:
    """Whether a value is exact, or a list or tuple with an exact value in it."""
    if isinstance(value, list | tuple):
        return any(has_exact(each) for each in value)
    return isinstance(value, Exact | Truth | ExactArray | Selected)


def _is_entry(value: Any) -> bool:
    return not isinstance(value, np.ndarray | list | tuple | range)


def to_store(value: Any) -> Any:
    """What is written into an object array: plain entries, or one bare scalar."""
    held = lifted(value)
    return plain(held) if held.ndim else plain(held).item()


def store(out: Any, result: Any) -> Any:
    """The result itself, or the array given as ``out=`` with the result in it, as NumPy stores it."""
    target = out[0] if isinstance(out, tuple) else out
    if target is None:
        return result
    _check_target(target, np.shape(result))
    plain(target)[...] = to_store(result)
    return target


def _check_target(target: Any, shape: tuple[int, ...]) -> None:
    if not isinstance(target, ExactArray) and target.dtype != object:
        raise TypeError(
            f"Cannot cast ufunc output from dtype('float64') to {target.dtype!r} with casting rule 'same_kind'"
        )
    joined = np.broadcast_shapes(shape, target.shape)
    if joined != target.shape:
        raise ValueError(
            f"non-broadcastable output operand with shape {target.shape} doesn't match the broadcast shape {joined}"
        )
