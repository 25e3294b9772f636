"""Quotients of polynomials in generators: free scalars, and kernels such as exp(u), log|f| and roots.

Every step here is an identity of real numbers at each point where the terms are defined (a common factor is
cancelled only when it divides a denominator, which is not zero there), so that a numerator that comes out
as the zero polynomial proves equality at all those points, whatever else holds between the generators.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from flint import fmpq

from derive.exact.budget import Budget
from derive.exact.generators import (
    Full,
    Generator,
    Key,
    Nowhere,
    Poly,
    Quotient,
    key_of,
    quotient_key,
)
from derive.exact.relations import Relations
from derive.terms import Term

__all__ = [
    "Again", "Field", "Full", "Generator", "Key", "Learnt", "Nowhere", "Poly", "Quotient", "key_of", "quotient_key",
]  # fmt: skip

GCD_TERMS = 4_000
FACTOR_TERMS = 300
FACTOR_DEGREE = 60
FACTOR_SIZE = 250_000  # terms times total degree times variables: what the library factors in a moment


Factors = tuple[fmpq, list[tuple[Poly, int]]]


class Again(Exception):
    """Something was learnt about the generators that changes earlier results; begin again with it."""


class Learnt(Exception):
    """A sign became known; begin afresh with it."""


class Field(Relations):
    """The field of quotients of the polynomials in the generators."""

    def __init__(self, capacity: int, budget: Budget) -> None:
        super().__init__(capacity, budget)
        self.zero, self.one = self.whole(self.zero_poly), self.whole(self.one_poly)
        self.meanings: dict[int, Term] = {}  # what each generator stands for, once it was asked

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
        return self._lowest(*self.cleared(top, bottom))

    def _monic(self, top: Poly, bottom: Poly) -> Quotient:
        lead = bottom.leading_coefficient()
        return Quotient(top, bottom) if lead == 1 else Quotient(top / lead, bottom / lead)

    def _gcd(self, a: Poly, b: Poly) -> Poly:
        if a.is_one() or b.is_one() or a.is_zero() or b.is_zero():
            return self.one_poly
        self.budget.spend(len(a) + len(b))
        return a.gcd(b) if len(a) + len(b) <= GCD_TERMS else self.one_poly

    def factors(self, poly: Poly) -> Factors:
        """The constant and the irreducible factors (with positive leading coefficient), with multiplicities."""
        if poly.is_constant():
            return poly.leading_coefficient(), []
        self.budget.spend(10 + len(poly))
        if self._is_large(poly):
            return self._factors_roughly(poly)
        return _irreducible(self.ring, tuple(poly.to_dict().items()))

    def _is_large(self, poly: Poly) -> bool:
        degrees = [degree for degree in poly.degrees() if degree]
        size = len(poly) * sum(degrees) * len(degrees)
        return len(poly) > FACTOR_TERMS or max(degrees) > FACTOR_DEGREE or size > FACTOR_SIZE

    def _factors_roughly(self, poly: Poly) -> Factors:
        # Too large to factor within the budget: its monomial content, and the rest as one kernel.
        content = poly.term_content()
        rest = poly / content
        lead = rest.leading_coefficient()
        powers = content.monoms()[0]
        parts = [(self.gen(k), int(power)) for k, power in enumerate(powers) if power]
        constant = lead * content.leading_coefficient()
        return constant, parts if rest.is_constant() else [*parts, (rest / lead, 1)]


@lru_cache(maxsize=4096)  # one question meets the same polynomials again for every choice of signs
def _irreducible(ring: Any, terms: tuple[tuple[tuple[int, ...], fmpq], ...]) -> Factors:
    constant, parts = ring.from_dict(dict(terms)).factor()
    return constant, [(part, int(times)) for part, times in parts]
