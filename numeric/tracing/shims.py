"""NumPy, math and scipy.special as a traced program sees them: the same names, exact results."""

from __future__ import annotations

import functools
import math
import types
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from derive.terms import num
from numeric.tracing import functions, reductions
from numeric.tracing.array import ExactArray, as_matrix, lifted, plain, returned
from numeric.tracing.imports import Proxy, Silent, WithRemoved
from numeric.tracing.rules import RULES, constant
from numeric.tracing.scalar import Exact, Truth, combine, exact
from numeric.tracing.state import current
from numeric.tracing.ufuncs import cast, elementwise

_CLOSED = frozenset(
    {"add", "subtract", "multiply", "maximum", "minimum", "absolute", "negative", "sign", "square"}
)
_DRAWN = "Random draws are witnesses: what is proved is proved for the numbers that were drawn."


def exact_modules() -> Mapping[str, Any]:
    """The modules of a traced run, by dotted name."""
    numpy = exact_numpy()
    special = _module("scipy.special", _SPECIAL)
    stats = _module("scipy.stats", {"norm": _Normal()})
    scipy = _module("scipy", {"special": special, "stats": stats, "optimize": Silent("scipy.optimize")})
    return {"numpy": numpy, "math": _exact_math(), "scipy": scipy}


def exact_numpy() -> types.ModuleType:
    """NumPy with exact constructors, constants and random draws; every other function accepts exact values."""
    linalg = Proxy(np.linalg, {}, _wrapped)
    names = {**_CONSTRUCTORS, "linalg": linalg, "random": _Draws(np.random), "vectorize": _vectorize}
    names |= {"pi": Exact(constant("pi")), "e": Exact(constant("e")), "asscalar": lambda a: lifted(a).item()}
    return WithRemoved(np, current().note, names=names, wrap=_wrapped)


def _module(name: str, names: Mapping[str, Any]) -> types.ModuleType:
    module = types.ModuleType(name)
    module.__dict__.update(names)
    return module


def _wrapped(name: str, value: Any) -> Any:
    if isinstance(value, type) or not callable(value):
        return value
    return _Ufunc(name, value) if isinstance(value, np.ufunc) else functools.partial(_call, name, value)


class _Ufunc:
    """A ufunc that accepts lists of exact values, with its methods (reduce, outer, at, accumulate)."""

    def __init__(self, name: str, function: Any) -> None:
        self._name, self._function = name, function

    def __call__(self, *args: Any, **options: Any) -> Any:
        return _call(self._name, self._function, *args, **options)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._function, name)
        return functools.partial(_call, f"{self._name}.{name}", value) if callable(value) else value


def _call(name: str, function: Any, *args: Any, **options: Any) -> Any:
    if name in functions.FUNCTIONS and any(_has_exact(each) for each in args):
        return functions.FUNCTIONS[name](*args, **options)
    given = [_prepared(name, each) for each in args]
    result = function(*given, **{key: _prepared("", value) for key, value in options.items()})
    return _received(result)


def _prepared(name: str, value: Any) -> Any:
    if isinstance(value, list | tuple) and _has_exact(value) and not _of_arrays(value):
        return lifted(value)
    rational = name in ("mean", "average", "std", "var") or (name in RULES and name not in _CLOSED)
    if rational and not isinstance(value, Exact | Truth | ExactArray | str) and _is_whole(value):
        return lifted(value) if np.ndim(value) else exact(int(value))
    return value


def _is_whole(value: Any) -> bool:
    return isinstance(value, int | np.integer) or (
        isinstance(value, np.ndarray) and value.dtype.kind in "iub"
    )


def _of_arrays(value: Any) -> bool:
    return any(isinstance(each, np.ndarray | list | tuple) for each in value)


