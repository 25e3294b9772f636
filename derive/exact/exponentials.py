"""exp and log in the normal form: a lattice of exponents, and logs of irreducible factors; one undoes the other."""

from __future__ import annotations

from collections.abc import Mapping
from math import lcm
from typing import cast

from flint import fmpq

from derive.exact.field import Again, Key, Nowhere, Poly, Quotient, key_of
from derive.exact.lattice import Lattice
from derive.exact.numbers import primes, single
from derive.exact.space import Space

MOST_EXPONENT, MOST_LOGS = 400, 6


class Exponentials(Space):
    """The rules for exp and log."""

    def exp(self, value: Quotient) -> Quotient:
        """exp of a quotient: logs come out as powers, the rest as generators of the lattice."""
        logs, rest = self._split_logs(value)
        result = self._lattice_exp(rest)
        for place, coefficient in logs:
            factor = self.field.generators[place].data
            result = self.field.mul(result, self._absolute_power(factor, coefficient))
        return result

    def _split_logs(
        self, value: Quotient, keep_logs: bool = False
    ) -> tuple[list[tuple[int, fmpq]], dict[Key, fmpq]]:
        logs: list[tuple[int, fmpq]] = []
        vector: dict[Key, fmpq] = {}
        value = self._over_common(value) if self.join else value
        whole, rest = (value.num, None) if value.den.is_one() else divmod(value.num, value.den)
        for monomial, coefficient in whole.to_dict().items():
            place = single(monomial)
            if place is not None and not keep_logs and self.field.generators[place].kind == "log":
                logs.append((place, coefficient))
            else:
                vector[None, monomial] = coefficient
        if rest is not None:
            den = key_of(value.den)
            self.field.denominators[den] = value.den
            vector |= {(den, monomial): coefficient for monomial, coefficient in rest.to_dict().items()}
        return logs, vector

    def _over_common(self, value: Quotient) -> Quotient:
        # With a common denominator, exp(1/x) exp(1/y) and exp((x + y)/(x y)) are the same product.
        missing = value.den / value.den.gcd(self.common)
        if not missing.is_constant():
            self.budget.spend(100 * len(missing) * len(self.common))
            self.common = self.common * missing
            self.lattice = Lattice()
            raise Again
        return Quotient(value.num * (self.common / value.den), self.common)

    def _lattice_exp(self, vector: dict[Key, fmpq]) -> Quotient:
        if not vector:
            return self.field.one
        self.budget.spend(1 + len(self.lattice.basis) * self.field.capacity // 64)
        coordinates = self.lattice.express(vector)
        if any(c.q != 1 for c in coordinates.values()):
            self.lattice = self.lattice.refined(coordinates)
            raise Again
        top, bottom = self.field.one_poly, self.field.one_poly
        for place, times in coordinates.items():
            gen = self._exponential(place)
            if abs(times.p) > MOST_EXPONENT:
                return self._generator("exp", frozenset(vector.items()), vector)
            if times > 0:
                top *= gen ** int(times.p)
            else:
                bottom *= gen ** int(-times.p)
        return Quotient(top, bottom)

    def _exponential(self, place: int) -> Poly:
        vector = self.lattice.basis[place]
        return self.field.gen(self.field.generator("exp", frozenset(vector.items()), vector))

    def _argument(self, vector: Mapping[Key, fmpq]) -> Quotient:
        # The quotient that a vector of the lattice stands for.
        by_den: dict[Key, dict[tuple[int, ...], fmpq]] = {}
        for slot, coefficient in vector.items():
            den, monomial = cast("tuple[Key, tuple[int, ...]]", slot)
            by_den.setdefault(den, {})[monomial] = coefficient
        parts = []
        for den, terms in by_den.items():
            top = self.field.ring.from_dict(terms)
            parts.append(Quotient(top, self.field.one_poly if den is None else self.field.denominators[den]))
        return self.field.total(parts)

    def log(self, value: Quotient) -> Quotient:
        """log|value| as a sum over irreducible factors; raises ``Nowhere`` for 0."""
        if value.num.is_zero():
            raise Nowhere
        constant, factors = self._factored(value)
        parts = [self._log_number(constant)]
        for factor, times in factors:
            parts.append(self.field.scale(self._log_factor(factor), fmpq(times)))
        return self.field.total(parts)

    def _log_factor(self, factor: Poly) -> Quotient:
        generator = self._as_generator(factor)
        if generator is not None:
            match generator.kind:
                case "exp":
                    return self._argument(generator.data)
                case "root":
                    inner, degree = generator.data
                    return self.field.scale(self.log(self.field.whole(inner)), fmpq(1, degree))
                case "sign" | "parity":
                    return self.field.zero
                case "gamma":
                    return self._opaque("loggamma", generator.data)
                case "sin":
                    return self._half(self.log(self.field.mul(*[self.field.whole(factor)] * 2)))
                case "power":
                    log, exponent = generator.data
                    return self.field.scale(log, exponent)
                case _:
                    pass
        return self._log_of_conjugate(factor) or self._generator("log", key_of(factor), factor)

    def _log_of_conjugate(self, factor: Poly) -> Quotient | None:
        # (a + b r)(a - b r) = c is a number: log|a + b r| is log|c| - log|a - b r|, and one of them is the kernel.
        for place, (degree, _) in self.field.relations.items():
            if degree != 2 or factor.degrees()[place] != 1:
                continue
            conjugate = self.field.conjugate(factor, place)
            norm = self.field.product(factor, conjugate)
            if norm.is_constant() and not norm.is_zero():
                conjugate = conjugate * (1 if conjugate.leading_coefficient() > 0 else -1)
                if _order(conjugate) < _order(factor):
                    other = self._generator("log", key_of(conjugate), conjugate)
                    return self._minus(self._log_number(norm.leading_coefficient()), other)
        return None

    def logs_cancel(self, value: Quotient) -> bool:
        """Whether a sum of multiples of logs is 0 because a product of their arguments is 1 or -1."""
        groups: dict[tuple[int, ...], list[tuple[Poly, fmpq]]] = {}
        for monomial, coefficient in value.num.to_dict().items():
            logs = [k for k, times in enumerate(monomial) if times and self.field.generators[k].kind == "log"]
            if len(logs) != 1 or monomial[logs[0]] != 1:
                return False
            rest = tuple(0 if k == logs[0] else times for k, times in enumerate(monomial))
            groups.setdefault(rest, []).append((self.field.generators[logs[0]].data, coefficient))
        return all(self._is_unit_product(parts) for parts in groups.values())

    def _is_unit_product(self, parts: list[tuple[Poly, fmpq]]) -> bool:
        scale = lcm(*(int(c.q) for _, c in parts))
        powers = [(factor, c * scale) for factor, c in parts]
        if any(c.q != 1 or abs(c.p) > MOST_LOGS for _, c in powers):
            return False
        result = self.field.one
        for factor, count in powers:
            result = self.field.mul(result, self.field.power(self.field.whole(factor), int(count.p)))
        square = self.field.mul(result, result)
        return bool(square.num == square.den)

    def _log_number(self, value: fmpq) -> Quotient:
        parts = []
        for part, sign in ((abs(value.p), 1), (value.q, -1)):
            for prime, times in primes(part):
                poly = self.field.ring.constant(prime)
                log = self._generator("log", key_of(poly), poly)
                parts.append(self.field.scale(log, fmpq(sign * times)))
        return self.field.total(parts)


def _order(poly: Poly) -> list[tuple[tuple[int, ...], fmpq]]:
    return sorted(poly.to_dict().items())
