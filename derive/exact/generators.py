"""What the variables of the polynomial ring stand for: free scalars, and kernels such as exp(u), log|f| and roots."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from flint import Ordering, fmpq, fmpq_mpoly_ctx

from derive.exact.budget import Budget

Poly = Any  # flint.fmpq_mpoly
Key = Hashable


class Full(Exception):
    """There are more generators than the polynomial ring has room for; begin again with a larger one."""


class Nowhere(Exception):
    """The term is defined nowhere (1/0, log 0)."""


class Quotient(NamedTuple):
    """A numerator over a denominator that is not the zero polynomial."""

    num: Poly
    den: Poly


@dataclass(frozen=True, slots=True)
class Generator:
    """What one variable of the ring stands for.

    ``kind``: "symbol", "constant", "exp", "log", "root", "sign", "equal" or the name of an opaque function;
    ``data`` is what it is applied to (a name, a polynomial, a quotient or a tuple of them).
    """

    kind: str
    data: Any


class Generators:
    """A polynomial ring with room for ``capacity`` generators, found again by what they stand for."""

    def __init__(self, capacity: int, budget: Budget) -> None:
        self.ring, self._variables = _ring(capacity)
        self.capacity = capacity
        self.budget = budget
        self.generators: list[Generator] = []
        self.denominators: dict[Key, Poly] = {}
        self._places: dict[Key, int] = {}
        self._meanings: dict[int, Key] = {}

    def generator(self, kind: str, key: Key, data: Any) -> int:
        """The place of a generator, made when it is new."""
        place = self._places.get((kind, key))
        if place is None:
            place = len(self.generators)
            if place >= self.capacity:
                raise Full
            self.generators.append(Generator(kind, data))
            self._places[kind, key] = place
        return place

    def known(self, kind: str, key: Key) -> int | None:
        """The place of a generator if there is one."""
        return self._places.get((kind, key))

    def meaning(self, poly: Poly) -> Key:
        """A key that tells what the polynomial stands for, the same in every field."""
        return frozenset(
            (self._meaning_of_monomial(m), (int(c.p), int(c.q))) for m, c in poly.to_dict().items()
        )

    def _meaning_of_monomial(self, monomial: tuple[int, ...]) -> Key:
        return frozenset((self._meaning_of(k), power) for k, power in enumerate(monomial) if power)

    def _meaning_of(self, place: int) -> Key:
        # A symbol is its name; what is nested is a number, the same for the same thing while a question lasts.
        found = self._meanings.get(place)
        if found is None:
            generator = self.generators[place]
            data = self._meaning_of_data(generator.data)
            token = data if isinstance(data, str) else self.budget.token((generator.kind, data))
            found = self._meanings[place] = (generator.kind, token)
        return found

    def _meaning_of_data(self, data: Any) -> Key:
        match data:
            case Quotient():
                return self.meaning(data.num), self.meaning(data.den)
            case tuple():
                return tuple(self._meaning_of_data(part) for part in data)
            case dict():
                self.budget.spend(4 * len(data))
                return frozenset(
                    (self._meaning_of_slot(slot), (int(c.p), int(c.q))) for slot, c in data.items()
                )
            case str() | int():
                return data
            case fmpq():
                return int(data.p), int(data.q)
            case _:
                return self.meaning(data)

    def _meaning_of_slot(self, slot: tuple[Key, tuple[int, ...]]) -> Key:
        den, monomial = slot
        return den if den is None else self.meaning(self.denominators[den]), self._meaning_of_monomial(
            monomial
        )

    def gen(self, place: int) -> Poly:
        """The polynomial that is one generator."""
        return self._variables[place]


@lru_cache(maxsize=16)
def _ring(capacity: int) -> tuple[Any, tuple[Poly, ...]]:
    ring = fmpq_mpoly_ctx.get([f"g{k}" for k in range(capacity)], Ordering.lex)
    return ring, tuple(ring.gen(k) for k in range(capacity))


def key_of(poly: Poly) -> Key:
    """A key under which equal polynomials are found."""
    return frozenset(poly.to_dict().items())


def quotient_key(value: Quotient) -> Key:
    """A key under which equal quotients in lowest terms are found."""
    return key_of(value.num), key_of(value.den)
