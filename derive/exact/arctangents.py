"""arctan in the normal form: one kernel for each angle that is not a simple combination of those met before.

c arctan u + sum of c_k arctan v_k is the argument of (1 + i u)^c times the product of (1 + i v_k)^c_k, up to whole
turns. Where that product lies on one of the lines through 0 at multiples of pi/4, for all values, the sum is known up
to multiples of pi; bounds on each arctangent then leave one value, or none is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product
from math import lcm

from flint import fmpq

from derive.exact.field import Quotient
from derive.exact.numbers import rational, single
from derive.exact.ranges import Range, scaled, total
from derive.exact.space import Space

Complex = tuple[Quotient, Quotient]
Multiple = tuple[int, Quotient]  # (c, u) stands for c arctan u

MOST_KNOWN, MOST_COUNT = 6, 8
QUARTER, HALF = Fraction(1, 4), Fraction(1, 2)
SQUARES = {fmpq(1, 3): fmpq(1, 6), fmpq(1): fmpq(1, 4), fmpq(3): fmpq(1, 3)}  # tan^2 of these shares of pi


class Arctangents(Space):
    """The rules for arctan."""

    def atan(self, u: Quotient) -> Quotient:
        """arctan of a quotient: a share of pi, a combination of known arctangents, or a kernel."""
        if u.num.is_zero():
            return self.field.zero
        if u.num.leading_coefficient() < 0:
            return self._negative(self.atan(self._negative(u)))
        return self._share_of_pi(u) or self._combined(u) or self._opaque("atan", u)

    def _negative(self, value: Quotient) -> Quotient:
        return self.field.scale(value, fmpq(-1))

    def _share_of_pi(self, u: Quotient) -> Quotient | None:
        square = self.field.mul(u, u)
        if not square.num.is_constant() or not square.den.is_one():
            return None
        share = SQUARES.get(square.num.leading_coefficient())
        return None if share is None else self._times_pi(share)

    def _times_pi(self, share: fmpq) -> Quotient:
        return self.field.scale(self._generator("constant", "pi", "pi"), share)

    def _combined(self, u: Quotient) -> Quotient | None:
        known = [g.data for g in self.field.generators if g.kind == "atan"]
        if u in known or len(known) > MOST_KNOWN:
            return None
        for count, others in _combinations(known):
            share = self._share([(count, u), *others])
            if share is not None:
                parts = [self.field.scale(self._opaque("atan", v), fmpq(-c)) for c, v in others]
                whole = self.field.total([self._times_pi(rational(share)), *parts])
                return self.field.scale(whole, fmpq(1, count))
        return None

    def is_zero_angle(self, value: Quotient) -> bool:
        """Whether a sum of multiples of arctangents and of pi is 0 for all values."""
        counts: dict[int, fmpq] = {}
        for monomial, coefficient in value.num.to_dict().items():
            place = single(monomial)
            if place is None or self.field.generators[place].kind not in ("atan", "constant"):
                return False
            counts[place] = coefficient
        return value.den.is_one() and self._is_zero_sum(counts)

    def _is_zero_sum(self, counts: Mapping[int, fmpq]) -> bool:
        kinds = {place: self.field.generators[place] for place in counts}
        scale = lcm(*(int(counts[k].q) for k, g in kinds.items() if g.kind == "atan"))
        turns = [(counts[k] * scale, g.data) for k, g in kinds.items() if g.kind == "atan"]
        if not turns or any(c.q != 1 or abs(c.p) > MOST_COUNT for c, _ in turns):
            return False
        share = self._share([(int(c.p), u) for c, u in turns])
        pi = sum((counts[k] for k, g in kinds.items() if g.kind == "constant"), start=fmpq(0))
        return share is not None and rational(share) == -pi * scale

    def _share(self, parts: Sequence[Multiple]) -> Fraction | None:
        """The share of pi that a sum of multiples of arctangents is worth for all values, if it is one."""
        offset = self._line(self._rotated(parts))
        if offset is None:
            return None
        bounds = total(scaled(self._bounds(u), Fraction(c)) for c, u in parts)
        reach = sum(abs(c) for c, _ in parts)
        shares = [offset + k for k in range(-reach, reach + 1) if bounds.holds(offset + k)]
        return shares[0] if len(shares) == 1 else None

    def _rotated(self, parts: Sequence[Multiple]) -> Complex:
        result: Complex = (self.field.one, self.field.zero)
        for count, u in parts:
            turn = (self.field.one, u if count > 0 else self._negative(u))
            for _ in range(abs(count)):
                result = self._times(result, turn)
        return result

    def _times(self, a: Complex, b: Complex) -> Complex:
        times = self.field.mul
        real = self._minus(times(a[0], b[0]), times(a[1], b[1]))
        return real, self.field.add(times(a[0], b[1]), times(a[1], b[0]))

    def _line(self, value: Complex) -> Fraction | None:
        # The argument of a complex number modulo pi, in shares of pi, where it is a multiple of 1/4.
        real, imaginary = value
        lines = (
            (imaginary, Fraction(0)),
            (real, HALF),
            (self._minus(imaginary, real), QUARTER),
            (self.field.add(imaginary, real), -QUARTER),
        )
        return next((share for zero, share in lines if zero.num.is_zero()), None)

    def _bounds(self, u: Quotient) -> Range:
        """Between which shares of pi arctan u lies."""
        low, high = -HALF, HALF
        for edge, share in ((-1, -QUARTER), (0, Fraction(0)), (1, QUARTER)):
            gap = self._minus(u, self.field.number(fmpq(edge)))
            sign = 0 if gap.num.is_zero() else self._sign_if_known(gap)
            low = share if sign in (0, 1) else low
            high = min(high, share) if sign in (0, -1) else high
        return Range(low, high, low == -HALF, high == HALF)


def _combinations(known: Sequence[Quotient]) -> Iterator[tuple[int, list[Multiple]]]:
    for v in known:
        yield from ((1, [(c, v)]) for c in (1, -1, 2, -2))
        yield from ((2, [(c, v)]) for c in (1, -1))
    for pair in combinations(known, 2):
        for counts in product((1, -1), repeat=2):
            yield 1, list(zip(counts, pair, strict=True))
