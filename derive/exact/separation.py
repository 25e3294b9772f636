"""Numbers made of roots: how near to 0 such a number can be without being 0.

A number built from whole numbers by +, -, *, / and roots is 0 if it is smaller than the bound of Burnikel, Funke,
Mehlhorn, Schirra and Schmitt (2001): with u and l as below, and D the product of the degrees of all roots, a number
that is not 0 is at least 1/(l u^(D-1)). So a ball that is small enough and holds 0 proves that it is 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import arb

from derive.exact.balls import evaluate
from derive.exact.values import Doubt, ball
from derive.terms import Add, Mul, Num, Pow, Term
from derive.traverse import Node, postorder

MOST_BITS = 20_000
SPARE_BITS = 64


@dataclass(frozen=True, slots=True)
class Size:
    """The base-two logarithms of u and l, rounded up."""

    upper: float
    lower: float


def is_zero_number(term: Term) -> bool:
    """Whether a term without symbols, made of roots, is certainly 0.

    >>> from derive.plain import read_term
    >>> is_zero_number(read_term("(2 + sqrt(5))^(1/3) + (sqrt(5) - 2)^(1/3) - sqrt(5)"))
    True
    >>> is_zero_number(read_term("sqrt(2) + sqrt(3) - sqrt(10)"))
    False
    """
    bits = _bits_needed(term)
    if bits is None or bits > MOST_BITS:
        return False
    value = evaluate([term], {}, bits + SPARE_BITS)[0]
    return not isinstance(value, Doubt) and bool(abs(ball(value)) < arb(2) ** -bits)


def _bits_needed(term: Term) -> int | None:
    sizes: dict[Node, Size] = {}
    degree = 1
    for node in postorder((term,)):
        size = _size(node, sizes)
        if size is None:
            return None
        sizes[node] = size
        if isinstance(node, Pow) and isinstance(node.exponent, Num):
            degree *= node.exponent.value.denominator
    size = sizes[term]
    return int(size.lower + (degree - 1) * max(size.upper, 0)) + 2


def _size(node: Node, sizes: dict[Node, Size]) -> Size | None:
    match node:
        case Num(value=value):
            return Size(abs(value.numerator).bit_length(), value.denominator.bit_length())
        case Add(args=args):
            return _sum([sizes[arg] for arg in args])
        case Mul(args=args):
            return Size(sum(sizes[arg].upper for arg in args), sum(sizes[arg].lower for arg in args))
        case Pow(base=base, exponent=Num(value=value)):
            return _power(sizes[base], value.numerator, value.denominator)
        case _:
            return None


def _sum(parts: Sequence[Size]) -> Size:
    total = parts[0]
    for part in parts[1:]:
        upper = max(total.upper + part.lower, total.lower + part.upper) + 1
        total = Size(upper, total.lower + part.lower)
    return total


def _power(size: Size, times: int, degree: int) -> Size:
    base = size if times >= 0 else Size(size.lower, size.upper)
    whole = Size(base.upper * abs(times), base.lower * abs(times))
    if whole.upper >= whole.lower:
        return Size((whole.upper + (degree - 1) * whole.lower) / degree, whole.lower)
    return Size(whole.upper, ((degree - 1) * whole.upper + whole.lower) / degree)
