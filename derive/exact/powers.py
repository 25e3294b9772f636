"""Powers in the normal form: whole ones multiplied out, roots as kernels, the rest through exp and log."""

from __future__ import annotations

from collections.abc import Iterator

from flint import fmpq, fmpz

from derive.exact.exponentials import MOST_EXPONENT
from derive.exact.field import Again, Nowhere, Poly, Quotient, key_of, quotient_key
from derive.exact.needs import is_whole
from derive.exact.numbers import constant, primes, rational, single, square_root
from derive.exact.space import Space
from derive.terms import Num, Term

MOST_WHOLE_POWER = 200


class Powers(Space):
    """The rules for powers and roots."""

    def _power(self, base: Quotient, exponent: Term) -> Quotient:
        if isinstance(exponent, Num):
            return self._number_power(base, rational(exponent.value))
        up = self._value(exponent)
        if up.den.is_one() and up.num.is_constant():
            return self._number_power(base, constant(up.num))
        if base.num.is_zero():
            return self._opaque("power of 0", up)
        absolute = self.exp(self.field.mul(up, self.log(base)))
        return self.field.mul(absolute, self._parity(base, up)) if self._is_whole(exponent) else absolute

    def _is_whole(self, exponent: Term) -> bool:
        return is_whole(exponent, self.signs.domains)

    def _parity(self, base: Quotient, exponent: Quotient) -> Quotient:
        # sign(base)^exponent for a whole exponent: 1 where the base is positive, else a kernel whose square is 1.
        sign = self.sign(base)
        if sign == self.field.one:
            return sign
        if len(sign.num) != 1 or not sign.den.is_one():
            return self._generator("parity", (quotient_key(sign), quotient_key(exponent)), (sign, exponent))
        exponent, steps = self._modulo_two(exponent)
        if exponent.num.is_zero():
            return sign if steps else self.field.one
        kernel = sign if steps else self.field.one
        for place in self._sign_places(sign):
            for monomial in exponent.num.monoms():
                kernel = self.field.mul(kernel, self._parity_generator(place, monomial))
        return kernel

    def _sign_places(self, sign: Quotient) -> list[int | None]:
        # The signs in a product of signs; None stands for -1.
        ((monomial, coefficient),) = sign.num.to_dict().items()
        found: list[int | None] = [place for place, times in enumerate(monomial) if times]
        return [None, *found] if coefficient < 0 else found

    def _parity_generator(self, place: int | None, monomial: tuple[int, ...]) -> Quotient:
        if place is not None and self.field.generators[place].kind == "parity":
            place, monomial = self._power_of_parity(place, monomial)
        base = self.field.number(fmpq(-1)) if place is None else self.field.whole(self.field.gen(place))
        exponent = self.field.whole(self.field.ring.from_dict({monomial: fmpq(1)}))
        spot = self.field.generator("parity", (place, monomial), (base, exponent))
        self.field.relations.setdefault(spot, (2, self.field.one_poly))
        return self.field.whole(self.field.gen(spot))

    def _power_of_parity(self, place: int, monomial: tuple[int, ...]) -> tuple[int | None, tuple[int, ...]]:
        # (S^n)^m is S^(n m), and n m is even or odd whatever the powers of n and m in it.
        base, exponent = self.field.generators[place].data
        inner = exponent.num.monoms()[0]
        below = None if base.num.is_constant() else single(base.num.monoms()[0])
        return below, tuple(max(a, b) for a, b in zip(inner, monomial, strict=True))

    def _modulo_two(self, exponent: Quotient) -> tuple[Quotient, int]:
        # A whole exponent modulo 2: coefficients are 0 or 1, and n^k is as even or odd as n.
        odd: dict[tuple[int, ...], int] = {}
        for monomial, coefficient in exponent.num.to_dict().items():
            flat = tuple(min(times, 1) for times in monomial)
            odd[flat] = (odd.get(flat, 0) + int(coefficient.p)) % 2
        steps = odd.pop((0,) * self.field.capacity, 0)
        return self.field.whole(self.field.ring.from_dict({m: fmpq(1) for m, c in odd.items() if c})), steps

    def _number_power(self, base: Quotient, exponent: fmpq) -> Quotient:
        if exponent.q == 1 and self._is_small_power(base, exponent):
            return self.field.power(base, int(exponent.p))
        return self.root(base, exponent)

    def _is_small_power(self, base: Quotient, exponent: fmpq) -> bool:
        single = len(base.num) <= 1 and len(base.den) <= 1
        return abs(exponent.p) <= (MOST_EXPONENT if single else MOST_WHOLE_POWER)

    def root(self, value: Quotient, exponent: fmpq) -> Quotient:
        """|value| to a rational power that is not whole (or is too large to multiply out)."""
        if value.num.is_zero():
            if exponent < 0:
                raise Nowhere
            return self.field.zero
        if exponent.q == 2 and value.den.is_one() and (inner := self._denested(value.num)) is not None:
            return self.field.power(inner, int(exponent.p))
        constant, factors = self._factored(value)
        factors = list(self._squares_of_sines(factors))
        result = self.field.one
        if exponent.q == 1 and exponent.p % 2:
            result = self._sign_number(constant)
        for prime, times in [*primes(abs(constant.p)), *((p, -k) for p, k in primes(constant.q))]:
            poly = self.field.ring.constant(prime)
            result = self.field.mul(result, self._absolute_power(poly, exponent * times))
        for factor, times in factors:
            result = self.field.mul(result, self._factor_power(factor, exponent, times))
        return result

    def _squares_of_sines(self, factors: list[tuple[Poly, int]]) -> Iterator[tuple[Poly, int]]:
        # (1 - cos u)(1 + cos u) is the square of sin u, which has a root without a new kernel.
        left = {key_of(factor): (factor, times) for factor, times in factors}
        for place in [k for k, g in enumerate(self.field.generators) if g.kind == "sin"]:
            pair = [key_of(part) for part, _ in self.field.factors(self.field.relations[place][1])[1]]
            times = min((left[key][1] for key in pair if key in left), key=abs, default=0)
            if times and all(key in left and left[key][1] * times > 0 for key in pair):
                yield self.field.gen(place), 2 * times
                left |= {key: (left[key][0], left[key][1] - times) for key in pair}
        yield from ((factor, times) for factor, times in left.values() if times)

    def _denested(self, poly: Poly) -> Quotient | None:
        """sqrt(a + b r), r a square root, as sqrt((a+d)/2) + sqrt((a-d)/2) (or minus) where d^2 = a^2 - b^2 r^2."""
        degrees = poly.degrees()
        for place, (degree, square) in self.field.relations.items():
            if degree != 2 or degrees[place] != 1 or self.field.generators[place].kind != "root":
                continue
            a, b = self.field.split_at(poly, place)
            norm = self.field.reduced(a * a - b * b * square)
            root = square_root(norm)
            of_a, of_b = (self.signs.of(self.field, part) for part in (a, b))
            if root is None or of_a != (1, True) or of_b is None:
                continue
            halves = [self.root(self.field.whole(part / 2), fmpq(1, 2)) for part in (a + root, a - root)]
            size = self.field.add(halves[0], self.field.scale(halves[1], fmpq(of_b.sign)))
            return self.field.mul(size, self.sign(self.field.whole(root))) if of_b.sign < 0 else size
        return None

    def _sign_number(self, constant: fmpq) -> Quotient:
        return self.field.one if constant > 0 else self.field.number(fmpq(-1))

    def _factor_power(self, factor: Poly, exponent: fmpq, times: int) -> Quotient:
        generator = self._as_generator(factor)
        if generator is not None and generator.kind == "exp":
            return self.exp(self.field.scale(self._argument(generator.data), exponent * times))
        absolute = self._absolute_power(factor, exponent * times)
        if exponent.q == 1 and (exponent.p * times) % 2:
            return self.field.mul(absolute, self.sign(self.field.whole(factor)))
        return absolute

    def _absolute_power(self, factor: Poly, exponent: fmpq) -> Quotient:
        """|factor| to a rational power, the whole part multiplied out and the rest a root."""
        whole = exponent.p // exponent.q
        rest = exponent - whole
        if abs(whole) > MOST_EXPONENT or (len(factor) > 1 and abs(whole) > MOST_WHOLE_POWER):
            if whole < 0:
                return self.field.inverse(self._absolute_power(factor, -exponent))
            log = self.log(self.field.whole(factor))
            return self._generator("power", (key_of(log.num), exponent), (log, exponent))
        result = self.field.power(self._absolute(factor), int(whole))
        return result if rest == 0 else self.field.mul(result, self._root_power(factor, rest))

    def _absolute(self, factor: Poly) -> Quotient:
        value = self.field.whole(factor)
        return self.field.mul(self.sign(value), value)

    def _root_power(self, factor: Poly, rest: fmpq) -> Quotient:
        key = key_of(factor)
        degree = int(rest.q.lcm(fmpz(self.roots.get(key, 1))))
        if self.roots.get(key, degree) != degree:
            self.roots[key] = degree
            raise Again
        self.roots[key] = degree
        place = self.field.generator("root", (key, degree), (factor, degree))
        if place not in self.field.relations:
            self.field.relations[place] = (degree, self._absolute(factor).num)
        return self.field.whole(self.field.gen(place) ** int(rest * degree))
