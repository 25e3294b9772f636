"""Certified evaluation: what a term is worth at a rational point, as an exact rational or as a ball that holds it.

A ball is a real interval of the arb library; whatever is said of it holds for the true value. Functions are
real: log needs a positive argument, an even root a non-negative one, a power with a symbolic exponent a positive
base (or a whole exponent made of whole-number symbols). Nothing is assumed at the edge: what cannot be
certified at this precision is ``Doubt.UNCERTAIN``, what certainly has no real value is ``Doubt.UNDEFINED``.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import Enum
from fractions import Fraction
from typing import Any

from flint import arb, fmpq
from flint import ctx as flint_context

from derive.terms import (
    Add,
    AllOf,
    AnyOf,
    Case,
    Compare,
    Const,
    Fn,
    Mul,
    Negation,
    Num,
    Pow,
    Sym,
    Term,
)
from derive.traverse import Node, postorder


class Doubt(Enum):
    """Why there is no value."""

    UNDEFINED = "certainly not defined"
    UNCERTAIN = "not certified at this precision"


Value = Any  # fmpq (exact), arb (certified ball), bool (of a condition) or Doubt

EXACT_BITS = 2000
HUGE_POWER = 64


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Work at so many bits inside the block."""
    before = flint_context.prec
    flint_context.prec = bits
    try:
        yield
    finally:
        flint_context.prec = before


def evaluate(
    terms: Sequence[Term],
    point: Mapping[str, Fraction],
    bits: int = 64,
    whole: frozenset[str] = frozenset(),
    known: dict[Node, Value] | None = None,
) -> list[Value]:
    """The values of the terms at a point; ``whole`` names the symbols whose domain is the whole numbers.

    ``known`` keeps values between calls, for the same point and the same number of bits.

    >>> from derive.terms import fn, sym
    >>> evaluate([fn("log", sym("x")) + 1], {"x": Fraction(1)})
    [1]
    """
    exact = {name: fmpq(value.numerator, value.denominator) for name, value in point.items()}
    with precision(bits):
        return _evaluate(terms, exact, whole, {} if known is None else known)


def _evaluate(
    terms: Sequence[Term], point: Mapping[str, Value], whole: frozenset[str], known: dict[Node, Value]
) -> list[Value]:
    for node in postorder(terms, known):
        known[node] = (
            _power(node, known, whole)
            if isinstance(node, Pow)
            else _RULES[node.__class__](node, known, point)
        )
    return [known[one] for one in terms]


def is_on_kink(
    terms: Sequence[Term], point: Mapping[str, Fraction], whole: frozenset[str] = frozenset()
) -> bool:
    """Whether a sign, a step or an inequality in the terms sits exactly on its edge at this point.

    >>> from derive.terms import fn, sym
    >>> is_on_kink([fn("sign", sym("x"))], {"x": Fraction(0)})
    True
    """
    edges = [edge for node in postorder(terms) for edge in _edges(node) if not _is_separate(edge, whole)]
    gaps = evaluate(edges, point, 128, whole) if edges else []
    touched = [edge for edge, gap in zip(edges, gaps, strict=True) if _may_be_zero(gap)]
    return bool(touched) and not _stays_zero(touched, point, whole)


def _may_be_zero(gap: Value) -> bool:
    return gap is Doubt.UNCERTAIN or (not isinstance(gap, Doubt) and sign_of(gap) in (0, Doubt.UNCERTAIN))


def _stays_zero(edges: Sequence[Term], point: Mapping[str, Fraction], whole: frozenset[str]) -> bool:
    # 0 at the point and all around it (as ReLU(x) is for x < 0): not an edge, but the inside of a region.
    for way in (1, -1):
        near = {
            name: value if name in whole else value + Fraction(way * (k + 1), 10**6 + k)
            for k, (name, value) in enumerate(point.items())
        }
        gaps = evaluate(edges, near, 128, whole)
        if not all(not isinstance(gap, Doubt) and sign_of(gap) == 0 for gap in gaps):
            return False
    return True


