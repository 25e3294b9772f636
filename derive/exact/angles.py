"""sin and cos in the normal form: a lattice of angles with the addition formulas."""

from __future__ import annotations

from collections.abc import Mapping

from flint import fmpq

from derive.exact.exponentials import Exponentials
from derive.exact.field import Again, Key, Quotient

MOST_TURNS = 8


class Angles(Exponentials):
    """The rules for sin and cos."""

    def sin(self, u: Quotient) -> Quotient:
        return self._rotation(u)[1]

    def cos(self, u: Quotient) -> Quotient:
        return self._rotation(u)[0]

    def _rotation(self, u: Quotient) -> tuple[Quotient, Quotient]:
        """The cosine and sine of an angle, by the addition formulas from those of a lattice of angles."""
        _, vector = self._split_logs(u, keep_logs=True)
        total = self._fixed_angle(vector)
        coordinates = self.angles.express(vector) if vector else {}
        if any(c.q != 1 for c in coordinates.values()):
            self.angles = self.angles.refined(coordinates)
            raise Again
        if any(abs(c.p) > MOST_TURNS for c in coordinates.values()):
            return self._circle(vector)
        for place, times in coordinates.items():
            turn = self._circle(self.angles.basis[place])
            if times < 0:
                turn = (turn[0], self.field.scale(turn[1], fmpq(-1)))
            for _ in range(abs(int(times.p))):
                total = self._turned(total, turn)
        return total

    def _turned(
        self, a: tuple[Quotient, Quotient], b: tuple[Quotient, Quotient]
    ) -> tuple[Quotient, Quotient]:
        times, add = self.field.mul, self.field.add
        cosine = self._minus(times(a[0], b[0]), times(a[1], b[1]))
        return cosine, add(times(a[1], b[0]), times(a[0], b[1]))

    def _circle(self, vector: Mapping[Key, fmpq]) -> tuple[Quotient, Quotient]:
        # The generators for one angle, with sin^2 = 1 - cos^2.
        key = frozenset(vector.items())
        cosine = self._generator("cos", key, dict(vector))
        place = self.field.generator("sin", key, dict(vector))
        self.field.relations.setdefault(place, (2, self.field.one_poly - cosine.num**2))
        return cosine, self.field.whole(self.field.gen(place))

    def _fixed_angle(self, vector: dict[Key, fmpq]) -> tuple[Quotient, Quotient]:
        # Takes the multiples of pi out of the angle whose cosine and sine are known: those of pi/6 and pi/4.
        pi = self.field.known("constant", "pi")
        slot = None if pi is None else (None, self.field.gen(pi).monoms()[0])
        share = vector.get(slot, fmpq(0)) if slot else fmpq(0)
        if share == 0 or (12 % int(share.q) or share.q == 12):
            return self.field.one, self.field.zero
        del vector[slot]
        whole = 4 if share.q in (1, 2, 4) else 6
        step = self._known_angle(whole)
        total = (self.field.one, self.field.zero)
        for _ in range(int((share * whole).p) % (2 * whole)):
            total = self._turned(total, step)
        return total

    def _known_angle(self, part: int) -> tuple[Quotient, Quotient]:
        # The cosine and sine of pi/4 or pi/6.
        half = self.field.number(fmpq(1, 2))
        if part == 4:
            both = self.root(half, fmpq(1, 2))
            return both, both
        return self.root(self.field.number(fmpq(3, 4)), fmpq(1, 2)), half
