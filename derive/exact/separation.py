"""Numbers made of roots: how near to 0 such a number can be without being 0.

A number built from whole numbers (and 2 cos(k pi/q)) by +, -, *, / and roots is 0 if it is smaller than the bound of
Burnikel, Funke, Mehlhorn, Schirra and Schmitt (2001): with u and l as below, and D the product of the degrees of all
roots, a number that is not 0 is at least 1/(l u^(D-1)). So a ball that is small enough and holds 0 proves that it is 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from flint import arb

from derive.exact.balls import evaluate
from derive.exact.values import Doubt, ball
from derive.terms import Add, Const, Fn, Mul, Num, Pow, Term
from derive.traverse import Node, postorder

MOST_BITS = 20_000
MOST_PARTS = 60
SPARE_BITS = 64


@dataclass(frozen=True, slots=True)
class Size:
    """The base-two logarithms of u and l, rounded up."""

    upper: float
    lower: float


NO_NUMBER = Size(0, 0)  # of an angle, which is not a number of this kind itself


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
        degree *= _degree(node)
    size = sizes[term]
    return int(size.lower + (degree - 1) * max(size.upper, 0)) + 2


def _degree(node: Node) -> int:
    # The degree that a node adds to the field of its parts: 2 cos(k pi/q) lies in that of the 4q-th roots of 1.
    match node:
        case Pow(exponent=Num(value=value)):
            return value.denominator
        case Fn(args=(angle,)) if (share := _share_of_pi(angle)) is not None:
            return _totient(4 * share.denominator)
        case _:
            return 1


def _totient(n: int) -> int:
    return sum(gcd(k, n) == 1 for k in range(1, n + 1))


def _share_of_pi(angle: Term) -> Fraction | None:
    match angle:
        case Const():
            return Fraction(1)
        case Mul(args=(Num(value=value), Const())):
            return value if value.denominator <= MOST_PARTS else None
        case _:
            return None


def _size(node: Node, sizes: dict[Node, Size]) -> Size | None:
    match node:
        case Num(value=value):
            return Size(abs(value.numerator).bit_length(), value.denominator.bit_length())
        case Add(args=args):
            return _sum([sizes[arg] for arg in args])
        case Mul(args=args) if _share_of_pi(node) is None:
            return Size(sum(sizes[arg].upper for arg in args), sum(sizes[arg].lower for arg in args))
        case Const() | Mul() if _share_of_pi(node) is not None:
            return NO_NUMBER
        case Fn(name="sin" | "cos", args=(angle,)) if _share_of_pi(angle) is not None:
            return Size(1, 1)
        case Pow(base=base, exponent=Num(value=value)) if NO_NUMBER is not sizes[base]:
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
