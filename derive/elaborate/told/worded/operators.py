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
Combine = Callable[[s.Node, s.Node], s.Node]


def _distance(one: s.Node, other: s.Node) -> s.Node:
    return s.Norm(s.Sub(one, other))


def _extreme(name: str) -> Combine:
    return lambda one, other: s.Call(s.Name(name), (one, other))


def _inner(one: s.Node, other: s.Node) -> s.Node:
    return s.Inner(one, other)


_OF_AND = (("of", "and"), ("between", "and"))
_INNER = (_inner, (("of", "and"), ("of", "with"), ("between", "and")))
BINARY: dict[str, tuple[Combine, tuple[tuple[str, str], ...]]] = {
    "sum": (s.Add, _OF_AND),
    "difference": (s.Sub, _OF_AND),
    "product": (s.Product, _OF_AND),
    "ratio": (s.Fraction, (("of", "to"), ("of", "and"), ("of", "over"), ("between", "and"))),
    "quotient": (s.Fraction, _OF_AND),
    "distance": (
        _distance,
        (("between", "and"), ("of", "from"), ("from", "to"), ("of", "to"), ("of", "and")),
    ),
    "euclidean distance": (_distance, (("between", "and"), ("of", "from"), ("from", "to"))),
    "inner product": _INNER,
    "dot product": _INNER,
    "scalar product": _INNER,
    "maximum": (_extreme("max"), _OF_AND),
    "larger": (_extreme("max"), _OF_AND),
    "greater": (_extreme("max"), _OF_AND),
    "minimum": (_extreme("min"), _OF_AND),
    "smaller": (_extreme("min"), _OF_AND),
}
"""What a noun makes of two values, and the words before each: "the ratio of … to …"."""
NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "zero": "0"}
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
    "l2 norm": _NORM,
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
