"""The functions that can be written, each with its number of arguments and what it stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from derive.terms import (
    Term,
    add,
    fn,
    power,
)

HALF = Fraction(1, 2)


def _names(
    build: Callable[..., Term], count: int | None, names: str
) -> Iterator[tuple[str, tuple[int | None, Callable[..., Term]]]]:
    for name in names.split():
        yield name, (count, build)


def _same(name: str) -> Callable[..., Term]:
    return lambda *args: fn(name, *args)


def _logsumexp(*args: Term) -> Term:
    return fn("log", add(*(fn("exp", arg) for arg in args)))


FUNCTIONS: dict[str, tuple[int | None, Callable[..., Term]]] = dict(
    [
        *_names(_same("exp"), 1, "exp"),
        *_names(_same("log"), 1, "log ln"),
        *_names(lambda u: fn("log", 1 + u), 1, "log1p"),
        *_names(lambda u: fn("log", u) / fn("log", 2), 1, "log2"),
        *_names(lambda u: fn("log", u) / fn("log", 10), 1, "log10"),
        *_names(lambda u: fn("exp", u) - 1, 1, "expm1"),
        *_names(lambda u: power(u, HALF), 1, "sqrt"),
        *_names(lambda u: power(u, Fraction(1, 3)), 1, "cbrt"),
        *_names(lambda u: u**2, 1, "square"),
        *_names(power, 2, "pow"),
        *_names(_same("sigmoid"), 1, "sigmoid sigma σ expit logistic"),
        *_names(_same("logit"), 1, "logit"),
        *_names(_same("softplus"), 1, "softplus"),
        *_names(_same("relu"), 1, "relu ReLU"),
        *_names(_same("tanh"), 1, "tanh"),
        *_names(_same("sinh"), 1, "sinh"),
        *_names(_same("cosh"), 1, "cosh"),
        *_names(_same("sin"), 1, "sin"),
        *_names(_same("cos"), 1, "cos"),
        *_names(lambda u: fn("sin", u) / fn("cos", u), 1, "tan"),
        *_names(_same("atan"), 1, "atan arctan"),
        *_names(_same("abs"), 1, "abs Abs fabs"),
        *_names(_same("sign"), 1, "sign sgn"),
        *_names(_same("step"), 1, "step heaviside Heaviside"),
        *_names(_same("max"), None, "max Max maximum"),
        *_names(_same("min"), None, "min Min minimum"),
        *_names(_same("erf"), 1, "erf"),
        *_names(lambda u: 1 - fn("erf", u), 1, "erfc"),
        *_names(_same("normcdf"), 1, "Phi Φ normcdf"),
        *_names(_same("normpdf"), 1, "phi φ normpdf"),
        *_names(_same("gamma"), 1, "gamma Gamma Γ"),
        *_names(_same("loggamma"), 1, "loggamma lgamma gammaln"),
        *_names(_same("digamma"), 1, "digamma psi ψ"),
        *_names(lambda u: fn("gamma", u + 1), 1, "factorial"),
        *_names(_logsumexp, None, "logsumexp logaddexp"),
        *_names(lambda a, b: a * fn("log", b), 2, "xlogy"),
    ]
)
FUNCTION_NAMES = tuple(sorted([*FUNCTIONS, "piecewise", "where", "indicator", "softmax", "sum", "diff"]))
