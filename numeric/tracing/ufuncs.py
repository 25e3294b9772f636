"""NumPy's ufuncs and casts on exact arrays, entry by entry by the table of rules, comparisons and logic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from numeric.tracing.array import ExactArray, entry_by_entry, lifted, plain, returned, store
from numeric.tracing.indexing import usable_index
from numeric.tracing.infinities import Infinite
from numeric.tracing.record import compared, comparison_of, on_arrays, truths
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
    scalar,
    truth,
)
from numeric.tracing.state import current


def apply_ufunc(ufunc: Any, method: str, inputs: Sequence[Any], options: dict[str, Any]) -> Any:
    """Any ufunc call that meets an exact value."""
    from numeric.tracing.products import matmul
    from numeric.tracing.reductions import REDUCTIONS

    out = options.pop("out", None)
    name = _CANONICAL.get(ufunc.__name__, ufunc.__name__)
    if method == "__call__":
        result = (
            matmul(*inputs) if name == "matmul" else _called(name, inputs, out, options.get("where", True))
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
    return store(out, result)


def _called(name: str, inputs: Sequence[Any], out: Any, where: Any) -> Any:
    # Entries that where= leaves out keep what out= holds; without out= they hold anything.
    result = elementwise(name, inputs)
    if where is True:
        return result
    from numeric.tracing.choices import where as choose

    if out is None or out[0] is None:
        raise LeavesExactness("the argument where= of a ufunc needs out= to be followed exactly")
    return choose(where, result, lifted(out[0]).copy())


_CANONICAL = {"true_divide": "divide", "conj": "conjugate", "abs": "absolute"}

_TESTS: dict[str, Any] = {
    "isnan": lambda value: False,
    "isinf": lambda value: isinstance(value, Infinite),
    "isfinite": lambda value: not isinstance(value, Infinite),
}


def elementwise(name: str, inputs: Sequence[Any]) -> Any:
    """A function entry by entry, with NumPy's broadcasting."""
    operands = [lifted(each) for each in inputs]
    if current().recording and name in RULES and not _has_infinity(operands):
        return returned(on_arrays(name, [plain(each) for each in operands]), inputs)
    if current().recording and name in RELATIONS and not any(map(_has_float, operands)):
        return _settled(returned(compared(name, [plain(each) for each in operands]), inputs))
    if name in ("invert", "logical_not"):
        known = comparison_of(plain(operands[0]))
        if known is not None:
            return returned(truths(known.opposite()), inputs)
    function = _entry_function(name)
    result = np.frompyfunc(function, len(operands), 1)(*(plain(each) for each in operands))
    return _settled(returned(result, inputs))


def _has_infinity(operands: Sequence[Any]) -> bool:
    return current().has_infinities and any(
        isinstance(each, Infinite) for operand in operands for each in plain(operand).flat
    )


def _has_float(operand: Any) -> bool:
    return any(isinstance(each, float) for each in plain(operand).flat)


def _entry_function(name: str) -> Any:
    if name in RULES:
        return lambda *values: combine(name, *values)
    if name in RELATIONS:
        return lambda a, b: relate(name, a, b)
    if name in _TESTS:
        return _TESTS[name]
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
        return returned(entry_by_entry(_to_float, plain(array)), (array,))
    if kind == "b":
        return _settled(returned(entry_by_entry(lambda v: truth(condition_of(v)), plain(array)), (array,)))
    numbers = entry_by_entry(_to_whole, plain(array))
    whole = all(isinstance(each, int) for each in numbers.flat)
    return numbers.astype(dtype) if whole else returned(numbers, (array,))


def _to_float(value: Any) -> Any:
    number = scalar(value)
    return number if number.is_infinite else number.taken()


def _to_whole(value: Any) -> Any:
    if isinstance(value, Truth):
        return value.number()
    return int(value)


def _at(name: str, array: Any, index: Any, *values: Any) -> None:
    places = np.arange(array.size).reshape(array.shape)[usable_index(index)]
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
