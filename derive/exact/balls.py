"""Certified evaluation: what a term is worth at a rational point, as an exact rational or as a ball that holds it.

A ball is a real interval of the arb library; whatever is said of it holds for the true value. Functions are
real: log needs a positive argument, an even root a non-negative one, a power with a symbolic exponent a positive
base (or a whole exponent made of whole-number symbols). Nothing is assumed at the edge: what cannot be
certified at this precision is ``Doubt.UNCERTAIN``, what certainly has no real value is ``Doubt.UNDEFINED``.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from flint import arb, fmpq

from derive.exact.ball_functions import apply
from derive.exact.values import Doubt, Value, ball, doubt_among, mixed, precision, sign_of, tame
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
from derive.traverse import Node, postorder, walk

__all__ = ["Doubt", "Value", "ball", "evaluate", "is_on_kink", "precision", "sign_of"]

HUGE_POWER = 64


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
    for node in walk(terms):
        if node in known:
            continue
        kind = node.__class__
        known[node] = _power(node, known, whole) if kind is Pow else _RULES[kind](node, known, point)  # type: ignore[arg-type]
    return [known[one] for one in terms]


def is_on_kink(
    terms: Sequence[Term],
    point: Mapping[str, Fraction],
    whole: frozenset[str] = frozenset(),
    *,
    anywhere: bool = False,
) -> bool:
    """Whether a sign, a step or an inequality in the terms sits exactly on its edge at this point.

    ``anywhere`` also where it does so all around the point: a slope is not defined there, a written sign is.

    >>> from derive.terms import fn, sym
    >>> is_on_kink([fn("sign", sym("x"))], {"x": Fraction(0)})
    True
    """
    edges = [edge for node in walk(terms) for edge in _edges(node) if not _is_separate(edge, whole)]
    gaps = evaluate(edges, point, 128, whole) if edges else []
    touched = [edge for edge, gap in zip(edges, gaps, strict=True) if _may_be_zero(gap)]
    return bool(touched) and (anywhere or not _stays_zero(touched, point, whole))


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
    Fn: lambda node, known, point: apply(node.name, [known[arg] for arg in node.args]),
    Case: lambda node, known, point: _case(node, known),
    Compare: lambda node, known, point: _compare(node, known),
    AllOf: lambda node, known, point: _all([known[part] for part in node.parts]),
    AnyOf: lambda node, known, point: _any([known[part] for part in node.parts]),
    Negation: _opposite,
}


def _fold(values: Sequence[Value], step: Callable[[Value, Value], Value]) -> Value:
    total = values[0]
    for value in values:
        if value.__class__ is Doubt:
            return doubt_among(values)
    for value in values[1:]:
        total = step(total, value) if total.__class__ is value.__class__ else mixed(total, value, step)
    return tame(total)


def _compare(node: Compare, known: Mapping[Node, Value]) -> Value:
    left, right = known[node.left], known[node.right]
    doubt = doubt_among([left, right])
    if doubt is not None:
        return doubt
    sign = 0 if node.left is node.right else sign_of(mixed(left, -right, lambda a, b: a + b))
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
    doubt = doubt_among(values)
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
    doubt = doubt_among([base, exponent])
    if doubt is not None:
        return doubt
    if isinstance(exponent, fmpq) and _is_whole(node.exponent, whole):
        return _whole_power(base, int(exponent.p))
    return _real_power(base, exponent)


def _whole_power(base: Value, exponent: int) -> Value:
    if exponent == 0:
        return fmpq(1)
    if isinstance(base, fmpq) and abs(exponent) <= HUGE_POWER:
        return Doubt.UNDEFINED if base == 0 and exponent < 0 else tame(base**exponent)
    sign = sign_of(base)
    if sign == 0:
        return Doubt.UNDEFINED if exponent < 0 else fmpq(0)
    if isinstance(sign, Doubt) and exponent < 0:
        return Doubt.UNCERTAIN
    whole = _ball_power(ball(base), abs(exponent))
    return tame(whole if exponent > 0 else 1 / whole)


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
    return tame((ball(exponent) * ball(base).log()).exp())


def _square_root(base: Value) -> Value:
    if isinstance(base, fmpq):
        top, bottom = base.p.isqrt(), base.q.isqrt()
        if top * top == base.p and bottom * bottom == base.q:
            return fmpq(top, bottom)
    return tame(ball(base).sqrt())
