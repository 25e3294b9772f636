"""What one normal form tells: whether it is zero, where its value turns or jumps, and which signs are still open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from flint import fmpq

from derive.domains import FiniteSet
from derive.exact.field import Field, Generator, Poly, Quotient
from derive.exact.meaning import generator_term, is_short, poly_term
from derive.exact.numbers import rational
from derive.exact.signs import Signs
from derive.printing import term_text
from derive.terms import Term

MOST_NAMED, LONGEST_NAMED = 4, 60

Monomials = dict[tuple[str, ...], fmpq]


@dataclass(frozen=True, slots=True)
class ZeroTest:
    """The outcome: ``is_zero``, how it was found, and the kinks (terms on whose sign a value depends)."""

    is_zero: bool
    method: str = ""
    kinks: tuple[Term, ...] = ()
    nowhere: bool = False
    kernels: Callable[[], tuple[str, ...]] = (
        tuple  # the first few, as they are written: asked for when they are shown
    )
    within: tuple[Term, ...] = ()  # for each kink the part of the difference that depends on it


@dataclass(frozen=True, slots=True)
class Outcome:
    value: Quotient | None
    field: Field | None
    signs: Signs
    jumps: tuple[Poly, ...] = ()
    is_nested: bool = False

    @property
    def is_zero(self) -> bool:
        return self.value is not None and not self.is_nested and bool(self.value.num.is_zero())

    @property
    def has_several_denominators(self) -> bool:
        """Whether exponentials have arguments over different denominators."""
        return self.field is not None and len(self.field.denominators) > 1

    def kinks(self) -> tuple[Term, ...]:
        """The terms at whose zeros a value jumps; a jump that depends on signs happens where these change."""
        if self.field is None:
            return ()
        found: list[Poly] = []
        for poly in self.jumps:
            inner = [
                g.data for k, g in enumerate(self.field.generators) if g.kind == "sign" and poly.degrees()[k]
            ]
            found.extend(inner or [poly])
        return tuple(dict.fromkeys(poly_term(self.field, poly) for poly in found))

    def turns(self) -> tuple[Term, ...]:
        """The terms on whose sign a value depends at all."""
        if self.field is None:
            return ()
        found = [g.data for g in self.field.generators if g.kind in ("sign", "equal")]
        return tuple(poly_term(self.field, poly) for poly in found)

    def test(self, method: str) -> ZeroTest:
        return ZeroTest(True, method, self.kinks(), kernels=self.kernels)

    def is_zero_for_labels(self) -> bool:
        """Whether it is zero where each label y takes one of its values v: modulo the products of all y - v."""
        if self.field is None or self.value is None or self.is_nested or self.jumps:
            return False
        rest = self.value.num
        for place, generator in enumerate(self.field.generators):
            values = self._label_values(generator)
            if values and rest.degrees()[place] >= len(values):
                y = self.field.gen(place)
                self.field.budget.spend(len(rest) * len(values))
                rest = divmod(rest, prod((y - rational(v) for v in values), start=self.field.one_poly))[1]
        return bool(rest.is_zero())

    def _label_values(self, generator: Generator) -> tuple[Fraction, ...]:
        domain = self.signs.domains.domain(generator.data) if generator.kind == "symbol" else None
        return domain.values if isinstance(domain, FiniteSet) else ()

    def kernels(self) -> tuple[str, ...]:
        """The first few kernels of the normal form, as they are written."""
        if self.field is None:
            return ()
        found: list[str] = []
        for place, generator in enumerate(self.field.generators):
            if generator.kind not in ("symbol", "constant") and len(found) < MOST_NAMED:
                text = term_text(generator_term(self.field, place)) if is_short(self.field, place) else ""
                found += [text] if 0 < len(text) <= LONGEST_NAMED else []
        return tuple(found)

    def splits(self) -> list[Signs]:
        """Both signs of the first polynomial whose sign matters and is not known yet."""
        if self.field is None:
            return []
        for generator in self.field.generators:
            if generator.kind == "sign":
                key = self.field.meaning(generator.data)
                if key not in self.signs.assumed:
                    return [
                        Signs(self.signs.domains, {**self.signs.assumed, key: sign}, self.signs.weak)
                        for sign in (1, -1)
                    ]
        return []


def monomials(value: Quotient, space: Field) -> Monomials | None:
    """A normal form as a polynomial in symbols; None if it is anything else."""
    if not value.den.is_one():
        return None
    found: Monomials = {}
    for monomial, coefficient in value.num.to_dict().items():
        names: list[str] = []
        for place, times in enumerate(monomial):
            if times and space.generators[place].kind not in ("symbol", "constant"):
                return None
            names += [space.generators[place].data] * times if times else []
        found[tuple(sorted(names))] = coefficient
    return found
