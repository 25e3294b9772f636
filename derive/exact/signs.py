"""What is known of the sign of a polynomial in the generators, from the domains and from what is assumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from flint import fmpq

from derive.calculus import free_symbols
from derive.domains import Domain, Domains, FiniteSet, Interval, OneHot, Simplex
from derive.exact.balls import Doubt, evaluate, sign_of
from derive.exact.field import Field, Generator, Key, Poly
from derive.exact.inequalities import ONE, Row, exclude_each_other
from derive.exact.meaning import generator_term, poly_term
from derive.exact.ranges import Ranges

POSITIVE_KINDS = ("exp",)
BOUNDED = {
    "erf": Interval(Fraction(-1), Fraction(1)),
    "sign": Interval(Fraction(-1), Fraction(1), False, False),
    "parity": Interval(Fraction(-1), Fraction(1), False, False),
    "equal": Interval(Fraction(0), Fraction(1), False, False),
}
MOST_DEGREE = 12
MOST_TERMS = 60  # of a polynomial whose sign is sought by its norm
MOST_NORMS = 3  # one within the other: the norms of nested roots grow without end
MOST_CLOSED = 4
CONSTANT_BITS = 256

MOST_ASSUMED = 10


def _row(key: Key, sign: int) -> Row:
    return Row({monomial: Fraction(top, bottom) * sign for monomial, (top, bottom) in key})  # type: ignore[attr-defined]


def _bounds_of(monomial: Key, domain: Domain) -> Iterator[Row]:
    if isinstance(domain, FiniteSet):
        domain = Interval(min(domain.values), max(domain.values), False, False)
    for end, way, is_open in ((domain.low, 1, domain.open_low), (domain.high, -1, domain.open_high)):
        if end is not None:
            vector = {monomial: Fraction(way), ONE: -way * end}
            yield Row({key: value for key, value in vector.items() if value}, is_open)


class Known(NamedTuple):
    """A sign, 1 or -1; ``strict`` when 0 is excluded too."""

    sign: int
    strict: bool


@dataclass(slots=True)
class Signs:
    """Signs of polynomials over the declared domains, together with assumptions.

    ``assumed`` maps keys to signs; for the ``weak`` ones 0 is not excluded.
    """

    domains: Domains
    assumed: dict[Key, int] = field(default_factory=dict)
    weak: frozenset[Key] = frozenset()

    def of(self, space: Field, poly: Poly, depth: int = 0) -> Known | None:
        """The sign of a polynomial, where it is the same all over the domain; ``depth`` counts norms within norms."""
        if poly.is_constant():
            value = poly.leading_coefficient() if not poly.is_zero() else fmpq(0)
            return None if value == 0 else Known(1 if value > 0 else -1, True)
        key = space.meaning(poly)
        if key in self.assumed:
            return Known(self.assumed[key], key not in self.weak)
        found = self._by_terms(space, poly) or self._by_norm(space, poly, depth)
        if found is None and not any(
            _varies(space, place) for place, times in enumerate(poly.degrees()) if times
        ):
            return _by_ball(space, poly)
        return (
            self._by_inequalities(space, poly, key)
            if found is None and (self.assumed or self._simplices())
            else found
        )

    def _by_norm(self, space: Field, poly: Poly, depth: int) -> Known | None:
        # a + b r with a root r has the sign of its larger part, which a^2 - b^2 r^2 tells.
        if len(poly) > MOST_TERMS or depth >= MOST_NORMS:
            return None
        for place, (degree, square) in space.relations.items():
            if degree == 2 and poly.degrees()[place] == 1 and space.generators[place].kind == "root":
                free, slope = space.split_at(poly, place)
                squares = space.product(free, free) - space.product(space.product(slope, slope), square)
                norm = self.of(space, squares, depth + 1)
                larger = None if norm is None else self.of(space, free if norm.sign > 0 else slope, depth + 1)
                if norm is not None and larger is not None:
                    return Known(larger.sign, norm.strict and larger.strict)
        return None

    def _by_inequalities(self, space: Field, poly: Poly, key: Key) -> Known | None:
        # The opposite sign would contradict what is assumed, together with the bounds of the symbols.
        given = self._assumed_rows()
        if len(given) > MOST_ASSUMED:
            return None
        given += list(self._bound_rows([*self.assumed, key]))
        for sign in (1, -1):
            if exclude_each_other([*given, _row(key, -sign)]):
                return Known(sign, False)
        return None

    def is_discrete(self, space: Field, poly: Poly) -> bool:
        """Whether a symbol with separate values (a label, a whole number) stands in a polynomial."""
        for place, degree in enumerate(poly.degrees()):
            if degree and self._stands_in(space, space.generators[place]):
                return True
        return False

    def _stands_in(self, space: Field, generator: Generator) -> bool:
        if generator.kind == "symbol":
            return bool(whole_or_finite(self.domains, generator.data))
        if generator.kind in ("log", "sign"):
            return self.is_discrete(space, generator.data)
        return generator.kind != "constant" and any(
            whole_or_finite(self.domains, name) for name in [*self.domains.of, *self._grouped()]
        )

    def _simplices(self) -> list[Simplex]:
        return [group for group in self.domains.groups if isinstance(group, Simplex)]

    def _grouped(self) -> list[str]:
        return [name for group in self.domains.groups for name in group.symbols]

    def _assumed_rows(self) -> list[Row]:
        return [_row(key, sign)._replace(strict=key not in self.weak) for key, sign in self.assumed.items()]

    def is_contradictory(self) -> bool:
        """Whether what is assumed cannot all hold."""
        given = self._assumed_rows()
        return len(given) <= MOST_ASSUMED and exclude_each_other([*given, *self._bound_rows(self.assumed)])

    def _bound_rows(self, keys: Iterable[Key]) -> Iterator[Row]:
        # The bounds of the symbols that stand in these polynomials by themselves, exponentials being positive.
        yield Row({ONE: Fraction(1)})
        for simplex in self._simplices():
            # Its last member, positive as well, is 1 minus the others.
            names = [frozenset([(("symbol", name), 1)]) for name in simplex.symbols[:-1]]
            yield Row({ONE: Fraction(1), **dict.fromkeys(names, Fraction(-1))})
        monomials = {monomial for key in keys for monomial, _ in key}  # type: ignore[attr-defined]
        for monomial in sorted(monomials, key=str):
            kinds = {generator[0] for generator, _ in monomial}
            if monomial and kinds <= set(POSITIVE_KINDS):
                yield Row({monomial: Fraction(1)})
            if len(monomial) == 1 and kinds == {"symbol"}:
                ((_, name), power) = next(iter(monomial))
                if power == 1:
                    yield from _bounds_of(monomial, self.domains.domain(name))

    def assume(self, space: Field, poly: Poly, sign: int, strict: bool) -> None:
        """Assume a sign: of a generator or polynomial, told by what its generators stand for."""
        key = space.meaning(poly)
        self.assumed[key] = sign
        if not strict:
            self.weak |= {key}

    def _by_terms(self, space: Field, poly: Poly) -> Known | None:
        # Write each bounded generator through a positive t, and look at the signs of the coefficients.
        positive: set[int] = set()
        edges: dict[
            int, tuple[int, ...]
        ] = {}  # the powers of t that are left at an end that belongs to the domain
        for place, degree in enumerate(poly.degrees()):
            bounds = self._bounds(space, place) if 0 < degree <= MOST_DEGREE else None
            if bounds is not None and (bounds.low is not None or bounds.high is not None):
                poly = _onto_positive(poly, place, degree, bounds, space)
                positive.add(place)
                edges[place] = _powers_at_ends(bounds, degree)
        return _one_signed(poly, positive, edges)

    def _bounds(self, space: Field, place: int) -> Interval | None:
        generator = space.generators[place]
        if generator.kind == "root":
            return _FROM_ZERO
        if generator.kind in POSITIVE_KINDS or generator.kind == "constant":
            return _EXP
        if generator.kind == "symbol":
            return self._symbol_bounds(space, place, generator.data)
        if generator.kind in ("sin", "cos"):
            found = Ranges(self.domains).of(generator_term(space, place))
            return Interval(found.low, found.high, found.low_open, found.high_open)
        return BOUNDED.get(generator.kind)

    def _symbol_bounds(self, space: Field, place: int, name: str) -> Interval | None:
        domain = self.domains.domain(name)
        if isinstance(domain, FiniteSet):
            domain = Interval(min(domain.values), max(domain.values), False, False)
        if domain.low is not None or domain.high is not None:
            return domain
        assumed = self.assumed.get(space.meaning(space.gen(place))) if self.assumed else None
        if assumed is not None:
            return _EXP if assumed > 0 else Interval(high=Fraction(0))
        return domain


def _varies(space: Field, place: int) -> bool:
    # Whether a symbol stands anywhere in a generator.
    generator = space.generators[place]
    return generator.kind != "constant" and bool(free_symbols(generator_term(space, place)))


def _by_ball(space: Field, poly: Poly) -> Known | None:
    value = evaluate([poly_term(space, poly)], {}, CONSTANT_BITS)[0]
    sign = value if isinstance(value, Doubt) else sign_of(value)
    return Known(sign, True) if sign in (1, -1) else None


def whole_or_finite(domains: Domains, name: str) -> bool:
    """Whether the values of a symbol are separate points."""
    domain = domains.domain(name)
    hot = any(name in group.symbols for group in domains.groups if isinstance(group, OneHot))
    return hot or isinstance(domain, FiniteSet) or domain.integer


_EXP = Interval(low=Fraction(0))
_FROM_ZERO = Interval(low=Fraction(0), open_low=False)


def _onto_positive(poly: Poly, place: int, degree: int, bounds: Interval, space: Field) -> Poly:
    # Write the variable through t > 0: low + t, high - t, or (low + high t)/(1 + t) times (1 + t)^degree.
    t = space.gen(place)
    low = None if bounds.low is None else fmpq(bounds.low.numerator, bounds.low.denominator)
    high = None if bounds.high is None else fmpq(bounds.high.numerator, bounds.high.denominator)
    if low is None:
        top, bottom = high - t, space.one_poly
    elif high is None:
        if low == 0:
            return poly
        top, bottom = low + t, space.one_poly
    else:
        top, bottom = low + high * t, 1 + t
    space.budget.spend(len(poly) * degree * degree)
    return _homogenised(poly, place, degree, top, bottom, space)


def _homogenised(poly: Poly, place: int, degree: int, top: Poly, bottom: Poly, space: Field) -> Poly:
    parts: dict[int, dict[tuple[int, ...], fmpq]] = {}
    for monomial, coefficient in poly.to_dict().items():
        power = monomial[place]
        parts.setdefault(power, {})[(*monomial[:place], 0, *monomial[place + 1 :])] = coefficient
    total = space.zero_poly
    for power, part in parts.items():
        total += space.ring.from_dict(part) * top**power * bottom ** (degree - power)
    return total


def _powers_at_ends(bounds: Interval, degree: int) -> tuple[int, ...]:
    at_low = (0,) if bounds.low is not None and not bounds.open_low else ()
    if bounds.high is None or bounds.open_high:
        return at_low
    return (*at_low, 0 if bounds.low is None else degree)


def _one_signed(poly: Poly, positive: set[int], edges: dict[int, tuple[int, ...]]) -> Known | None:
    # All coefficients of one sign, and every variable that can be negative in even powers only. It is never 0 when, at
    # each corner of the domain, some monomial is left that cannot be 0.
    if poly.is_zero():
        return None
    terms = poly.to_dict()
    loose = [k for k, degree in enumerate(poly.degrees()) if degree and k not in positive]
    if len({c > 0 for c in terms.values()}) > 1 or any(m[k] % 2 for m in terms for k in loose):
        return None
    sure = [m for m in terms if all(m[k] == 0 for k in loose)]
    closed = [[(k, power) for power in powers] for k, powers in edges.items() if powers]
    corners = product(*([None, *ends] for ends in closed)) if len(closed) <= MOST_CLOSED else None
    strict = corners is not None and all(any(_is_left(m, corner) for m in sure) for corner in corners)
    return Known(1 if next(iter(terms.values())) > 0 else -1, strict)


def _is_left(monomial: tuple[int, ...], corner: tuple[tuple[int, int] | None, ...]) -> bool:
    # Whether a monomial stays when the variables of this corner go to their ends.
    return all(end is None or monomial[end[0]] == end[1] for end in corner)