def _has_exact(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(_has_exact(each) for each in value)
    return isinstance(value, Exact | Truth | ExactArray)


def _received(value: Any) -> Any:
    if isinstance(value, np.ndarray) and value.dtype == object and not isinstance(value, ExactArray):
        return lifted(value)
    return value


def _array(value: Any, dtype: Any = None, copy: Any = True, ndmin: int = 0, **options: Any) -> Any:
    if isinstance(value, range | map | zip | filter):
        value = list(value)
    if _has_exact(value) or (isinstance(value, np.ndarray) and value.dtype == object):
        held = lifted(value)
        held = held.copy() if copy and held is value else held
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


def _vectorize(function: Any = None, *args: Any, **options: Any) -> Any:
    if function is None:
        return _vectorize
    return lambda *values: _from_entries(function, values)


def _from_entries(function: Any, values: Any) -> Any:
    held = [plain(lifted(value)) for value in values]
    return returned(lifted(np.frompyfunc(lambda *each: _entry(function(*each)), len(held), 1)(*held)), values)


def _entry(value: Any) -> Any:
    return value.item() if isinstance(value, np.ndarray) and value.size == 1 else value


def _ufunc_of(function: Any, inputs: int, outputs: int, **options: Any) -> Any:
    return lambda *values: _from_entries(function, values)


_CONSTRUCTORS: dict[str, Any] = {
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
}


class _Draws:
    """``np.random`` or a generator: what is drawn becomes exact and is noted as a witness."""

    def __init__(self, source: Any) -> None:
        self._source = source

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._source, name)
        if name in ("default_rng", "RandomState"):
            return lambda *args, **options: _Draws(value(*args, **options))
        return functools.partial(self._draw, value) if callable(value) else value

    def _draw(self, function: Any, *args: Any, **options: Any) -> Any:
        given = [int(each) if _is_constant_whole(each) else each for each in args]
        drawn = function(*(float(each) if isinstance(each, Exact) else each for each in given), **options)
        if drawn is not None:
            current().note(_DRAWN)
        if isinstance(drawn, float):
            return _short(drawn)
        if isinstance(drawn, np.ndarray) and drawn.dtype.kind == "f":
            return returned(lifted(np.frompyfunc(_short, 1, 1)(drawn)))
        return drawn


def _is_constant_whole(value: Any) -> bool:
    fraction = value.constant() if isinstance(value, Exact) else None
    return fraction is not None and fraction.denominator == 1


def _short(value: float) -> Exact:
    return Exact(num(Fraction(round(value * 16), 16)))


def _on_any(name: str) -> Callable[..., Any]:
    return lambda *values, **options: elementwise(name, values)


_SPECIAL: dict[str, Any] = {
    name: _on_any(name)
    for name in (
        *("expit", "log_expit", "logit", "erf", "ndtr", "gammaln", "loggamma", "gamma", "xlogy", "xlog1py"),
        *("exp2", "log1p", "expm1", "cbrt", "softplus"),
    )
} | {
    "logsumexp": reductions.log_of_sum,
    "softmax": reductions.softmax,
    "log_softmax": reductions.log_softmax,
}


class _Normal:
    """``scipy.stats.norm`` as far as probit models use it."""

    pdf = staticmethod(_on_any("normpdf"))
    cdf = staticmethod(_on_any("ndtr"))

    @staticmethod
    def logpdf(value: Any) -> Any:
        return elementwise("log", (elementwise("normpdf", (value,)),))

    @staticmethod
    def logcdf(value: Any) -> Any:
        return elementwise("log", (elementwise("ndtr", (value,)),))


_MATH_NAMES = {"fabs": "absolute", "atan": "arctan", "lgamma": "gammaln", "pow": "power"}


def _exact_math() -> types.ModuleType:
    rules = (
        "exp",
        "expm1",
        "log1p",
        "log2",
        "log10",
        "sqrt",
        "cbrt",
        "tanh",
        "sinh",
        "cosh",
        "sin",
        "cos",
        "tan",
    )
    names: dict[str, Any] = {name: _scalar_rule(name) for name in (*rules, "erf", "hypot", "gamma", "exp2")}
    names |= {mine: _scalar_rule(name) for mine, name in _MATH_NAMES.items()}
    names |= {
        "log": _log,
        "pi": Exact(constant("pi")),
        "e": Exact(constant("e")),
        "fsum": lambda v: sum(v, exact(0)),
    }
    return Proxy(math, names | {"isnan": lambda value: False, "isinf": lambda value: False})


def _scalar_rule(name: str) -> Callable[..., Any]:
    return lambda *values: combine(name, *map(_single, values))


def _log(value: Any, base: Any = None) -> Any:
    top = combine("log", _single(value))
    return top if base is None else top / combine("log", _single(base))


def _single(value: Any) -> Any:
    # math.exp accepts an array of one entry, and says so about any other.
    if isinstance(value, np.ndarray):
        if value.size != 1:
            raise TypeError("only length-1 arrays can be converted to Python scalars")
        return lifted(value).item()
    return value
