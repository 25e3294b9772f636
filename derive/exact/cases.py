"""Conditions and case distinctions in the normal form, as polynomials in signs."""

from __future__ import annotations

from math import prod

from flint import fmpq

from derive.exact.field import Nowhere, Poly, Quotient, key_of
from derive.exact.kinks import Kinks
from derive.terms import AllOf, AnyOf, Case, Compare, Condition, Negation


class Cases(Kinks):
    """The rules for conditions and cases."""

    def _indicator(self, node: Condition) -> Quotient:
        match node:
            case Compare():
                return self._comparison(node)
            case AllOf(parts=parts):
                return self._product([self.field.one, *(self._value(part) for part in parts)])
            case AnyOf(parts=parts):
                return self._not(self._product([self.field.one, *(self._not(self._value(p)) for p in parts)]))
            case Negation(part=part):
                return self._not(self._value(part))

    def _comparison(self, node: Compare) -> Quotient:
        left, right = self._value(node.left), self._value(node.right)
        gap = self.field.add(right, self.field.scale(left, fmpq(-1)))
        match node.relation:
            case "<":
                return self._positive(gap)
            case "<=":
                return self.field.one if gap.num.is_zero() else self._positive(gap)
            case "=":
                return self._equals(gap)
            case "!=":
                return self._not(self._equals(gap))

    def _equals(self, gap: Quotient) -> Quotient:
        if gap.num.is_zero():
            return self.field.one
        open_factors = [f for f, _ in self.field.factors(gap.num)[1] if not self._is_never_zero(f)]
        if not open_factors:
            return self.field.zero
        return self._equal_generator(prod(open_factors[1:], start=open_factors[0]))

    def _is_never_zero(self, factor: Poly) -> bool:
        known = self.signs.of(self.field, factor)
        return known is not None and known.strict

    def _equal_generator(self, poly: Poly) -> Quotient:
        lead = poly.leading_coefficient()
        self.jumps.setdefault(key_of(poly), poly)
        place = self.field.generator("equal", key_of(poly / lead), poly / lead)
        gen = self.field.gen(place)
        self.field.relations.setdefault(place, (2, gen))
        return self.field.whole(gen)

    def _case(self, node: Case) -> Quotient:
        # sum of value_k [condition_k] over the branches that no earlier one takes; undefined branches drop out.
        result = self.known[node.otherwise]
        for condition, value in reversed(node.branches):
            chosen, holds = self.known[value], self.known[condition]
            if chosen is None or holds is None:
                continue
            if result is None:
                result = chosen
            else:
                gap = self.field.add(chosen, self.field.scale(result, fmpq(-1)))
                result = self.field.add(result, self.field.mul(holds, gap))
        if result is None:
            raise Nowhere
        return result
