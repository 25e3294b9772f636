"""Approximate values of terms at a point: they choose which path to walk first, and never decide a verdict."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from scipy.special import digamma, polygamma

from derive.terms import (
    Add,
    AllOf,
    AnyOf,
    Case,
    Compare,
    Condition,
    Const,
    Fn,
    Mul,
    Negation,
    Num,
    Pow,
    Sym,
    Term,
)


def _sigmoid(u: float) -> float:
    return 1 / (1 + math.exp(-u)) if u >= 0 else math.exp(u) / (1 + math.exp(u))


_FUNCTIONS: dict[str, Callable[..., float]] = {
    "exp": math.exp,
    "log": math.log,
    "abs": abs,
    "sign": lambda u: float((u > 0) - (u < 0)),
    "step": lambda u: float(u > 0),
    "relu": lambda u: max(u, 0.0),
    "sigmoid": _sigmoid,
    "softplus": lambda u: max(u, 0.0) + math.log1p(math.exp(-abs(u))),
    "logit": lambda u: math.log(u / (1 - u)),
    "tanh": math.tanh,
    "sinh": math.sinh,
    "cosh": math.cosh,
    "sin": math.sin,
    "cos": math.cos,
    "atan": math.atan,
    "erf": math.erf,
    "normcdf": lambda u: (1 + math.erf(u / math.sqrt(2))) / 2,
    "normpdf": lambda u: math.exp(-u * u / 2) / math.sqrt(2 * math.pi),
    "loggamma": math.lgamma,
    "gamma": math.gamma,
    "digamma": lambda u: float(digamma(u)),
    "trigamma": lambda u: float(polygamma(1, u)),
    "tetragamma": lambda u: float(polygamma(2, u)),
    "max": max,
    "min": min,
}


def approximate(term: Term, point: Mapping[str, float], seen: dict[Term, float] | None = None) -> float:
    """The value of a term in ordinary floating point; nan where it has none.

    ``seen`` keeps the values of shared parts.

    >>> from derive.terms import sym
    >>> approximate(sym("x") * 2, {"x": 1.5})
    3.0
    """
    held = {} if seen is None else seen
    try:
        return _value(term, point, held)
    except (ArithmeticError, ValueError, KeyError, TypeError, RecursionError):
        return math.nan


def holds(condition: Condition, point: Mapping[str, float]) -> bool:
    """Whether a condition holds at the point, approximately."""
    return _holds(condition, point, {})


def _value(term: Term, point: Mapping[str, float], seen: dict[Term, float]) -> float:
    found = seen.get(term)
    if found is None:
        found = seen[term] = _fresh(term, point, seen)
    return found


def _fresh(term: Term, point: Mapping[str, float], seen: dict[Term, float]) -> float:
    match term:
        case Num(value=value):
            return float(value)
        case Sym(name=name):
            return point[name]
        case Const():
            return math.pi
        case Add(args=args):
            return math.fsum(_value(arg, point, seen) for arg in args)
        case Mul(args=args):
            return math.prod(_value(arg, point, seen) for arg in args)
        case Pow(base=base, exponent=exponent):
            result = _value(base, point, seen) ** _value(exponent, point, seen)
            return result if isinstance(result, float) else math.nan
        case Fn(name=name, args=args):
            return _FUNCTIONS[name](*(_value(arg, point, seen) for arg in args))
        case Case(branches=branches, otherwise=otherwise):
            for condition, branch in branches:
                if _holds(condition, point, seen):
                    return _value(branch, point, seen)
            return _value(otherwise, point, seen)


def _holds(condition: Condition, point: Mapping[str, float], seen: dict[Term, float]) -> bool:
    match condition:
        case Compare(relation=relation, left=left, right=right):
            a, b = approximate(left, point, seen), approximate(right, point, seen)
            return {"<": a < b, "<=": a <= b, "=": a == b, "!=": a != b}[relation]
        case AllOf(parts=parts):
            return all(_holds(part, point, seen) for part in parts)
        case AnyOf(parts=parts):
            return any(_holds(part, point, seen) for part in parts)
        case Negation(part=part):
            return not _holds(part, point, seen)
