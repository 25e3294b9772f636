"""What is known of the sign of a polynomial in the generators, from the domains and from where the sides are defined."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from flint import fmpq

from derive.domains import Domains, FiniteSet, Interval
from derive.exact.field import Field, Key, Poly

POSITIVE_KINDS = ("exp", "root", "gamma+")
BOUNDED = {
    "erf": Interval(Fraction(-1), Fraction(1)),
    "sin": Interval(Fraction(-1), Fraction(1), False, False),
    "cos": Interval(Fraction(-1), Fraction(1), False, False),
}
MOST_DEGREE = 12


class Known(NamedTuple):
    """A sign, 1 or -1; ``strict`` when 0 is excluded too."""

    sign: int
    strict: bool


@dataclass(slots=True)
class Signs:
    """Signs of polynomials over the declared domains, together with assumptions (``assumed``: key -> sign)."""

    domains: Domains
    assumed: dict[Key, int] = field(default_factory=dict)
    used: set[Key] = field(default_factory=set)

    def of(self, space: Field, poly: Poly) -> Known | None:
        """The sign of a polynomial, where it is the same all over the domain."""
        if poly.is_constant():
            value = poly.leading_coefficient() if not poly.is_zero() else fmpq(0)
            return None if value == 0 else Known(1 if value > 0 else -1, True)
        key = space.meaning(poly)
        if key in self.assumed:
            self.used.add(key)
            return Known(self.assumed[key], True)
        return self._by_terms(space, poly)

    def assume(self, space: Field, poly: Poly, sign: int) -> None:
        """Assume a sign: of a generator or polynomial, told by what its generators stand for."""
        self.assumed[space.meaning(poly)] = sign

    def _by_terms(self, space: Field, poly: Poly) -> Known | None:
        positive, closed = [False] * space.capacity, False
        for place, degree in enumerate(poly.degrees()):
            if degree:
                bounds = self._bounds(space, place)
                if bounds is None:
                    continue
                if (bounds.low is not None or bounds.high is not None) and degree <= MOST_DEGREE:
                    poly = _onto_positive(poly, place, degree, bounds, space)
                    positive[place] = True
                    closed |= not (bounds.open_low and bounds.open_high) and bounds != _EXP
        return _one_signed(poly, positive, closed)

    def _bounds(self, space: Field, place: int) -> Interval | None:
        generator = space.generators[place]
        if generator.kind in POSITIVE_KINDS or generator.kind == "constant":
            return _EXP
        if generator.kind == "symbol":
            return self._symbol_bounds(space, place, generator.data)
        return BOUNDED.get(generator.kind)

    def _symbol_bounds(self, space: Field, place: int, name: str) -> Interval | None:
        domain = self.domains.domain(name)
        if isinstance(domain, FiniteSet):
            domain = Interval(min(domain.values), max(domain.values), False, False)
        assumed = self.assumed.get(space.meaning(space.gen(place)))
        if assumed is not None and domain.low is None and domain.high is None:
            self.used.add(space.meaning(space.gen(place)))
            return _EXP if assumed > 0 else Interval(high=Fraction(0))
        return domain


_EXP = Interval(low=Fraction(0))


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


def _one_signed(poly: Poly, positive: list[bool], closed: bool) -> Known | None:
    # All coefficients of one sign, and every variable that can be negative in even powers only.
    if poly.is_zero():
        return None
    terms = poly.to_dict()
    signs = {c > 0 for c in terms.values()}
    loose = [k for k, yes in enumerate(positive) if not yes]
    if len(signs) > 1 or any(m[k] % 2 for m in terms for k in loose):
        return None
    strict = not closed and any(all(m[k] == 0 for k in loose) for m in terms)
    return Known(1 if signs.pop() else -1, strict)
