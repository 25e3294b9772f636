"""Arrays of exact scalars: an ndarray subclass, so that NumPy itself moves the entries about
(views, slices, reshape, concatenate, …) and only arithmetic needs a rule of our own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from numeric.tracing.record import on_arrays
from numeric.tracing.rules import RULES
from numeric.tracing.scalar import (
    RELATIONS,
    Exact,
    LeavesExactness,
    Truth,
    combine,
    condition_of,
    exact,
    relate,
    truth,
)
from numeric.tracing.state import current

Objects = np.ndarray[Any, Any]


class ExactArray(np.ndarray[Any, Any]):
    """An array whose entries are exact scalars (or truth values on symbols)."""

    __array_priority__ = 50.0

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        return apply_ufunc(ufunc, method, inputs, options)

    def __array_function__(self, function: Any, types: Any, args: Any, options: Any) -> Any:
        return apply_function(function, args, options)

    def __getitem__(self, index: Any) -> Any:
        return super().__getitem__(_usable_index(index))

    def __setitem__(self, index: Any, value: Any) -> None:
        mask = symbolic_mask(index, self)
        if mask is not None:
            plain(self)[...] = _chosen(mask, value, self)
            return
        place = _usable_index(index)
        plain(self)[place] = _to_store(value)

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
        picked = plain(self)[_usable_index(index)]
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
        return _elementwise(_entry, value).view(ExactArray)
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


def apply_ufunc(ufunc: Any, method: str, inputs: Sequence[Any], options: dict[str, Any]) -> Any:
    """Any ufunc call that meets an exact value."""
    from numeric.tracing.functions import REDUCTIONS, matmul

    out = options.pop("out", None)
    name = _CANONICAL.get(ufunc.__name__, ufunc.__name__)
    if method == "__call__":
        result = (
            matmul(*inputs) if name == "matmul" else elementwise(name, inputs, options.get("where", True))
        )
    elif method == "reduce":
        axis = options.get("axis", inputs[1] if len(inputs) > 1 else 0)
        result = REDUCTIONS[name](inputs[0], axis=axis, keepdims=options.get("keepdims", False))
    elif method == "outer":
        first, second = lifted(inputs[0]), lifted(inputs[1])
        result = elementwise(name, (first.reshape(first.shape + (1,) * second.ndim), second))
    elif method == "at":
        return _at(name, *inputs)
    elif method == "accumulate":
        result = _accumulate(name, lifted(inputs[0]), int(options.get("axis", 0)))
    else:
        raise LeavesExactness(f"np.{name}.{method} is not followed exactly")
    return result if out is None else _into(out[0], result)


_CANONICAL = {"true_divide": "divide", "conj": "conjugate", "abs": "absolute"}

_TESTS = {"isnan": False, "isinf": False, "isfinite": True}


def elementwise(name: str, inputs: Sequence[Any], where: Any = True) -> Any:
    """A function entry by entry, with NumPy's broadcasting."""
    operands = [lifted(each) for each in inputs]
    if where is not True:
        raise LeavesExactness("the argument where= of a ufunc is not followed exactly")
    if current().recording and name in RULES:
        return returned(on_arrays(name, [plain(each) for each in operands]), inputs)
    function = _entry_function(name)
    result = np.frompyfunc(function, len(operands), 1)(*(plain(each) for each in operands))
    return _settled(returned(result, inputs))


def _entry_function(name: str) -> Any:
    if name in RULES:
        return lambda *values: combine(name, *values)
    if name in RELATIONS:
        return lambda a, b: relate(name, a, b)
    if name in _TESTS:
        return lambda value: _TESTS[name]
    if name in _LOGIC:
        return _LOGIC[name]
    if name in _WHOLE:
        return _WHOLE[name]
    raise LeavesExactness(f"np.{name} is not followed exactly")


_LOGIC: dict[str, Any] = {
    "logical_and": lambda a, b: _both(a, b),
    "logical_or": lambda a, b: _negated(_both(_negated(a), _negated(b))),
    "logical_xor": lambda a, b: Truth(condition_of(a)) ^ b,
    "logical_not": lambda a: _negated(a),
    "bitwise_and": lambda a, b: _both(a, b),
    "bitwise_or": lambda a, b: _negated(_both(_negated(a), _negated(b))),
    "bitwise_xor": lambda a, b: Truth(condition_of(a)) ^ b,
    "invert": lambda a: _negated(a),
}

_WHOLE: dict[str, Any] = {
    "floor_divide": lambda a, b: a // b,
    "remainder": lambda a, b: a % b,
    "floor": lambda a: exact(a) // 1,
    "heaviside": lambda a, b: Exact(_heaviside(exact(a), exact(b))),
}


