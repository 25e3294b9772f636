"""Roots of products as products of roots, where no factor is negative."""

from __future__ import annotations

from collections.abc import Sequence

from derive.calculus import rebuild
from derive.exact.ranges import Ranges
from derive.terms import Mul, Num, Pow, Term, mul, power
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
