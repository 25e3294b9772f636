"""Signs in the normal form: numbers where they are known, else generators S with S^2 = 1."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq

from derive.exact.field import Generator, Poly, Quotient, key_of, quotient_key
from derive.exact.space import Space


class Kinks(Space):
    """The rules for signs, and for what is made of them: |u|, ReLU, max, min."""

    def _sign_of_factors(self, value: Quotient) -> tuple[int, list[Poly]]:
        constant, factors = self._factored(value)
        sign, unknown = (1 if constant > 0 else -1), []
        for factor, times in factors:
            if times % 2:
                known = self._known_sign(factor)
                if known is None:
                    unknown.append(factor)
                else:
                    sign *= known
        return sign, unknown

    def _sign_if_known(self, value: Quotient) -> int | None:
        sign, unknown = self._sign_of_factors(value)
        return None if unknown else sign

    def _known_sign(self, factor: Poly) -> int | None:
        known = self.signs.of(self.field, factor)
        if known is not None:
            return known.sign
        simpler = self._same_sign(factor, self._as_generator(factor))
        if simpler is None or simpler.num.is_zero():
            return None
        sign, unknown = self._sign_of_factors(simpler)
        return None if unknown else sign

    def sign(self, value: Quotient, jump: bool = False) -> Quotient:
        """The sign of a quotient: a number where it is known, else a product of sign generators.

        ``jump`` says that the value at 0 matters: the factors are then remembered as kinks. (What |u|, ReLU and max
        are made of is right at 0 too, whichever sign 0 is given.)
        """
        if value.num.is_zero():
            return self.field.zero
        constant, factors = self._factored(value)
        result = self.field.one if constant > 0 else self.field.number(fmpq(-1))
        for factor, times in factors:
            if times % 2:
                result = self.field.mul(result, self._sign_of(factor, jump))
            elif jump:
                self._remember_edge(factor)
        return result

    def _remember_edge(self, factor: Poly) -> None:
        # The sign of f^2 is 1, but for the zeros of f: there a value may jump.
        known = self.signs.of(self.field, factor)
        if known is None or not known.strict:
            self.jumps.setdefault(key_of(factor), factor)

    def _sign_of(self, factor: Poly, jump: bool) -> Quotient:
        known = self.signs.of(self.field, factor)
        generator = self._as_generator(factor)
        if generator is not None and generator.kind in ("sign", "parity"):
            return self.field.whole(factor)
        simpler = None if known is not None else self._same_sign(factor, generator)
        if simpler is not None:
            return self.sign(simpler, jump)
        if jump and (known is None or not known.strict):
            self.jumps.setdefault(key_of(factor), factor)
        if known is None or (jump and not known.strict and self.signs.is_discrete(self.field, factor)):
            return self._sign_generator(factor)
        return self.field.number(fmpq(known.sign))

    def _sign_generator(self, factor: Poly) -> Quotient:
        place = self.field.generator("sign", key_of(factor), factor)
        self.field.relations.setdefault(place, (2, self.field.one_poly))
        return self.field.whole(self.field.gen(place))

    @property
    def has_nested_jump(self) -> bool:
        """Whether a jump depends on a value that takes separate values: then that may be 0 over a whole region."""
        places = [k for k, g in enumerate(self.field.generators) if g.kind in ("sign", "parity", "equal")]
        return any(poly.degrees()[k] for poly in self.jumps.values() for k in places)

    def _same_sign(self, factor: Poly, generator: Generator | None) -> Quotient | None:
        """Something simpler with the same sign: a - b for exp(a) - exp(b), u for erf(u), u^2 - 1 for log|u|."""
        if generator is not None and generator.kind in ("erf", "atan"):
            found: Quotient = generator.data
            return found
        if generator is not None and generator.kind == "log":
            square = self.field.mul(*[self.field.whole(generator.data)] * 2)
            return self._minus(square, self.field.one)
        if len(factor) != 2:
            return None
        terms = sorted(factor.to_dict().items(), key=lambda pair: pair[1] > 0)
        (below, minus), (above, plus) = terms
        places = [k for monomial in (above, below) for k, times in enumerate(monomial) if times]
        if minus > 0 or plus < 0 or not all(self.field.generators[k].kind == "exp" for k in places):
            return None
        up, down = (self.field.ring.from_dict({m: fmpq(1)}) for m in (above, below))
        gap = self._minus(self.log(self.field.whole(up)), self.log(self.field.whole(down)))
        return self.field.add(gap, self._log_number(-plus / minus))

    def _positive(self, value: Quotient, jump: bool = True) -> Quotient:
        # 1 where value > 0, 0 where value < 0.
        if value.num.is_zero():
            return self.field.zero
        return self._half(self.field.add(self.field.one, self.sign(value, jump)))

    def _chosen(self, values: Sequence[Quotient], way: int) -> Quotient:
        # sum over k of u_k times the product over j of [u_k beats u_j]; equal values are taken once.
        distinct = list({quotient_key(value): value for value in values}.values())
        parts = []
        for mine in distinct:
            part = mine
            for other in distinct:
                if other is not mine:
                    gap = self.field.scale(self._minus(mine, other), fmpq(way))
                    part = self.field.mul(part, self._positive(gap, jump=False))
            parts.append(part)
        return self.field.total(parts)

    def absolute(self, u: Quotient) -> Quotient:
        return self.field.mul(u, self.sign(u))

    def relu(self, u: Quotient) -> Quotient:
        return self.field.mul(u, self._positive(u, jump=False))

    def maximum(self, *values: Quotient) -> Quotient:
        return self._chosen(values, 1)

    def minimum(self, *values: Quotient) -> Quotient:
        return self._chosen(values, -1)
