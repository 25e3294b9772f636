"""Exponentials that were shifted against overflow: exp(z_k - max z) in a softmax is exp(z_k) there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction

from derive.calculus import rebuild
from derive.misconceptions.sites import summands
from derive.terms import ONE, ZERO, Add, Fn, Mul, Num, Pow, Term, add, fn, mul
from derive.traverse import Node, postorder


def unshifted(root: Term) -> Term:
    """The same term with the maximum taken out of sums of exponentials, where it cancels.

    >>> from derive.terms import sym
    >>> a, b = sym("a"), sym("b")
    >>> high = fn("max", a, b)
    >>> shares = [fn("exp", one - high) for one in (a, b)]
    >>> unshifted(shares[0] / (shares[0] + shares[1])) is fn("exp", a) / (fn("exp", a) + fn("exp", b))
    True
    >>> unshifted(fn("exp", a - high - fn("log", shares[0] + shares[1])))
    exp(a - log(exp(a) + exp(b)))
    """
    return unshifted_together((root,))[0]


def unshifted_together(roots: Sequence[Term]) -> list[Term]:
    """The same of several terms, whose common parts are looked at once."""
    if not any(isinstance(node, Fn) and node.name == "max" for node in postorder(roots)):
        return list(roots)
    known: dict[Node, Node] = {}
    for node in postorder(roots):
        known[node] = _without_shift(rebuild(node, known))
    return [known[root] for root in roots]  # type: ignore[misc]


def _without_shift(node: Node) -> Node:
    match node:
        case Fn(name="log", args=(total,)):
            shift, bare = _taken_out(total)
            return node if shift is ZERO else add(shift, fn("log", bare))
        case Pow(base=base, exponent=Num() as count):
            shift, bare = _taken_out(base)
            return node if shift is ZERO else mul(fn("exp", mul(count, shift)), bare**count.value)
        case Mul(args=args):
            return _joined(args)
        case Add(args=args):
            parts = [part for arg in args for part in _spread(arg)]
            kept = _without_cancelled(parts, _cancelled(parts))
            return node if len(kept) == len(parts) else add(*kept)
        case _:
            return node


def _taken_out(total: Term) -> tuple[Term, Term]:
    """The maxima that the exponents of a sum of exponentials share, and the sum without them."""
    parts = [_exponential(part) for part in summands(total)]
    shared = [
        one
        for one in summands(parts[0][1])
        if _is_maximum(one) and all(one in summands(exponent) for _, exponent in parts)
    ]
    if not shared or any(factor is ZERO for factor, _ in parts):
        return ZERO, total
    shift = add(*shared)
    return shift, add(*(mul(factor, _power_of_e(_without(exponent, shared))) for factor, exponent in parts))


def _without(exponent: Term, parts: Collection[Term]) -> Term:
    return add(*(one for one in summands(exponent) if one not in parts))


def _exponential(part: Term) -> tuple[Term, Term]:
    """A summand as a factor times one exponential: the factor, and the exponent; zero where there is none."""
    args = part.args if isinstance(part, Mul) else (part,)
    found = [arg for arg in args if isinstance(arg, Fn) and arg.name == "exp"]
    if len(found) != 1:
        return ZERO, ZERO
    return mul(*(arg for arg in args if arg is not found[0])), found[0].args[0]


def _is_maximum(node: Term) -> bool:
    inner, _ = _counted(node)
    return isinstance(inner, Fn) and inner.name == "max"


def _counted(node: Term) -> tuple[Term, Fraction]:
    """A summand as a multiple of something."""
    match node:
        case Mul(args=(Num(value=count), inner)):
            return inner, Fraction(count)
        case _:
            return node, Fraction(1)


def _joined(args: tuple[Term, ...]) -> Term:
    """A product of exponentials without the maxima that cancel in it."""
    exponents = [arg.args[0] for arg in args if isinstance(arg, Fn) and arg.name == "exp"]
    cancelled = _cancelled(part for exponent in exponents for part in summands(exponent))
    if not cancelled:
        return mul(*args)
    return mul(*(_without_maxima(arg, cancelled) for arg in args))


def _spread(summand: Term) -> Sequence[Term]:
    """The summands of -(u - max v), where a maximum is among them; else the summand."""
    match summand:
        case Mul(args=(Num() as count, Add(args=inner))) if any(map(_is_maximum, inner)):
            return [mul(count, part) for part in inner]
        case _:
            return (summand,)


def _cancelled(parts: Iterable[Term]) -> Collection[Term]:
    """The maxima that come to nothing in a sum of these parts."""
    totals: dict[Term, Fraction] = {}
    for maximum, count in map(_counted, filter(_is_maximum, parts)):
        totals[maximum] = totals.get(maximum, Fraction(0)) + count
    return [maximum for maximum, total in totals.items() if not total]


def _without_maxima(factor: Term, maxima: Collection[Term]) -> Term:
    if not (isinstance(factor, Fn) and factor.name == "exp"):
        return factor
    return _power_of_e(add(*_without_cancelled(summands(factor.args[0]), maxima)))


def _without_cancelled(parts: Sequence[Term], maxima: Collection[Term]) -> list[Term]:
    return [part for part in parts if not (_is_maximum(part) and _counted(part)[0] in maxima)]


def _power_of_e(exponent: Term) -> Term:
    return ONE if exponent is ZERO else fn("exp", exponent)
