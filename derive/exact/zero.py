"""The exact zero test: is a term the zero polynomial in the normal form?

A sum is tested group by group (groups share kernels); what is left over is tested as a whole; and where values
depend on signs, the test is repeated for each choice of the signs.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from flint import fmpq

from derive.domains import Domains
from derive.exact.budget import Budget
from derive.exact.field import Field, Quotient
from derive.exact.kernels import Lowering
from derive.exact.meaning import poly_term
from derive.exact.signs import Signs
from derive.exact.summands import Group, Supports, groups
from derive.terms import Sym, Term
from derive.traverse import count_nodes

MOST_SPLITS = 64
SMALL = 60

Monomials = dict[tuple[str, ...], fmpq]


@dataclass(frozen=True, slots=True)
class ZeroTest:
    """The outcome: ``is_zero``, how it was found, and the kinks (terms on whose sign a value depends)."""

    is_zero: bool
    method: str = ""
    kinks: tuple[Term, ...] = ()


@dataclass(slots=True)
class Zeros:
    """Zero tests over one domain; groups that several terms share are tested once."""

    domains: Domains
    budget: Budget
    supports: Supports = field(default_factory=Supports)
    known: dict[Term, Monomials | None] = field(default_factory=dict)
    kinks: dict[Term, tuple[Term, ...]] = field(default_factory=dict)

    def test(self, term: Term) -> ZeroTest:
        """Whether a term is zero wherever it is defined.

        >>> from derive.domains import ANYWHERE
        >>> from derive.terms import fn, sym
        >>> Zeros(ANYWHERE, Budget(1000)).test(fn("log", fn("exp", sym("x"))) - sym("x")).is_zero
        True
        """
        if count_nodes((term,), SMALL) >= SMALL:
            grouped = self._by_groups(term)
            if grouped is not None:
                return grouped
        whole = self._whole(term, Signs(self.domains))
        if whole.is_zero:
            return whole.test("normal form")
        return self._by_signs(term, whole)

    def _by_groups(self, term: Term) -> ZeroTest | None:
        found = groups(term, self.supports)
        if len(found) < 2:
            return None
        left_over: Monomials = {}
        for group in found:
            rest = self._group(group)
            if rest is None:
                return None
            for monomial, coefficient in rest.items():
                left_over[monomial] = left_over.get(monomial, fmpq(0)) + coefficient
        if any(left_over.values()):
            return None
        kinks = dict.fromkeys(kink for group in found for kink in self.kinks.get(group.inside, ()))
        return ZeroTest(True, "normal form, summand by summand", tuple(kinks))

    def _group(self, group: Group) -> Monomials | None:
        # What a group leaves as a polynomial in symbols; None when it leaves anything else.
        if group.inside not in self.known:
            self.known[group.inside] = self._remainder(group.inside)
        rest = self.known[group.inside]
        if not rest or not group.outside:
            return rest
        names = [one.name for one in group.outside if isinstance(one, Sym)]
        return {tuple(sorted([*monomial, *names])): coefficient for monomial, coefficient in rest.items()}

    def _remainder(self, term: Term) -> Monomials | None:
        outcome = self._whole(term, Signs(self.domains))
        self.kinks[term] = outcome.kinks()
        value, space = outcome.value, outcome.field
        return None if value is None or space is None else _monomials(value, space)

    def _whole(self, term: Term, signs: Signs) -> _Outcome:
        lowering = Lowering(signs, self.budget)
        value = lowering.lower([term])[0]
        return _Outcome(value, lowering.field if value is not None else None, signs)

    def _by_signs(self, term: Term, first: _Outcome) -> ZeroTest:
        """Split on the signs that matter; every choice must give zero (or be defined nowhere)."""
        pending, count = first.splits(), 1
        if not pending:
            return ZeroTest(False)
        while pending:
            outcome = self._whole(term, pending.pop())
            count += 1
            if outcome.is_zero or outcome.value is None:
                continue
            further = outcome.splits()
            if not further or count > MOST_SPLITS:
                return ZeroTest(False, kinks=(*first.kinks(), *outcome.kinks()))
            pending.extend(further)
        return first.test(f"normal form for each of {count} choices of signs")


@dataclass(frozen=True, slots=True)
class _Outcome:
    value: Quotient | None
    field: Field | None
    signs: Signs

    @property
    def is_zero(self) -> bool:
        return self.value is not None and bool(self.value.num.is_zero())

    def kinks(self) -> tuple[Term, ...]:
        """The terms on whose sign a value depends."""
        if self.field is None:
            return ()
        found = [g.data for g in self.field.generators if g.kind in ("sign", "equal")]
        return tuple(poly_term(self.field, poly) for poly in found)

    def test(self, method: str) -> ZeroTest:
        return ZeroTest(True, method, self.kinks())

    def splits(self) -> list[Signs]:
        """Both signs of the first polynomial whose sign matters and is not known yet."""
        if self.field is None:
            return []
        for generator in self.field.generators:
            if generator.kind == "sign":
                key = self.field.meaning(generator.data)
                if key not in self.signs.assumed:
                    return [Signs(self.signs.domains, {**self.signs.assumed, key: sign}) for sign in (1, -1)]
        return []


def _monomials(value: Quotient, space: Field) -> Monomials | None:
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