def _heaviside(value: Exact, at_zero: Exact) -> Any:
    from derive.terms import case, compare

    below, zero = compare("<", value.term, 0), compare("=", value.term, 0)
    return case([(below, 0), (zero, at_zero.term)], 1)


def _both(a: Any, b: Any) -> Any:
    first, second = truth(condition_of(a)), truth(condition_of(b))
    if isinstance(first, bool):
        return second if first else False
    if isinstance(second, bool):
        return first if second else False
    return first & second


def _negated(a: Any) -> Any:
    value = truth(condition_of(a))
    return not value if isinstance(value, bool) else ~value


def _settled(result: Any) -> Any:
    if isinstance(result, ExactArray) and all(isinstance(each, bool) for each in plain(result).flat):
        return plain(result).astype(bool)
    return result


def cast(array: Any, dtype: Any) -> Any:
    """``astype``: to a float nothing changes, to a whole number only truth values and constants are exact."""
    kind = "b" if dtype is bool else np.dtype(dtype).kind if dtype is not object else "O"
    array = lifted(array)
    if kind in "fO":
        return returned(_elementwise(exact, plain(array)), (array,))
    if kind == "b":
        return _settled(returned(_elementwise(lambda v: truth(condition_of(v)), plain(array)), (array,)))
    numbers = _elementwise(_to_whole, plain(array))
    whole = all(isinstance(each, int) for each in numbers.flat)
    return numbers.astype(dtype) if whole else returned(numbers, (array,))


def _to_whole(value: Any) -> Any:
    if isinstance(value, Truth):
        return value.number()
    return int(value)


def symbolic_mask(index: Any, array: Any) -> Any:
    """The mask, where an index is one that depends on symbols, else None."""
    if not isinstance(index, ExactArray) or index.shape != array.shape[: index.ndim] or not index.size:
        return None
    if not any(isinstance(each, Truth) for each in plain(index).flat):
        return None
    return plain(index).reshape(index.shape + (1,) * (array.ndim - index.ndim))


def _chosen(mask: Any, value: Any, array: Any) -> Any:
    from numeric.tracing.functions import where

    if isinstance(value, np.ndarray | list) and np.ndim(value) and np.size(value) != 1:
        value = _scattered(mask, value, array)
    return plain(lifted(where(mask.view(ExactArray), value, array)))


def _scattered(mask: Any, value: Any, array: Any) -> Any:
    flags = np.broadcast_to(mask, array.shape)
    picked = _elementwise(bool, flags).astype(bool)
    spread = plain(array).copy()
    spread[picked] = plain(lifted(value)).ravel()
    return spread


def _usable_index(index: Any) -> Any:
    if isinstance(index, tuple):
        return tuple(_usable_index(each) for each in index)
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
        return _elementwise(bool, held).astype(bool)
    return _elementwise(lambda each: each.__index__(), held).astype(int)


def _elementwise(function: Any, array: Any) -> Any:
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


def _to_store(value: Any) -> Any:
    held = lifted(value)
    return plain(held) if held.ndim else plain(held).item()


def _into(out: Any, result: Any) -> Any:
    if not isinstance(out, ExactArray) and out.dtype != object:
        raise TypeError(
            f"Cannot cast ufunc output from dtype('float64') to {out.dtype!r} with casting rule 'same_kind'"
        )
    if np.shape(result) != out.shape and np.broadcast_shapes(np.shape(result), out.shape) != out.shape:
        raise ValueError(
            f"non-broadcastable output operand with shape {out.shape} doesn't match the broadcast shape "
            f"{np.broadcast_shapes(np.shape(result), out.shape)}"
        )
    plain(out)[...] = _to_store(result)
    return out


def _at(name: str, array: Any, index: Any, *values: Any) -> None:
    places = np.arange(array.size).reshape(array.shape)[_usable_index(index)]
    operands = [np.broadcast_to(plain(lifted(value)), np.shape(places)) for value in values]
    flat = plain(array).reshape(-1)
    for k, place in enumerate(np.ravel(places)):
        flat[place] = combine(name, flat[place], *(operand.flat[k] for operand in operands))
    plain(array)[...] = flat.reshape(array.shape)


def _accumulate(name: str, array: Any, axis: int) -> Any:
    held = np.moveaxis(plain(array).copy(), axis, 0)
    for k in range(1, held.shape[0]):
        held[k, ...] = plain(lifted(elementwise(name, (held[k - 1], held[k]))))
    return returned(np.moveaxis(held, 0, axis), (array,))
