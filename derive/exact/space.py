"""The ground on which the rules of the normal form stand: one field, its lattices and what is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flint import fmpq

from derive.exact.budget import Budget
from derive.exact.field import Field, Generator, Key, Nowhere, Poly, Quotient, quotient_key
from derive.exact.lattice import Lattice
from derive.exact.numbers import single
from derive.exact.signs import Signs
from derive.traverse import Node


class Space:
    """The field of one question with its lattices, and the small steps that all rules share.

    ``signs`` holds the domains and what is assumed; ``jumps`` collects the polynomials at whose zeros a value jumps.
    """

    def __init__(self, signs: Signs, budget: Budget, capacity: int = 8, join: bool = False) -> None:
        self.signs = signs
        self.budget = budget
        self.join = join  # whether the arguments of exponentials are brought to one denominator
        self._begin(capacity)

    def _begin(self, capacity: int) -> None:
        self.field = Field(capacity, self.budget)
        self.lattice, self.angles = Lattice(), Lattice()
        self.common = self.field.one_poly
        self.roots: dict[Key, int] = {}
        self.known: dict[Node, Quotient | None] = {}
        self.jumps: dict[Key, Poly] = {}

    def _generator(self, kind: str, key: Key, data: object) -> Quotient:
        return self.field.whole(self.field.gen(self.field.generator(kind, key, data)))

    def _opaque(self, name: str, value: Quotient) -> Quotient:
        return self._generator(name, quotient_key(value), value)

    def _product(self, values: Sequence[Quotient]) -> Quotient:
        total = values[0]
        for value in values[1:]:
            total = self.field.mul(total, value)
        return total

    def _half(self, value: Quotient) -> Quotient:
        return self.field.scale(value, fmpq(1, 2))

    def _not(self, value: Quotient) -> Quotient:
        return self.field.add(self.field.one, self.field.scale(value, fmpq(-1)))

    def _minus(self, a: Quotient, b: Quotient) -> Quotient:
        return self.field.add(a, self.field.scale(b, fmpq(-1)))

    def _is_one(self, value: Quotient) -> bool:
        return bool(value.den.is_one() and value.num.is_one())

    def _factored(self, value: Quotient) -> tuple[fmpq, list[tuple[Poly, int]]]:
        top, above = self.field.factors(value.num)
        bottom, below = self.field.factors(value.den)
        return top / bottom, above + [(factor, -times) for factor, times in below]

    def _as_generator(self, poly: Poly) -> Generator | None:
        if len(poly) != 1:
            return None
        place = single(poly.monoms()[0])
        return None if place is None else self.field.generators[place]

    def _value(self, node: Node) -> Quotient:
        value = self.known[node]
        if value is None:
            raise Nowhere
        return value

    # What the other parts provide.

    def exp(self, value: Quotient) -> Quotient:
        """exp of a quotient."""
        raise NotImplementedError

    def log(self, value: Quotient) -> Quotient:
        """log of the absolute value of a quotient."""
        raise NotImplementedError

    def root(self, value: Quotient, exponent: fmpq) -> Quotient:
        """A rational power of the absolute value of a quotient."""
        raise NotImplementedError

    def sign(self, value: Quotient, jump: bool = False) -> Quotient:
        """The sign of a quotient."""
        raise NotImplementedError

    def _absolute_power(self, factor: Poly, exponent: fmpq) -> Quotient:
        raise NotImplementedError

    def _argument(self, vector: Mapping[Key, fmpq]) -> Quotient:
        raise NotImplementedError

    def _log_number(self, value: fmpq) -> Quotient:
        raise NotImplementedError

    def _parity(self, base: Quotient, exponent: Quotient) -> Quotient:
        """sign(base) to a whole exponent."""
        raise NotImplementedError

    def _sign_if_known(self, value: Quotient) -> int | None:
        """1 or -1 where the sign of a quotient is the same all over the domain (0 is not excluded)."""
        raise NotImplementedError
