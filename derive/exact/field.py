"""Quotients of polynomials in generators: free scalars, and kernels such as exp(u), log|f| and roots.

Every step here is an identity of real numbers at each point where the terms are defined (a common factor is
cancelled only when it divides a denominator, which is not zero there), so that a numerator that comes out
as the zero polynomial proves equality at all those points, whatever else holds between the generators.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from flint import Ordering, fmpq, fmpq_mpoly_ctx

from derive.exact.budget import Budget

Poly = Any  # flint.fmpq_mpoly
Key = Hashable

MOST_TERMS = 20_000
GCD_TERMS = 4_000
FACTOR_TERMS = 300
FACTOR_DEGREE = 60


class Full(Exception):
    """There are more generators than the polynomial ring has room for; begin again with a larger one."""


class Again(Exception):
    """Something was learnt about the generators that changes earlier results; begin again with it."""


class Learnt(Exception):
    """A sign became known; begin afresh with it."""


class Nowhere(Exception):
    """The term is defined nowhere (1/0, log 0)."""


class Quotient(NamedTuple):
    """A numerator over a denominator that is not the zero polynomial."""

    num: Poly
    den: Poly


@dataclass(frozen=True, slots=True)
class Generator:
    """What one variable of the ring stands for.

    ``kind``: "symbol", "constant", "exp", "log", "root", "sign", "equal" or the name of an opaque function;
    ``data`` is what it is applied to (a name, a polynomial, a quotient or a tuple of them).
    """

    kind: str
    data: Any


class Field:
    """The field of quotients with its generators and the algebraic relations between them."""

    def __init__(self, capacity: int, budget: Budget) -> None:
        names = [f"g{k}" for k in range(capacity)]
        self.ring = fmpq_mpoly_ctx.get(names, Ordering.lex)
        self.capacity = capacity
        self.budget = budget
        self.generators: list[Generator] = []
        self.zero_poly, self.one_poly = self.ring.constant(0), self.ring.constant(1)
        self.zero, self.one = self.whole(self.zero_poly), self.whole(self.one_poly)
        self.relations: dict[int, tuple[int, Poly]] = {}
        self.denominators: dict[Key, Poly] = {}
        self._places: dict[Key, int] = {}
        self._meanings: dict[int, Key] = {}
        self._den_meanings: dict[Key, int] = {}

    def generator(self, kind: str, key: Key, data: Any) -> int:
        """The place of a generator, made when it is new."""
        place = self._places.get((kind, key))
        if place is None:
            place = len(self.generators)
            if place >= self.capacity:
                raise Full
            self.generators.append(Generator(kind, data))
            self._places[kind, key] = place
        return place

    def known(self, kind: str, key: Key) -> int | None:
        """The place of a generator if there is one."""
        return self._places.get((kind, key))

    def meaning(self, poly: Poly) -> Key:
        """A key that tells what the polynomial stands for, the same in every field."""
        return frozenset(
            (self._meaning_of_monomial(m), (int(c.p), int(c.q))) for m, c in poly.to_dict().items()
        )

    def _meaning_of_monomial(self, monomial: tuple[int, ...]) -> Key:
        return frozenset((self._meaning_of(k), power) for k, power in enumerate(monomial) if power)

    def _meaning_of(self, place: int) -> Key:
        # A symbol is its name; what is nested is a number, the same for the same thing while a question lasts.
        found = self._meanings.get(place)
        if found is None:
            generator = self.generators[place]
            data = self._meaning_of_data(generator.data)
            token = data if isinstance(data, str) else self.budget.token((generator.kind, data))
            found = self._meanings[place] = (generator.kind, token)
        return found

    def _meaning_of_data(self, data: Any) -> Key:
        match data:
            case Quotient():
                return self.meaning(data.num), self.meaning(data.den)
            case tuple():
                return tuple(self._meaning_of_data(part) for part in data)
            case dict():
                self.budget.spend(4 * len(data))
                return frozenset(
                    (self._meaning_of_slot(slot), (int(c.p), int(c.q))) for slot, c in data.items()
                )
            case str() | int():
                return data
            case fmpq():
                return int(data.p), int(data.q)
            case _:
                return self.meaning(data)

    def _meaning_of_slot(self, slot: tuple[Key, tuple[int, ...]]) -> Key:
        den, monomial = slot
        return den if den is None else self.meaning(self.denominators[den]), self._meaning_of_monomial(
            monomial
        )

    def gen(self, place: int) -> Poly:
        """The polynomial that is one generator."""
        return self.ring.gen(place)

    def whole(self, poly: Poly) -> Quotient:
        """A polynomial as a quotient."""
        return Quotient(poly, self.one_poly)

    def number(self, value: fmpq) -> Quotient:
        """A rational number as a quotient."""
        return Quotient(self.ring.constant(value), self.one_poly)

    def add(self, a: Quotient, b: Quotient) -> Quotient:
        """The sum."""
        if a.den == b.den:
            total = a.num + b.num
            return self.whole(total) if a.den.is_one() else self._lowest(total, a.den)
        if a.den.is_one():
            return Quotient(self.reduced(a.num * b.den) + b.num, b.den)
        if b.den.is_one():
            return Quotient(a.num + self.reduced(b.num * a.den), a.den)
        return self._add_fractions(a, b)

    def _add_fractions(self, a: Quotient, b: Quotient) -> Quotient:
        shared = self._gcd(a.den, b.den)
        left, right = a.den / shared, b.den / shared
        self._charge(a.num, right)
        self._charge(b.num, left)
        top = self.reduced(a.num * right) + self.reduced(b.num * left)
        return self._settle(top, a.den * right)

    def total(self, parts: Iterable[Quotient]) -> Quotient:
        """The sum of many, those with one denominator first."""
        buckets: list[Quotient] = []
        for part in parts:
            for k, other in enumerate(buckets):
                if other.den == part.den:
                    buckets[k] = Quotient(other.num + part.num, part.den)
                    break
            else:
                buckets.append(part)
        result = self.zero
        for bucket in buckets:
            result = self.add(result, self._lowest(bucket.num, bucket.den))
        return result

    def mul(self, a: Quotient, b: Quotient) -> Quotient:
        """The product."""
        if a.den.is_one() and b.den.is_one():
            self._charge(a.num, b.num)
            return self.whole(self.reduced(a.num * b.num))
        one, two = self._gcd(a.num, b.den), self._gcd(b.num, a.den)
        tops, bottoms = (a.num / one, b.num / two), (a.den / two, b.den / one)
        self._charge(*tops)
        self._charge(*bottoms)
        top, bottom = tops[0] * tops[1], bottoms[0] * bottoms[1]
        if self.relations:
            return self._settle(top, bottom)
        return self._monic(top, bottom)

    def inverse(self, a: Quotient) -> Quotient:
        """1/a; raises ``Nowhere`` for 0."""
        if a.num.is_zero():
            raise Nowhere
        return self._settle(a.den, a.num) if self.relations else self._monic(a.den, a.num)

    def power(self, a: Quotient, exponent: int) -> Quotient:
        """a to a whole power."""
        if exponent < 0:
            return self.power(self.inverse(a), -exponent)
        if exponent == 0:
            return self.one
        self._charge_power(a.num, exponent)
        self._charge_power(a.den, exponent)
        top, bottom = a.num**exponent, a.den**exponent
        return self._settle(top, bottom) if self.relations else Quotient(top, bottom)

    def scale(self, a: Quotient, factor: fmpq) -> Quotient:
        """a times a rational number."""
        return Quotient(a.num * factor, a.den)

    def _lowest(self, top: Poly, bottom: Poly) -> Quotient:
        if top.is_zero() or bottom.is_one():
            return self.whole(top)
        shared = self._gcd(top, bottom)
        return self._monic(top / shared, bottom / shared)

    def _settle(self, top: Poly, bottom: Poly) -> Quotient:
        """Apply the relations, clear roots and signs from the denominator, and cancel."""
        if not self.relations:
            return self._lowest(top, bottom)
        top, bottom = self.reduced(top), self.reduced(bottom)
        if bottom.is_zero():
            raise Nowhere
        for place in self.relations:
            top, bottom = self._cleared(top, bottom, place)
        return self._lowest(top, bottom)

    def _cleared(self, top: Poly, bottom: Poly, place: int) -> tuple[Poly, Poly]:
        # (a + b r) times its conjugate (a - b r) is free of r when r^2 is.
        degree, _ = self.relations[place]
        if self.relations[place][0] != 2 or bottom.degrees()[place] == 0:
            return self._cleared_monomial(top, bottom, place, degree)
        conjugate = _flipped(bottom, place)
        self._charge(bottom, conjugate)
        self._charge(top, conjugate)
        cleared = self.reduced(bottom * conjugate)
        if cleared.is_zero():
            return top, bottom
        return self.reduced(top * conjugate), cleared

    def _cleared_monomial(self, top: Poly, bottom: Poly, place: int, degree: int) -> tuple[Poly, Poly]:
        power = bottom.degrees()[place]
        if power == 0 or any(monomial[place] != power for monomial in bottom.monoms()):
            return top, bottom
        factor = self.gen(place) ** (degree - power)
        return self.reduced(top * factor), self.reduced(bottom * factor)

    def reduced(self, poly: Poly) -> Poly:
        """The polynomial with every relation applied (r^2 written as what it is)."""
        if not self.relations:
            return poly
        changed = True
        while changed:
            changed = False
            degrees = poly.degrees()
            for place, (degree, value) in self.relations.items():
                if degrees[place] >= degree:
                    poly, changed = self._replaced(poly, place, degree, value), True
                    degrees = poly.degrees()
        return poly

    def _replaced(self, poly: Poly, place: int, degree: int, value: Poly) -> Poly:
        groups: dict[int, dict[tuple[int, ...], fmpq]] = {}
        for monomial, coefficient in poly.to_dict().items():
            times, rest = divmod(monomial[place], degree)
            lower = (*monomial[:place], rest, *monomial[place + 1 :])
            groups.setdefault(times, {})[lower] = coefficient
        result = self.zero_poly
        for times, part in groups.items():
            self._charge_power(value, times)
            piece = self.ring.from_dict(part)
            self._charge(piece, value)
            result += piece * value**times if times else piece
        return result

    def _monic(self, top: Poly, bottom: Poly) -> Quotient:
        lead = bottom.leading_coefficient()
        return Quotient(top, bottom) if lead == 1 else Quotient(top / lead, bottom / lead)

    def _gcd(self, a: Poly, b: Poly) -> Poly:
        if a.is_one() or b.is_one() or a.is_zero() or b.is_zero():
            return self.one_poly
        self.budget.spend(len(a) + len(b))
        return a.gcd(b) if len(a) + len(b) <= GCD_TERMS else self.one_poly

    def _charge(self, a: Poly, b: Poly) -> None:
        size = len(a) * len(b)
        self.budget.spend(1 + size)
        if size > MOST_TERMS * 20:
            self.budget.spend(self.budget.work + 1)

    def _charge_power(self, a: Poly, exponent: int) -> None:
        terms = len(a)
        if terms > 1 and exponent > 1:
            self.budget.spend(min(terms**exponent, _choose(exponent + terms - 1, terms - 1)))

    def factors(self, poly: Poly) -> tuple[fmpq, list[tuple[Poly, int]]]:
        """The constant and the irreducible factors (with positive leading coefficient), with multiplicities."""
        if poly.is_constant():
            return poly.leading_coefficient(), []
        self.budget.spend(10 + len(poly))
        if (
            len(poly) > FACTOR_TERMS
            or sum(poly.degrees()) > FACTOR_DEGREE * 4
            or max(poly.degrees()) > FACTOR_DEGREE
        ):
            return self._factors_roughly(poly)
        constant, parts = poly.factor()
        return constant, [(part, int(times)) for part, times in parts]

    def _factors_roughly(self, poly: Poly) -> tuple[fmpq, list[tuple[Poly, int]]]:
        # Too large to factor within the budget: its monomial content, and the rest as one kernel.
        content = poly.term_content()
        rest = poly / content
        lead = rest.leading_coefficient()
        powers = content.monoms()[0]
        parts = [(self.gen(k), int(power)) for k, power in enumerate(powers) if power]
        constant = lead * content.leading_coefficient()
        return constant, parts if rest.is_constant() else [*parts, (rest / lead, 1)]


def key_of(poly: Poly) -> Key:
    """A key under which equal polynomials are found."""
    return frozenset(poly.to_dict().items())


def quotient_key(value: Quotient) -> Key:
    """A key under which equal quotients in lowest terms are found."""
    return key_of(value.num), key_of(value.den)


def _flipped(poly: Poly, place: int) -> Poly:
    flipped = {m: (-c if m[place] % 2 else c) for m, c in poly.to_dict().items()}
    return poly.context().from_dict(flipped)


def _choose(n: int, k: int) -> int:
    # Grows past any budget long before it is exact; the early exit keeps the numbers small.
    total = 1
    for step in range(1, min(k, n - k) + 1):
        total = total * (n - step + 1) // step
        if total > 10**12:
            break
    return total