def _is_separate(edge: Term, separate: frozenset[str]) -> bool:
    # Whether only symbols with separate values decide: such an edge is a point of the domain like any other.
    return all(node.name in separate for node in postorder((edge,)) if isinstance(node, Sym))


def _edges(node: Node) -> list[Term]:
    match node:
        case Fn(name="sign" | "step", args=args):
            return list(args)
        case Compare(relation="<" | "<="):
            return [node.left - node.right]
        case _:
            return []


def _is_whole(exponent: Term, whole: frozenset[str]) -> bool:
    # Whether the exponent is a whole number wherever its symbols are: sums and products of such.
    if isinstance(exponent, Num):
        return exponent.value.denominator == 1
    nodes = list(postorder((exponent,)))
    return all(
        isinstance(node, Add | Mul)
        or (isinstance(node, Pow) and isinstance(node.exponent, Num) and node.exponent.value >= 0)
        or (isinstance(node, Num) and node.value.denominator == 1)
        or (isinstance(node, Sym) and node.name in whole)
        for node in nodes
    )


def _number(node: Num, known: Mapping[Node, Value], point: Mapping[str, Value]) -> Value:
    return fmpq(node.value.numerator, node.value.denominator)


def _opposite(node: Negation, known: Mapping[Node, Value], point: Mapping[str, Value]) -> Value:
    return _not(known[node.part])


def _any(values: Sequence[Value]) -> Value:
    return _not(_all([_not(value) for value in values]))


_RULES: dict[type, Callable[..., Value]] = {
    Num: _number,
    Sym: lambda node, known, point: point[node.name],
    Const: lambda node, known, point: arb.pi(),
    Add: lambda node, known, point: _fold([known[arg] for arg in node.args], operator.add),
    Mul: lambda node, known, point: _fold([known[arg] for arg in node.args], operator.mul),
    Fn: lambda node, known, point: _function(node.name, [known[arg] for arg in node.args]),
    Case: lambda node, known, point: _case(node, known),
    Compare: lambda node, known, point: _compare(node, known),
    AllOf: lambda node, known, point: _all([known[part] for part in node.parts]),
    AnyOf: lambda node, known, point: _any([known[part] for part in node.parts]),
    Negation: _opposite,
}


def _doubt(values: Sequence[Value]) -> Doubt | None:
    doubts = [value for value in values if isinstance(value, Doubt)]
    if not doubts:
        return None
    return Doubt.UNDEFINED if Doubt.UNDEFINED in doubts else Doubt.UNCERTAIN


def _fold(values: Sequence[Value], step: Callable[[Value, Value], Value]) -> Value:
    total = values[0]
    for value in values:
        if value.__class__ is Doubt:
            return _doubt(values)
    for value in values[1:]:
        total = step(total, value) if total.__class__ is value.__class__ else _mixed(total, value, step)
    return _tame(total)


def _mixed(a: Value, b: Value, step: Callable[[Value, Value], Value]) -> Value:
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return step(a, b)
    if (isinstance(a, fmpq) and a == 0) or (isinstance(b, fmpq) and b == 0):
        exact_zero = a if isinstance(a, fmpq) else b
        other = b if isinstance(a, fmpq) else a
        return exact_zero if step(fmpq(1), fmpq(1)) == 1 else other
    return step(ball(a), ball(b))


def ball(value: Value) -> arb:
    """The value as a ball."""
    return arb(value) if isinstance(value, fmpq) else value


def _tame(value: Value) -> Value:
    # Exact values stay exact while they are small; balls must be finite to mean anything.
    if isinstance(value, fmpq):
        big = max(value.p.bit_length(), value.q.bit_length()) > EXACT_BITS
        return arb(value) if big else value
    return value if value.is_finite() else Doubt.UNCERTAIN


def sign_of(value: Value) -> int | Doubt:
    """-1, 0 or 1 where that is certain.

    >>> sign_of(fmpq(-1, 2))
    -1
    """
    if isinstance(value, fmpq):
        return int(value > 0) - int(value < 0)
    if value > 0:
        return 1
    if value < 0:
        return -1
    return 0 if value.is_exact() and value.is_zero() else Doubt.UNCERTAIN


