"""The algebraic relations between generators: r^2 = f for a root, S^2 = 1 for a sign, E^2 = E for an equality."""

from __future__ import annotations

from flint import fmpq

from derive.exact.budget import Budget
from derive.exact.generators import Generators, Poly

MOST_TERMS = 400_000  # of a product


class Relations(Generators):
    """A ring in which some generators have a power that is a polynomial in the others."""

    def __init__(self, capacity: int, budget: Budget) -> None:
        super().__init__(capacity, budget)
        self.zero_poly, self.one_poly = self.ring.constant(0), self.ring.constant(1)
        self.relations: dict[int, tuple[int, Poly]] = {}

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
        if degree == 2 and value.is_one():
            return self._through(poly, place, -1)
        if degree == 2 and value == self.gen(place):
            return self._through(poly, place, 0)
        return self._regrouped(poly, place, degree, value)

    def _through(self, poly: Poly, place: int, other: int) -> Poly:
        """What is linear in a generator that is 1 or ``other``, and agrees with the polynomial at both.

        Substitution is 20 times as fast as going through the monomials one by one.
        """
        self.budget.spend(len(poly))
        high, low = poly.subs({place: 1}), poly.subs({place: other})
        slope = (high - low) / (1 - other)
        return low + slope * (self.gen(place) - other)

    def _regrouped(self, poly: Poly, place: int, degree: int, value: Poly) -> Poly:
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

    def cleared(self, top: Poly, bottom: Poly) -> tuple[Poly, Poly]:
        """The fraction with roots and signs cleared from its denominator, as far as nothing is lost by it."""
        for place in self.relations:
            top, bottom = self._cleared(top, bottom, place)
        return top, bottom

    def _cleared(self, top: Poly, bottom: Poly, place: int) -> tuple[Poly, Poly]:
        degree, _ = self.relations[place]
        if degree != 2 or bottom.degrees()[place] == 0:
            return self._cleared_monomial(top, bottom, place, degree)
        conjugate = self.conjugate(bottom, place)
        norm = self.product(bottom, conjugate)
        # Where the conjugate is 0 and the denominator is not, the fraction would be lost: with signs, that is a region.
        return (self.product(top, conjugate), norm) if self._is_regular(norm) else (top, bottom)

    def conjugate(self, poly: Poly, place: int) -> Poly:
        """a - b r for a + b r: their product is free of r."""
        # (a + b r)(a - b r) is free of r when r^2 is, and (a + b E)(a + b - b E) of E when E^2 = E.
        is_idempotent = self.relations[place][1] == self.gen(place)
        flipped = {m: (-c if m[place] % 2 else c) for m, c in poly.to_dict().items()}
        if is_idempotent:
            for monomial, coefficient in poly.to_dict().items():
                if monomial[place]:
                    free = (*monomial[:place], 0, *monomial[place + 1 :])
                    flipped[free] = flipped.get(free, fmpq(0)) + coefficient
        return self.ring.from_dict(flipped)

    def split_at(self, poly: Poly, place: int) -> tuple[Poly, Poly]:
        """a and b of a + b r."""
        parts: tuple[dict[tuple[int, ...], fmpq], dict[tuple[int, ...], fmpq]] = ({}, {})
        for monomial, coefficient in poly.to_dict().items():
            parts[monomial[place]][(*monomial[:place], 0, *monomial[place + 1 :])] = coefficient
        return self.ring.from_dict(parts[0]), self.ring.from_dict(parts[1])

    def _is_regular(self, poly: Poly) -> bool:
        """Whether a polynomial is 0 for no choice of the signs in it, all other generators being free."""
        for place, (degree, _) in self.relations.items():
            if degree == 2 and poly.degrees()[place]:
                poly = self.product(poly, self.conjugate(poly, place))
        return not poly.is_zero()

    def product(self, a: Poly, b: Poly) -> Poly:
        """The product with every relation applied."""
        self._charge(a, b)
        return self.reduced(a * b)

    def _cleared_monomial(self, top: Poly, bottom: Poly, place: int, degree: int) -> tuple[Poly, Poly]:
        power = bottom.degrees()[place]
        if power == 0 or any(monomial[place] != power for monomial in bottom.monoms()):
            return top, bottom
        factor = self.gen(place) ** (degree - power)
        return self.reduced(top * factor), self.reduced(bottom * factor)

    def _charge(self, a: Poly, b: Poly) -> None:
        size = len(a) * len(b)
        self.budget.spend(1 + size)
        if size > MOST_TERMS:
            self.budget.spend(self.budget.work + 1)

    def _charge_power(self, a: Poly, exponent: int) -> None:
        terms = len(a)
        if terms > 1 and exponent > 1:
            self.budget.spend(min(terms**exponent, _choose(exponent + terms - 1, terms - 1)))


def _choose(n: int, k: int) -> int:
    # Grows past any budget long before it is exact; the early exit keeps the numbers small.
    total = 1
    for step in range(1, min(k, n - k) + 1):
        total = total * (n - step + 1) // step
        if total > 10**12:
            break
    return total
