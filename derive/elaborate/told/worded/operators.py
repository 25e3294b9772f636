"""The English names of functions: "the square root of", "the squared norm of", "the difference between … and"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from derive.reader import syntax as s

Build = Callable[[s.Node], s.Node]
Combine = Callable[[s.Node, s.Node], s.Node]
Between = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Operator:
    """What a noun makes of what follows its "of".

    One that ``binds`` takes the next thing alone; of others "of a times b" may mean a b. ``of_whole`` takes all members
    of a family at once, what ``counts`` may be the number of entries instead.
    """

    build: Build
    binds: bool = False
    of_whole: bool = False
    counts: bool = False


def _call(name: str) -> Build:
    return lambda of: s.Call(s.Name(name), (of,))


def squared(of: s.Node) -> s.Node:
    """The square of a formula."""
    return s.Power(of, s.Number("2"))


def _power(exponent: s.Node) -> Build:
    return lambda of: s.Power(of, exponent)


def _decimal_log(of: s.Node) -> s.Node:
    return s.Fraction(s.Call(s.Name("ln"), (of,)), s.Call(s.Name("ln"), (s.Number("10"),)))


def _distance(one: s.Node, other: s.Node) -> s.Node:
    return s.Norm(s.Sub(one, other))


def _extreme(name: str) -> Combine:
    return lambda one, other: s.Call(s.Name(name), (one, other))


def _inner(one: s.Node, other: s.Node) -> s.Node:
    return s.Inner(one, other)


def _outer(one: s.Node, other: s.Node) -> s.Node:
    return s.Product(one, s.Transpose(other))


def _form(matrix: s.Node, at: s.Node) -> s.Node:
    return s.Product(s.Product(s.Transpose(at), matrix), at)


_NORM = Operator(s.Norm, binds=True)
_LENGTH = Operator(s.Norm, binds=True, counts=True)
_LOG, _ROOT = Operator(_call("log")), Operator(s.Root)
_LOG_DETERMINANT = Operator(lambda of: s.Call(s.Name("log"), (s.Call(s.Name("det"), (of,)),)), binds=True)
OPERATORS: dict[str, Operator] = {
    "square": Operator(squared),
    "cube": Operator(_power(s.Number("3"))),
    "root": _ROOT,
    "square root": _ROOT,
    "log": _LOG,
    "logarithm": _LOG,
    "natural log": _LOG,
    "natural logarithm": _LOG,
    "decimal logarithm": Operator(_decimal_log),
    "exponential": Operator(_call("exp")),
    "norm": _NORM,
    "length": _LENGTH,
    "magnitude": _NORM,
    "euclidean norm": _NORM,
    "euclidean length": _NORM,
    "absolute value": Operator(s.Abs),
    "modulus": Operator(s.Abs),
    "negative": Operator(s.Neg),
    "inverse": Operator(_power(s.Neg(s.Number("1"))), binds=True),
    "reciprocal": Operator(lambda of: s.Fraction(s.Number("1"), of)),
    "transpose": Operator(s.Transpose, binds=True),
    "trace": Operator(_call("tr")),
    "determinant": Operator(_call("det")),
    "log-determinant": _LOG_DETERMINANT,
    "log determinant": _LOG_DETERMINANT,
    "sine": Operator(_call("sin")),
    "cosine": Operator(_call("cos")),
    "tangent": Operator(_call("tan")),
    "arctangent": Operator(_call("arctan")),
    "hyperbolic tangent": Operator(_call("tanh")),
    "tanh": Operator(_call("tanh")),
    "sigmoid": Operator(_call("sigmoid")),
    "logistic function": Operator(_call("sigmoid")),
    "logistic sigmoid": Operator(_call("sigmoid")),
    "softplus": Operator(_call("softplus")),
    "softmax": Operator(_call("softmax"), of_whole=True),
    "relu": Operator(_call("relu")),
    "positive part": Operator(lambda of: s.Call(s.Name("max"), (s.Number("0"), of))),
}
_OF_AND: Between = (("of", "and"), ("between", "and"))
_INNER: tuple[Combine, Between] = (_inner, (("of", "and"), ("of", "with"), ("between", "and")))
_DISTANCE: tuple[Combine, Between] = (
    _distance,
    (("between", "and"), ("of", "from"), ("from", "to"), ("of", "to"), ("of", "and")),
)
_LARGER: tuple[Combine, Between] = (_extreme("max"), _OF_AND)
_SMALLER: tuple[Combine, Between] = (_extreme("min"), _OF_AND)
BINARY: dict[str, tuple[Combine, Between]] = {
    "sum": (s.Add, _OF_AND),
    "difference": (s.Sub, _OF_AND),
    "deviation": (s.Sub, (("of", "from"),)),
    "product": (s.Product, _OF_AND),
    "ratio": (s.Fraction, (("of", "to"), ("of", "and"), ("of", "over"), ("between", "and"))),
    "quotient": (s.Fraction, _OF_AND),
    "distance": _DISTANCE,
    "euclidean distance": _DISTANCE,
    "inner product": _INNER,
    "dot product": _INNER,
    "scalar product": _INNER,
    "outer product": (_outer, (("of", "and"), ("of", "with"))),
    "quadratic form": (_form, (("of", "at"), ("of", "in"))),
    "maximum": _LARGER,
    "larger": _LARGER,
    "greater": _LARGER,
    "minimum": _SMALLER,
    "smaller": _SMALLER,
}
"""What a noun makes of two values, and the words before each: "the ratio of … to …"."""
NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        (
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        )
    )
} | {"twenty": "20", "hundred": "100"}  # fmt: skip