def _compare(node: Compare, known: Mapping[Node, Value]) -> Value:
    left, right = known[node.left], known[node.right]
    doubt = _doubt([left, right])
    if doubt is not None:
        return doubt
    sign = 0 if node.left is node.right else sign_of(_mixed(left, -right, lambda a, b: a + b))
    if isinstance(sign, Doubt):
        return _compare_weak(node, ball(left) - ball(right))
    return {"<": sign < 0, "<=": sign <= 0, "=": sign == 0, "!=": sign != 0}[node.relation]


def _compare_weak(node: Compare, gap: arb) -> Value:
    if node.relation == "<=" and gap <= 0:
        return True
    if node.relation == "<" and gap >= 0:
        return False
    return Doubt.UNCERTAIN


def _all(values: Sequence[Value]) -> Value:
    if any(value is False for value in values):
        return False
    doubt = _doubt(values)
    return True if doubt is None else doubt


def _not(value: Value) -> Value:
    return value if isinstance(value, Doubt) else not value


def _case(node: Case, known: Mapping[Node, Value]) -> Value:
    for condition, value in node.branches:
        holds = known[condition]
        if holds is True:
            return known[value]
        if isinstance(holds, Doubt):
            return holds
    return known[node.otherwise]


def _power(node: Pow, known: Mapping[Node, Value], whole: frozenset[str]) -> Value:
    base, exponent = known[node.base], known[node.exponent]
    doubt = _doubt([base, exponent])
    if doubt is not None:
        return doubt
    if isinstance(exponent, fmpq) and _is_whole(node.exponent, whole):
        return _whole_power(base, int(exponent.p))
    return _real_power(base, exponent)


def _whole_power(base: Value, exponent: int) -> Value:
    if exponent == 0:
        return fmpq(1)
    if isinstance(base, fmpq) and abs(exponent) <= HUGE_POWER:
        return Doubt.UNDEFINED if base == 0 and exponent < 0 else _tame(base**exponent)
    sign = sign_of(base)
    if sign == 0:
        return Doubt.UNDEFINED if exponent < 0 else fmpq(0)
    if isinstance(sign, Doubt) and exponent < 0:
        return Doubt.UNCERTAIN
    whole = _ball_power(ball(base), abs(exponent))
    return _tame(whole if exponent > 0 else 1 / whole)


def _ball_power(base: arb, exponent: int) -> arb:
    # By repeated squaring, because arb's own power needs a base that excludes 0.
    result, square = arb(1), base
    while exponent:
        if exponent % 2:
            result = result * square
        square = square * square
        exponent //= 2
    return result


def _real_power(base: Value, exponent: Value) -> Value:
    sign, up = sign_of(base), sign_of(exponent)
    if sign == -1:  # an exponent that comes out whole may be whole everywhere (x/x), so nothing is certain
        return Doubt.UNCERTAIN if isinstance(exponent, fmpq) and exponent.q == 1 else Doubt.UNDEFINED
    if sign == 0:
        return {1: fmpq(0), Doubt.UNCERTAIN: Doubt.UNCERTAIN}.get(up, Doubt.UNDEFINED)
    if sign == 1 and exponent == fmpq(1, 2):
        return _square_root(base)
    if isinstance(sign, Doubt):
        return Doubt.UNCERTAIN
    return _tame((ball(exponent) * ball(base).log()).exp())


def _square_root(base: Value) -> Value:
    if isinstance(base, fmpq):
        top, bottom = base.p.isqrt(), base.q.isqrt()
        if top * top == base.p and bottom * bottom == base.q:
            return fmpq(top, bottom)
    return _tame(ball(base).sqrt())


def _function(name: str, values: list[Value]) -> Value:
    doubt = _doubt(values)
    if doubt is not None:
        return doubt
    if name in _CHOICES:
        return _choose(values, name)
    found = _EXACT[name](values[0]) if name in _EXACT else None
    if found is not None:
        return found
    if name in _PIECEWISE:
        return _piecewise(values[0], name)
    if name in _BALLS:
        value = _BALLS[name](ball(values[0]))
        return value if isinstance(value, Doubt) else _tame(value)
    return Doubt.UNCERTAIN


