"""sin and cos in the normal form: a lattice of angles with the addition formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from flint import fmpq

from derive.exact.exponentials import Exponentials
from derive.exact.field import Again, Key, Quotient
from derive.exact.numbers import single
from derive.exact.points import whole_symbols

MOST_TURNS = 8

Turn = tuple[Quotient, Quotient]  # the cosine and the sine of an angle
Angle = dict[Key, fmpq]
Slot = tuple[Key, tuple[int, ...]]  # a denominator (or None) and a monomial over it


class Angles(Exponentials):
    """The rules for sin and cos."""

    def sin(self, u: Quotient) -> Quotient:
        return self._rotation(u)[1]

    def cos(self, u: Quotient) -> Quotient:
        return self._rotation(u)[0]

    def _rotation(self, u: Quotient) -> Turn:
        """The cosine and sine of an angle, by the addition formulas from those of its parts."""
        _, angle = self._split_logs(u, keep_logs=True)
        total: Turn = (self.field.one, self.field.zero)
        for turn in (*self._fixed_turns(angle), *self._whole_turns(angle), *self._arctangents(angle)):
            total = self._turned(total, turn)
        for turn in self._lattice_turns(angle):
            total = self._turned(total, turn)
        return total

    def _lattice_turns(self, angle: Angle) -> Iterator[Turn]:
        coordinates = self.angles.express(angle) if angle else {}
        if any(c.q != 1 for c in coordinates.values()):
            self.angles = self.angles.refined(coordinates)
            raise Again
        if any(abs(c.p) > MOST_TURNS for c in coordinates.values()):
            yield self._circle(angle)
            return
        for place, times in coordinates.items():
            yield from self._repeated(self._circle(self.angles.basis[place]), int(times.p))

    def _repeated(self, turn: Turn, times: int) -> Iterator[Turn]:
        cosine, sine = turn
        back = (cosine, self.field.scale(sine, fmpq(-1)))
        yield from [turn if times > 0 else back] * abs(times)

    def _turned(self, a: Turn, b: Turn) -> Turn:
        times, add = self.field.mul, self.field.add
        cosine = self._minus(times(a[0], b[0]), times(a[1], b[1]))
        return cosine, add(times(a[1], b[0]), times(a[0], b[1]))

    def _circle(self, vector: Mapping[Key, fmpq]) -> Turn:
        # The generators for one angle, with sin^2 = 1 - cos^2.
        key = frozenset(vector.items())
        cosine = self._generator("cos", key, dict(vector))
        place = self.field.generator("sin", key, dict(vector))
        self.field.relations.setdefault(place, (2, self.field.one_poly - cosine.num**2))
        return cosine, self.field.whole(self.field.gen(place))

    def _fixed_turns(self, angle: Angle) -> Iterator[Turn]:
        # Takes the multiples of pi out of the angle whose cosine and sine are known: those of pi/6 and pi/4.
        pi = self._place_of_pi()
        slot = None if pi is None else (None, self.field.gen(pi).monoms()[0])
        share = angle.get(slot, fmpq(0))
        if share == 0 or (12 % int(share.q) or share.q == 12):
            return
        del angle[slot]
        whole = 4 if share.q in (1, 2, 4) else 6
        yield from [self._known_angle(whole)] * (int((share * whole).p) % (2 * whole))

    def _place_of_pi(self) -> int | None:
        return self.field.known("constant", "pi")

    def _known_angle(self, part: int) -> Turn:
        # The cosine and sine of pi/4 or pi/6.
        half = self.field.number(fmpq(1, 2))
        if part == 4:
            both = self.root(half, fmpq(1, 2))
            return both, both
        return self.root(self.field.number(fmpq(3, 4)), fmpq(1, 2)), half

    def _whole_turns(self, angle: Angle) -> Iterator[Turn]:
        # Takes pi times whole numbers out of the angle: they turn by (-1)^n.
        taken = [slot for slot in angle if self._is_whole_turn(slot, angle[slot])]
        if taken:
            counts = self.field.ring.from_dict({self._without_pi(slot): angle.pop(slot) for slot in taken})
            minus_one = self.field.number(fmpq(-1))
            yield self._parity(minus_one, self.field.whole(counts)), self.field.zero

    def _is_whole_turn(self, slot: Key, coefficient: fmpq) -> bool:
        den, monomial = cast("Slot", slot)
        pi = self._place_of_pi()
        if den is not None or pi is None or monomial[pi] != 1 or coefficient.q != 1:
            return False
        rest = [self.field.generators[k] for k, times in enumerate(monomial) if times and k != pi]
        names = [generator.data for generator in rest if generator.kind == "symbol"]
        return len(names) == len(rest) and len(whole_symbols(self.signs.domains, names)) == len(names)

    def _without_pi(self, slot: Key) -> tuple[int, ...]:
        pi, (_, monomial) = self._place_of_pi(), cast("Slot", slot)
        return tuple(0 if k == pi else times for k, times in enumerate(monomial))

    def _arctangents(self, angle: Angle) -> Iterator[Turn]:
        # Takes whole multiples of arctangents out of the angle.
        for slot in list(angle):
            den, monomial = cast("Slot", slot)
            place = None if den is not None else single(monomial)
            is_one = place is not None and self.field.generators[place].kind == "atan"
            if is_one and angle[slot].q == 1 and abs(angle[slot].p) <= MOST_TURNS:
                turn = self._arctangent_turn(self.field.generators[place].data)  # type: ignore[index]
                yield from self._repeated(turn, int(angle.pop(slot).p))

    def _arctangent_turn(self, u: Quotient) -> Turn:
        # cos(arctan u) = 1/sqrt(1 + u^2), and sin(arctan u) is u times that.
        cosine = self.root(self.field.add(self.field.one, self.field.mul(u, u)), fmpq(-1, 2))
        return cosine, self.field.mul(u, cosine)
