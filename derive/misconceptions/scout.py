"""Certified glances at a point: they discard what cannot be, and never decide that something is so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from flint import arb

from derive.calculus import free_symbols
from derive.domains import Domains, OneHot
from derive.exact.balls import Doubt, Value, ball, evaluate
from derive.exact.points import Point, closed_names, contains, values, whole_symbols
from derive.terms import Term

_PLAIN = tuple(Fraction(*pair) for pair in ((3, 5), (5, 4), (2, 7), (7, 9), (11, 8), (4, 3), (5, 11), (9, 13),
                                            (8, 7), (3, 8), (13, 11), (6, 7), (10, 7), (5, 9), (12, 13)))  # fmt: skip


def point_of(names: Iterable[str], domains: Domains, variant: int = 0) -> Point:
    """A point of the domain with as little accident in it as possible; another one for every variant.

    >>> point_of(["x"], Domains(), 0) != point_of(["x"], Domains(), 1)
    True
    """
    every = sorted(closed_names(sorted(names), domains))
    point = {name: _pick(name, k, domains, variant) for k, name in enumerate(every)}
    for number, group in enumerate(domains.groups):
        if set(group.symbols) & set(every):
            point.update(_group_values(group.symbols, isinstance(group, OneHot), number + variant))
    return point


def _pick(name: str, k: int, domains: Domains, variant: int) -> Fraction:
    turn = k + variant * 7
    value = _PLAIN[turn % len(_PLAIN)] + Fraction(turn // len(_PLAIN), 17)
    value = value / 3 if variant % 4 > 1 else value
    signed = -value if variant % 2 == 0 and (k + variant) % 3 == 1 else value
    domain = domains.domain(name)
    for one in (signed, value, value / 4, value + 1):
        if contains(domain, one):
            return one
    pool = values(domain)
    return pool[turn % len(pool)]


def _group_values(symbols: Sequence[str], hot: bool, turn: int) -> dict[str, Fraction]:
    if hot:
        return {name: Fraction(int(k == turn % len(symbols))) for k, name in enumerate(symbols)}
    weights = [2 + (3 * k + turn) % 5 for k in range(len(symbols))]
    return {name: Fraction(w, sum(weights)) for name, w in zip(symbols, weights, strict=True)}


def glance(terms: Sequence[Term], point: Mapping[str, Fraction], domains: Domains) -> list[arb | None]:
    """The value of each term at a point as a certified ball; None where there is none.

    Symbols that the point does not name, such as entries that only a slip brings in, get values of their own.
    """
    missing = free_symbols(*terms) - set(point)
    whole_point = {**point_of(missing, domains), **point} if missing else point
    whole = whole_symbols(domains, sorted(whole_point))
    return [_ball(value) for value in evaluate(terms, whole_point, 128, whole)]


def _ball(value: Value) -> arb | None:
    return None if isinstance(value, Doubt) else ball(value)


def names_of(*groups: Iterable[Term]) -> frozenset[str]:
    """The free scalars in several groups of terms."""
    return free_symbols(*(term for group in groups for term in group))


def differ(one: arb | None, other: arb | None) -> bool:
    """Whether two values are certainly different."""
    return one is not None and other is not None and not one.overlaps(other)


Values = tuple[arb, ...]


def all_overlap(some: Values, others: Values) -> bool:
    """Whether two rows of values are nowhere certainly different."""
    return all(bool(one.overlaps(other)) for one, other in zip(some, others, strict=True))


def sums(some: Values, others: Values) -> Values:
    """The sums of two rows of values, place by place."""
    return tuple(one + other for one, other in zip(some, others, strict=True))


def products(some: Values, others: Values) -> Values:
    """The products of two rows of values, place by place."""
    return tuple(one * other for one, other in zip(some, others, strict=True))


def quotients(some: Values, others: Values) -> Values:
    """The quotients of two rows of values, place by place."""
    return tuple(one / other for one, other in zip(some, others, strict=True))


def rational(value: arb, most: int = 64) -> Fraction | None:
    """The fraction with a small denominator that a ball may hold, if it is narrow enough to mean one.

    >>> rational(arb(3) / 7)
    Fraction(3, 7)
    """
    if value.rad() > arb(2) ** -40:
        return None
    for below in range(1, most + 1):
        above = (value * below).unique_fmpz()
        if above is not None:
            return Fraction(int(above), below)
    return None
