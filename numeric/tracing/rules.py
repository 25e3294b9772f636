"""What each NumPy function means, in the few functions that terms have; read as a table.

A rule takes ``f``, which applies one of those functions, to scalars or to whole arrays alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from derive.terms import PI, Term, add, fn, mul, power, term

Apply = Callable[..., Any]
Rule = Callable[..., Any]

_HALF = Fraction(1, 2)


def _plain(name: str) -> Rule:
    return lambda f, *args: f(name, *args)


def _minus(f: Apply, u: Any) -> Any:
    return f("mul", -1, u)


def _over(f: Apply, u: Any, v: Any) -> Any:
    return f("mul", u, f("pow", v, -1))


RULES: Mapping[str, Rule] = {
    "add": _plain("add"),
    "subtract": lambda f, u, v: f("add", u, _minus(f, v)),
    "multiply": _plain("mul"),
    "divide": _over,
    "power": _plain("pow"),
    "float_power": _plain("pow"),
    "negative": _minus,
    "positive": lambda f, u: f("mul", 1, u),
    "conjugate": lambda f, u: f("mul", 1, u),
    "reciprocal": lambda f, u: f("pow", u, -1),
    "square": lambda f, u: f("pow", u, 2),
    "sqrt": lambda f, u: f("pow", u, _HALF),
    "cbrt": lambda f, u: f("pow", u, Fraction(1, 3)),
    "hypot": lambda f, u, v: f("pow", f("add", f("pow", u, 2), f("pow", v, 2)), _HALF),
    "exp": _plain("exp"),
    "exp2": lambda f, u: f("pow", 2, u),
    "expm1": lambda f, u: f("add", f("exp", u), -1),
    "log": _plain("log"),
    "log2": lambda f, u: _over(f, f("log", u), f("log", 2)),
    "log10": lambda f, u: _over(f, f("log", u), f("log", 10)),
    "log1p": lambda f, u: f("log", f("add", 1, u)),
    "logaddexp2": lambda f, u, v: _over(f, f("log", f("add", f("pow", 2, u), f("pow", 2, v))), f("log", 2)),
    "logaddexp": lambda f, u, v: f("log", f("add", f("exp", u), f("exp", v))),
    "sin": _plain("sin"),
    "cos": _plain("cos"),
    "tan": lambda f, u: _over(f, f("sin", u), f("cos", u)),
    "arctan": _plain("atan"),
    "sinh": _plain("sinh"),
    "cosh": _plain("cosh"),
    "tanh": _plain("tanh"),
    "arcsinh": lambda f, u: f("log", f("add", u, f("pow", f("add", f("pow", u, 2), 1), _HALF))),
    "arccosh": lambda f, u: f("log", f("add", u, f("pow", f("add", f("pow", u, 2), -1), _HALF))),
    "arctanh": lambda f, u: f("mul", _HALF, f("log", _over(f, f("add", 1, u), f("add", 1, _minus(f, u))))),
    "absolute": _plain("abs"),
    "fabs": _plain("abs"),
    "sign": _plain("sign"),
    "maximum": _plain("max"),
    "minimum": _plain("min"),
    "fmax": _plain("max"),
    "fmin": _plain("min"),
    # scipy.special and scipy.stats
    "expit": _plain("sigmoid"),
    "log_expit": lambda f, u: f("log", f("sigmoid", u)),
    "logit": _plain("logit"),
    "erf": _plain("erf"),
    "ndtr": _plain("normcdf"),
    "normpdf": _plain("normpdf"),
    "digamma": _plain("digamma"),
    "psi": _plain("digamma"),
    "gammaln": _plain("loggamma"),
    "loggamma": _plain("loggamma"),
    "gamma": _plain("gamma"),
    "xlogy": lambda f, u, v: f("mul", u, f("log", v)),
    "xlog1py": lambda f, u, v: f("mul", u, f("log", f("add", 1, v))),
    "softplus": _plain("softplus"),
    "erfc": lambda f, u: f("add", 1, _minus(f, f("erf", u))),
    "log_ndtr": lambda f, u: f("log", f("normcdf", u)),
    "entr": lambda f, u: _minus(f, f("mul", u, f("log", u))),
    "rel_entr": lambda f, u, v: f("mul", u, f("log", _over(f, u, v))),
    "kl_div": lambda f, u, v: f("add", f("mul", u, f("log", _over(f, u, v))), _minus(f, u), v),
}

_OPERATORS: Mapping[str, Callable[..., Term]] = {"add": add, "mul": mul, "pow": power}


def on_terms(name: str, *args: Any) -> Term:
    """One function of terms applied to terms or numbers.

    >>> from derive.terms import num
    >>> on_terms("add", 1, 2) is num(3)
    True
    """
    operator = _OPERATORS.get(name)
    if operator is not None:
        return operator(*args)
    return fn(name, *args) if name not in ("exp", "log", "abs", "sign") else _folded(name, term(args[0]))


def _folded(name: str, argument: Term) -> Term:
    value = getattr(argument, "value", None)
    if value is None:
        return fn(name, argument)
    if name == "exp" and value == 0:
        return term(1)
    if name == "log" and value == 1:
        return term(0)
    if name == "abs":
        return term(abs(value))
    if name == "sign":
        return term((value > 0) - (value < 0))
    return fn(name, argument)


def constant(name: str) -> Term:
    """The exact constant of this name in ``math`` and NumPy: "pi" or "e"."""
    return PI if name == "pi" else fn("exp", 1)