_CHOICES = ("max", "min")


def _choose(values: list[Value], name: str) -> Value:
    # Exact as far as possible; two balls that overlap have a maximum all the same.
    best = values[0]
    for value in values[1:]:
        sign = sign_of(_mixed(value, -best, lambda a, b: a + b))
        if isinstance(sign, Doubt):
            a, b = ball(best), ball(value)
            best = a.max(b) if name == "max" else a.min(b)
        elif (sign > 0) == (name == "max"):
            best = value
    return best


_PIECEWISE = ("abs", "sign", "step", "relu")


def _piecewise(value: Value, name: str) -> Value:
    sign = sign_of(value)
    if isinstance(sign, Doubt):
        around = {"abs": lambda v: abs(v), "relu": lambda v: v.max(arb(0))}.get(name)
        return around(ball(value)) if around else sign
    results = {
        "abs": value if sign >= 0 else -value,
        "sign": fmpq(sign),
        "step": fmpq(int(sign > 0)),
        "relu": value if sign > 0 else fmpq(0),
    }
    return results[name]


def _at(place: int, value: fmpq) -> Callable[[Value], Value]:
    def exact(x: Value) -> Value:
        return value if isinstance(x, fmpq) and x == place else None

    return exact


_EXACT: dict[str, Callable[[Value], Value]] = {
    "exp": _at(0, fmpq(1)),
    "log": _at(1, fmpq(0)),
    "sigmoid": _at(0, fmpq(1, 2)),
    "tanh": _at(0, fmpq(0)),
    "sinh": _at(0, fmpq(0)),
    "cosh": _at(0, fmpq(1)),
    "sin": _at(0, fmpq(0)),
    "cos": _at(0, fmpq(1)),
    "atan": _at(0, fmpq(0)),
    "erf": _at(0, fmpq(0)),
    "normcdf": _at(0, fmpq(1, 2)),
}


def _log(x: arb) -> Value:
    if x > 0:
        return x.log()
    return Doubt.UNDEFINED if x <= 0 else Doubt.UNCERTAIN


def _sigmoid(x: arb) -> Value:
    if x > 0:
        return 1 / (1 + (-x).exp())
    return x.exp() / (1 + x.exp())


def _softplus(x: arb) -> Value:
    return x + (-x).exp().log1p() if x > 0 else x.exp().log1p()


def _logit(x: arb) -> Value:
    if x > 0 and x < 1:
        return (x / (1 - x)).log()
    return Doubt.UNDEFINED if x <= 0 or x >= 1 else Doubt.UNCERTAIN


def _gamma_like(compute: Callable[[arb], arb], only_positive: bool) -> Callable[[arb], Value]:
    def value(x: arb) -> Value:
        if x > 0:
            return compute(x)
        if only_positive and x <= 0:
            return Doubt.UNDEFINED
        pole = x.is_exact() and x.is_integer()
        return Doubt.UNDEFINED if pole else Doubt.UNCERTAIN if only_positive else compute(x)

    return value


_BALLS: dict[str, Callable[[arb], Value]] = {
    "exp": lambda x: x.exp(),
    "log": _log,
    "sigmoid": _sigmoid,
    "softplus": _softplus,
    "logit": _logit,
    "tanh": lambda x: x.tanh(),
    "sinh": lambda x: x.sinh(),
    "cosh": lambda x: x.cosh(),
    "sin": lambda x: x.sin(),
    "cos": lambda x: x.cos(),
    "atan": lambda x: x.atan(),
    "erf": lambda x: x.erf(),
    "normcdf": lambda x: (-x / arb(2).sqrt()).erfc() / 2,
    "normpdf": lambda x: (-x * x / 2).exp() / (2 * arb.pi()).sqrt(),
    "loggamma": _gamma_like(lambda x: x.lgamma(), only_positive=True),
    "gamma": _gamma_like(lambda x: x.gamma(), only_positive=False),
    "digamma": _gamma_like(lambda x: x.digamma(), only_positive=False),
}
