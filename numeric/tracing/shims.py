"""NumPy, math and scipy.special as a traced program sees them: the same names, exact results."""

from __future__ import annotations

import functools
import types
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import scipy.special

from numeric.tracing import functions, reductions
from numeric.tracing.array import ExactArray, has_exact, lifted
from numeric.tracing.constructors import CONSTRUCTORS, vectorize
from numeric.tracing.draws import Draws
from numeric.tracing.exact_math import exact_math
from numeric.tracing.imports import Proxy, Silent, WithRemoved
from numeric.tracing.rules import RULES, constant
from numeric.tracing.scalar import Exact, LeavesExactness, Truth, exact
from numeric.tracing.selected import reduction_of
from numeric.tracing.size import Size, bare
from numeric.tracing.state import current
from numeric.tracing.ufuncs import elementwise

_AT_EVERY_SIZE = frozenset(
    {"matmul", "dot", "vdot", "inner", "outer", "tensordot", "einsum", "sum", "mean", "average", "var", "std"}
    | {
        "transpose",
        "swapaxes",
        "reshape",
        "ravel",
        "squeeze",
        "expand_dims",
        "atleast_1d",
        "atleast_2d",
        "where",
    }
    | {
        "zeros_like",
        "ones_like",
        "empty_like",
        "full_like",
        "copy",
        "broadcast_to",
        "newaxis",
        "ndarray",
        "float64",
    }
    | {
        "float32",
        "pi",
        "e",
        "random",
        "linalg",
        "norm",
        "inf",
        "errstate",
        "seterr",
        "ndim",
        "isscalar",
        "ndarray",
    }
    | {"clip", "greater", "less", "greater_equal", "less_equal", "trace"}
)
_CLOSED = frozenset(
    {"add", "subtract", "multiply", "maximum", "minimum", "absolute", "negative", "sign", "square"}
)


def exact_modules() -> Mapping[str, Any]:
    """The modules of a traced run, by dotted name."""
    numpy = exact_numpy()
    special = Proxy(scipy.special, _SPECIAL, functools.partial(_unfollowed, "scipy.special"))
    stats = _module("scipy.stats", {"norm": _Normal()})
    whole = _module("scipy", {"special": special, "stats": stats, "optimize": Silent("scipy.optimize")})
    return {"numpy": numpy, "math": exact_math(), "scipy": whole}


def exact_numpy() -> types.ModuleType:
    """NumPy with exact constructors, constants and random draws; every other function accepts exact values."""
    linalg = Proxy(np.linalg, {}, _linear)
    names = {**CONSTRUCTORS, "linalg": linalg, "random": Draws(np.random), "vectorize": vectorize}
    names |= {"pi": Exact(constant("pi")), "e": Exact(constant("e")), "asscalar": lambda a: lifted(a).item()}
    return WithRemoved(np, current().note, names=names, wrap=_wrapped)


def _module(name: str, names: Mapping[str, Any]) -> types.ModuleType:
    module = types.ModuleType(name)
    module.__dict__.update(names)
    return module


def _wrapped(name: str, value: Any) -> Any:
    if name not in _AT_EVERY_SIZE and getattr(value, "__name__", name) not in RULES:
        current().only_this_size(f"np.{name} is used")
    if isinstance(value, type) or not callable(value):
        return value
    return _Ufunc(name, value) if isinstance(value, np.ufunc) else functools.partial(_call, name, value)


def _linear(name: str, value: Any) -> Any:
    followed = name in functions.FUNCTIONS or name == "multi_dot"
    return _wrapped(name, value) if followed else _unfollowed("np.linalg", name, value)


def _unfollowed(module: str, name: str, value: Any) -> Any:
    """A function that has no rule: it runs on plain numbers, and says so where it meets exact ones."""
    if isinstance(value, type) or not callable(value):
        return value

    def call(*args: Any, **options: Any) -> Any:
        if any(has_exact(each) for each in args):
            raise LeavesExactness(f"{module}.{name} is not followed exactly")
        return value(*args, **options)

    return call


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
    unpicked = reduction_of(name, args, options)
    if unpicked is not None:
        return unpicked(args[0])
    if name in functions.FUNCTIONS and any(has_exact(each) for each in args):
        return functions.FUNCTIONS[name](*args, **options)
    given = [_prepared(name, each) for each in args]
    result = function(*given, **{key: _prepared("", value) for key, value in options.items()})
    return _received(result)


def _prepared(name: str, value: Any) -> Any:
    if isinstance(value, Size) and name in RULES:
        return exact(value)
    value = bare(value)
    if isinstance(value, list | tuple) and has_exact(value) and not _of_arrays(value):
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


def _received(value: Any) -> Any:
    if isinstance(value, np.ndarray) and value.dtype == object and not isinstance(value, ExactArray):
        return lifted(value)
    return value


def _on_any(name: str) -> Callable[..., Any]:
    return lambda *values, **options: elementwise(name, values)


_SPECIAL: dict[str, Any] = {
    name: _on_any(name)
    for name in (
        *("expit", "log_expit", "logit", "erf", "erfc", "ndtr", "log_ndtr", "gammaln", "loggamma", "gamma"),
        *("digamma", "psi", "xlogy", "xlog1py", "entr", "rel_entr", "kl_div"),
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
