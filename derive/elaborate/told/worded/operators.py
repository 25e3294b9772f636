"""The English names of functions: "the square root of", "the squared norm of", "the cosine of"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from derive.reader import syntax as s

Build = Callable[[s.Node], s.Node]


@dataclass(frozen=True, slots=True)
class Operator:
    """What a noun makes of what follows its "of"; ``is_wide`` where "of a plus b" cannot mean "of (a plus b)".

    ``of_whole`` takes all members of a family at once; what ``counts`` may be the number of entries instead.
    """

    build: Build
    is_wide: bool = False
    of_whole: bool = False
    counts: bool = False


def _call(name: str) -> Build:
    return lambda of: s.Call(s.Name(name), (of,))


def squared(of: s.Node) -> s.Node:
    """The square of a formula."""
    return s.Power(of, s.Number("2"))


def _inverse(of: s.Node) -> s.Node:
    return s.Power(of, s.Neg(s.Number("1")))


_NORM = Operator(s.Norm, True)
_LOG, _ROOT = Operator(_call("log")), Operator(s.Root)
OPERATORS: dict[str, Operator] = {
    "square": Operator(squared),
    "cube": Operator(lambda of: s.Power(of, s.Number("3"))),
    "root": _ROOT,
    "square root": _ROOT,
    "log": _LOG,
    "logarithm": _LOG,
    "natural log": _LOG,
    "natural logarithm": _LOG,
    "exponential": Operator(_call("exp")),
    "norm": _NORM,
    "length": Operator(s.Norm, True, counts=True),
    "magnitude": _NORM,
    "euclidean norm": _NORM,
    "euclidean length": _NORM,
    "absolute value": Operator(s.Abs),
    "modulus": Operator(s.Abs),
    "negative": Operator(s.Neg),
    "inverse": Operator(_inverse),
    "reciprocal": Operator(lambda of: s.Fraction(s.Number("1"), of)),
    "transpose": Operator(s.Transpose),
    "trace": Operator(_call("tr"), True),
    "determinant": Operator(_call("det"), True),
    "sine": Operator(_call("sin")),
    "cosine": Operator(_call("cos")),
    "tangent": Operator(_call("tan")),
    "hyperbolic tangent": Operator(_call("tanh")),
    "tanh": Operator(_call("tanh")),
    "sigmoid": Operator(_call("sigmoid")),
    "logistic function": Operator(_call("sigmoid")),
    "softplus": Operator(_call("softplus")),
    "softmax": Operator(_call("softmax"), of_whole=True),
    "positive part": Operator(lambda of: s.Call(s.Name("max"), (s.Number("0"), of))),
}
