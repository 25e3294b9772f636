"""The module ``math`` as a traced program sees it."""

from __future__ import annotations

import math
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from derive.terms import case, compare
from numeric.tracing.array import lifted
from numeric.tracing.choices import close
from numeric.tracing.imports import Proxy
from numeric.tracing.rules import constant
from numeric.tracing.scalar import Exact, combine, exact

_MATH_NAMES = {"fabs": "absolute", "atan": "arctan", "lgamma": "gammaln", "pow": "power"}


def exact_math() -> types.ModuleType:
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
        "isclose": close,
        "copysign": _with_sign_of,
    }
    return Proxy(math, names | {"isnan": lambda value: False, "isinf": lambda value: False})


def _scalar_rule(name: str) -> Callable[..., Any]:
    return lambda *values: combine(name, *map(_single, values))


def _log(value: Any, base: Any = None) -> Any:
    top = combine("log", _single(value))
    return top if base is None else top / combine("log", _single(base))


def _with_sign_of(size: Any, sign: Any) -> Exact:
    positive = abs(exact(_single(size)))
    below = compare("<", exact(_single(sign)).term, 0)
    return Exact(case([(below, (-positive).term)], positive.term))


def _single(value: Any) -> Any:
    # math.exp accepts an array of one entry, and says so about any other.
    if isinstance(value, np.ndarray):
        if value.size != 1:
            raise TypeError("only length-1 arrays can be converted to Python scalars")
        return lifted(value).item()
    return value
