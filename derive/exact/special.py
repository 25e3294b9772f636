"""The functions of this field in the normal form: written through exp and log, or opaque with sound identities."""

from __future__ import annotations

from flint import fmpq

from derive.exact.field import Quotient
from derive.exact.space import Space

MOST_SHIFT = 40


class Special(Space):
    """The rules for sigmoid, tanh and their like, and for erf and gamma."""

    def sigmoid(self, u: Quotient) -> Quotient:
        up = self.exp(u)
        return self.field.mul(up, self.field.inverse(self.field.add(self.field.one, up)))

    def softplus(self, u: Quotient) -> Quotient:
        return self.log(self.field.add(self.field.one, self.exp(u)))

    def logit(self, u: Quotient) -> Quotient:
        return self._minus(self.log(u), self.log(self._not(u)))

    def tanh(self, u: Quotient) -> Quotient:
        up = self.exp(self.field.scale(u, fmpq(2)))
        one = self.field.one
        return self.field.mul(self._minus(up, one), self.field.inverse(self.field.add(up, one)))

    def cosh(self, u: Quotient) -> Quotient:
        up = self.exp(u)
        return self._half(self.field.add(up, self.field.inverse(up)))

    def sinh(self, u: Quotient) -> Quotient:
        up = self.exp(u)
        return self._half(self._minus(up, self.field.inverse(up)))

    def odd(self, name: str, u: Quotient) -> Quotient:
        """An opaque odd function: f(-u) = -f(u)."""
        if u.num.is_zero():
            return self.field.zero
        if u.num.leading_coefficient() < 0:
            return self.field.scale(self._opaque(name, self.field.scale(u, fmpq(-1))), fmpq(-1))
        return self._opaque(name, u)

    def normcdf(self, u: Quotient) -> Quotient:
        inner = self.field.mul(u, self.root(self.field.number(fmpq(2)), fmpq(-1, 2)))
        return self._half(self.field.add(self.field.one, self.odd("erf", inner)))

    def normpdf(self, u: Quotient) -> Quotient:
        bell = self.exp(self._half(self.field.scale(self.field.mul(u, u), fmpq(-1))))
        circle = self.field.scale(self._generator("constant", "pi", "pi"), fmpq(2))
        return self.field.mul(bell, self.root(circle, fmpq(-1, 2)))

    def gamma(self, u: Quotient) -> Quotient:
        base, factors, sign = self._shifted(u)
        result = self._shifted_gamma(base)
        for factor in factors:
            result = self.field.mul(result, self.field.power(factor, sign))
        return result

    def _shifted_gamma(self, base: Quotient) -> Quotient:
        if self._is_one(base):
            return self.field.one
        if base == self.field.number(fmpq(3, 2)):
            return self._half(self.root(self._generator("constant", "pi", "pi"), fmpq(1, 2)))
        known = self.signs.of(self.field, base.num) if base.den.is_one() else None
        is_positive = known is not None and known.sign > 0 and known.strict
        return self.exp(self._opaque("loggamma", base)) if is_positive else self._opaque("gamma", base)

    def loggamma(self, u: Quotient) -> Quotient:
        base, factors, sign = self._shifted(u)
        result = self.field.zero if self._is_one(base) else self._opaque("loggamma", base)
        for factor in factors:
            result = self.field.add(result, self.field.scale(self.log(factor), fmpq(sign)))
        return result

    def digamma(self, u: Quotient) -> Quotient:
        base, factors, sign = self._shifted(u)
        result = self._opaque("digamma", base)
        for factor in factors:
            result = self.field.add(result, self.field.scale(self.field.inverse(factor), fmpq(sign)))
        return result

    def trigamma(self, u: Quotient) -> Quotient:
        """The slope of digamma: ψ'(v + 1) = ψ'(v) - 1/v²."""
        return self._polygamma("trigamma", u, 2, fmpq(-1))

    def tetragamma(self, u: Quotient) -> Quotient:
        """The slope of trigamma: ψ''(v + 1) = ψ''(v) + 2/v³."""
        return self._polygamma("tetragamma", u, 3, fmpq(2))

    def _polygamma(self, name: str, u: Quotient, power: int, share: fmpq) -> Quotient:
        base, factors, sign = self._shifted(u)
        result = self._opaque(name, base)
        for factor in factors:
            part = self.field.power(self.field.inverse(factor), power)
            result = self.field.add(result, self.field.scale(part, share * sign))
        return result

    def _shifted(self, u: Quotient) -> tuple[Quotient, list[Quotient], int]:
        # gamma(u) = gamma(v) times (or over) the factors in between, where v has a constant term in [1, 2).
        if not u.den.is_one():
            return u, [], 1
        constant = u.num.to_dict().get((0,) * self.field.capacity, fmpq(0))
        steps = int(constant.p // constant.q) - 1
        if abs(steps) > MOST_SHIFT:
            return u, [], 1
        base = self._minus(u, self.field.number(fmpq(steps)))
        if steps >= 0:
            return base, [self.field.add(base, self.field.number(fmpq(k))) for k in range(steps)], 1
        return base, [self.field.add(u, self.field.number(fmpq(k))) for k in range(-steps)], -1
