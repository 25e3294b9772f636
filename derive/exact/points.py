"""Rational points of a declared domain, the simplest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from derive.domains import Domain, Domains, FiniteSet, Interval, OneHot, Simplex
from derive.errors import GradproofError

Point = dict[str, Fraction]

SIMPLE = tuple(
    Fraction(*pair)
    for pair in (
        (1, 1), (2, 1), (1, 2), (-1, 1), (3, 1), (-2, 1), (1, 3), (-1, 2), (3, 2), (0, 1), (2, 3), (-3, 1),
        (5, 1), (1, 4), (-1, 3), (3, 4), (5, 2), (-3, 2), (7, 1), (-5, 1), (1, 5), (4, 3), (10, 1), (-10, 1),
        (9, 1), (1, 10), (-7, 1), (6, 1), (8, 1), (100, 1), (-100, 1), (1, 100), (-1, 10),
    )
)  # fmt: skip


def whole_symbols(domains: Domains, names: Sequence[str]) -> frozenset[str]:
    """The symbols that take only whole values."""
    hot = {name for group in domains.groups if isinstance(group, OneHot) for name in group.symbols}
    return frozenset(name for name in names if name in hot or _is_whole(domains.domain(name)))


def _is_whole(domain: Domain) -> bool:
    match domain:
        case FiniteSet(values=values):
            return all(value.denominator == 1 for value in values)
        case Interval():
            return domain.integer


def contains(domain: Domain, value: Fraction) -> bool:
    """Whether a value lies in a domain.

    >>> contains(Interval(Fraction(0), Fraction(1)), Fraction(1))
    False
    """
    match domain:
        case FiniteSet(values=values):
            return value in values
        case Interval():
            above = domain.low is None or value > domain.low or (value == domain.low and not domain.open_low)
            below = (
                domain.high is None or value < domain.high or (value == domain.high and not domain.open_high)
            )
            return above and below and not (domain.integer and value.denominator != 1)


@lru_cache(maxsize=256)
def values(domain: Domain) -> list[Fraction]:
    """Simple values of a domain, the simplest first, inner ones before ends."""
    match domain:
        case FiniteSet(values=finite):
            return sorted(finite, key=simplicity)
        case Interval():
            found = [value for value in (*SIMPLE, *_inner(domain)) if contains(domain, value)]
            ends = [end for end in (domain.low, domain.high) if end is not None and end in found]
            return [value for value in dict.fromkeys(found) if value not in ends] + ends


def _inner(domain: Interval) -> Iterator[Fraction]:
    # Values near the ends and between them, for intervals that hold few of the simple ones.
    low, high = domain.low, domain.high
    if low is not None and high is not None:
        for part in ("1/2", "1/3", "2/3", "1/4", "3/4", "1/5", "2/5", "3/5", "4/5", "1/10", "9/10", "1/100"):
            inner = low + (high - low) * Fraction(part)
            yield Fraction(round(inner)) if domain.integer else inner
    for end, way in ((low, 1), (high, -1)):
        if end is not None:
            start = Fraction(-((-end) // 1) if way > 0 else end // 1) if domain.integer else end
            yield from (start + way * step for step in (0, 1, 2, Fraction(1, 2), 3, 5, 10, 100))


def simplicity(value: Fraction) -> tuple[int, int, bool]:
    """The order in which a person would try values: small denominators and numerators, positive before negative."""
    return abs(value.numerator) + 2 * value.denominator - 2 * (value == 1), value.denominator, value < 0


@lru_cache(maxsize=256)
def simplest_first(domain: Domain) -> list[tuple[tuple[int, int, bool], Fraction]]:
    """The simple values of a domain in the order in which a person would try them, each with its place in it."""
    return sorted((simplicity(value), value) for value in values(domain))


def check_domains(domains: Domains) -> None:
    """Raise ``GradproofError`` for a domain that holds no number.

    >>> check_domains(Domains({"p": Interval(Fraction(1), Fraction(0))}))
    Traceback (most recent call last):
    derive.errors.GradproofError: the domain of p is empty (nothing can be said about no numbers at all)
    """
    for name, domain in domains.of.items():
        if not _is_inhabited(domain):
            raise GradproofError(
                f"the domain of {name} is empty", remedy="nothing can be said about no numbers at all"
            )


def _is_inhabited(domain: Domain) -> bool:
    match domain:
        case FiniteSet(values=finite):
            return bool(finite)
        case Interval(low=low, high=high) if low is None or high is None:
            return True
        case Interval(low=Fraction() as low, high=Fraction() as high):
            if domain.integer:
                return any(contains(domain, Fraction(low.__floor__() + k)) for k in (0, 1))
            return low < high or (low == high and not domain.open_low and not domain.open_high)
        case _:
            return True


def single_points_as_labels(domains: Domains) -> Domains:
    """The same domains with [a, a] written as {a}."""
    points = {
        n: d.low
        for n, d in domains.of.items()
        if isinstance(d, Interval) and d.low == d.high and d.low is not None
    }
    if not points:
        return domains
    return Domains(
        {**domains.of, **{name: FiniteSet((value,)) for name, value in points.items()}}, domains.groups
    )


def is_inside(point: Mapping[str, Fraction], domains: Domains) -> bool:
    """Whether every declared domain and group holds at a point."""
    singles = all(contains(domains.domain(name), value) for name, value in point.items())
    return singles and all(_group_holds(group, point) for group in domains.groups)


def _group_holds(group: OneHot | Simplex, point: Mapping[str, Fraction]) -> bool:
    members = [point[name] for name in group.symbols if name in point]
    if len(members) < len(group.symbols):
        return not members
    if isinstance(group, OneHot):
        return sorted(members) == [0] * (len(members) - 1) + [1]
    return sum(members) == 1 and all(member > 0 for member in members)


def closed_names(names: Sequence[str], domains: Domains) -> list[str]:
    """The names together with all members of the groups that they belong to."""
    extra = [n for group in domains.groups if set(group.symbols) & set(names) for n in group.symbols]
    return list(dict.fromkeys([*names, *extra]))


def candidates(names: Sequence[str], domains: Domains, most: int = 2000) -> Iterator[Point]:
    """Points of the domain for these names, simple ones first, ever more varied; always in the same order."""
    every = closed_names(sorted(names), domains)
    pools = {name: values(domains.domain(name)) for name in every}
    groups = [group for group in domains.groups if set(group.symbols) & set(every)]
    seen: set[tuple[int, ...]] = set()  # the values are shared objects, apart from those of a simplex
    for attempt in range(most):
        point = {name: _pick(pools[name], attempt, k, len(every)) for k, name in enumerate(every)}
        for group in groups:
            _settle_group(group, point, attempt)
        values_taken = tuple(map(id, point.values()))
        if values_taken not in seen and is_inside(point, domains):
            seen.add(values_taken)
            yield point


def _pick(pool: list[Fraction], attempt: int, place: int, total: int) -> Fraction:
    # First neighbours in the list of simple values, so that symbols differ; later values from all over it.
    if attempt < 6 and total <= 9:
        return pool[(place + attempt) % min(len(pool), max(4, total + 1))]
    return pool[_scattered(attempt, place) % (min(6, len(pool)) if attempt < 6 else len(pool))]


def _scattered(attempt: int, place: int) -> int:
    # A fixed number for each pair, without a pattern, so that every value of one symbol meets every one of another.
    mixed = (attempt * 0x9E3779B1 + place * 0x85EBCA77 + 0x27D4EB2F) % 2**32
    mixed = (mixed ^ (mixed >> 15)) * 0x2C1B3C6D % 2**32
    return mixed ^ (mixed >> 12)


def _settle_group(group: OneHot | Simplex, point: Point, attempt: int) -> None:
    size = len(group.symbols)
    if isinstance(group, OneHot):
        for k, name in enumerate(group.symbols):
            point[name] = Fraction(int(k == attempt % size))
        return
    weights = [1 + (attempt * (k + 1) + k) % 5 for k in range(size)]
    for name, weight in zip(group.symbols, weights, strict=True):
        point[name] = Fraction(weight, sum(weights))
