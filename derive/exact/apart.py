"""Roots of products and exponentials of logarithms taken apart, so that like things become the same thing."""

from __future__ import annotations

from collections.abc import Sequence

from derive.calculus import rebuild
from derive.exact.ranges import Ranges
from derive.terms import ONE, ZERO, Add, Fn, Mul, Num, Pow, Term, add, fn, mul, power
from derive.traverse import Node, postorder


def roots_apart(terms: Sequence[Term], ranges: Ranges) -> list[Term]:
    """The terms with (PQ)^r = P^r Q^r for a fraction r wherever all factors are certainly at least 0.

    Both forms are defined at the same points: PQ > 0 says that P > 0 and Q > 0.

    >>> from derive.domains import ANYWHERE
    >>> from derive.terms import sym
    >>> x, y = sym("x"), sym("y")
    >>> roots_apart([power((x**2 + 1) * (y**2 + 1), Num(1) / 2)], Ranges(ANYWHERE))
    [sqrt(x**2 + 1)*sqrt(y**2 + 1)]
    """
    known: dict[Node, Node] = {}
    for node in postorder(terms):
        new = rebuild(node, known)
        match new:
            case Pow(base=Mul(args=factors), exponent=Num(value=value) as exponent) if value.denominator > 1:
                if all(ranges.of(factor).is_not_negative for factor in factors):
                    new = mul(*(power(factor, exponent) for factor in factors))
            case _:
                pass
        known[node] = new
    return [known[term] for term in terms]  # type: ignore[misc]


def logs_apart(terms: Sequence[Term]) -> list[Term]:
    """The terms with exp(u + c log v) = exp(u) v^c for numbers c, equal wherever they are defined.

    >>> from derive.terms import sym
    >>> u, v = sym("u"), sym("v")
    >>> logs_apart([fn("exp", u - fn("log", v))])
    [exp(u)/v]
    """
    known: dict[Node, Node] = {}
    for node in postorder(terms):
        new = rebuild(node, known)
        match new:
            case Fn(name="exp", args=(Add(args=parts),)):
                new = _without_logs(new, parts)
            case Fn(name="exp", args=(part,)):
                new = _without_logs(new, (part,))
            case _:
                pass
        known[node] = new
    return [known[term] for term in terms]  # type: ignore[misc]


def _without_logs(whole: Term, parts: Sequence[Term]) -> Term:
    powers = [_power_of(part) for part in parts]
    if all(each is None for each in powers):
        return whole
    rest = add(*(part for part, each in zip(parts, powers, strict=True) if each is None))
    return mul(ONE if rest is ZERO else fn("exp", rest), *(each for each in powers if each is not None))


def _power_of(part: Term) -> Term | None:
    match part:
        case Fn(name="log", args=(inner,)):
            return inner
        case Mul(args=(Num() as count, Fn(name="log", args=(inner,)))):
            return power(inner, count)
        case _:
            return None
