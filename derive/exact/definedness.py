"""Where a term is defined: what its logs, roots and denominators ask for, and how two terms differ in that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flint import fmpq

from derive.calculus import free_symbols
from derive.domains import Domains
from derive.exact.budget import Budget
from derive.exact.field import Field, Key, Poly, Quotient
from derive.exact.kernels import Lowering, is_whole, unconditional
from derive.exact.meaning import poly_term
from derive.exact.ranges import Range, Ranges
from derive.exact.signs import Signs
from derive.printing import term_text
from derive.terms import Const, Fn, Num, Pow, Sym, Term, sym

POSITIVE, NOT_NEGATIVE, NOT_ZERO = ">", ">=", "!="


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that a term asks for to be defined: ``term`` > 0, >= 0 or != 0."""

    relation: str
    term: Term


def demands(terms: Sequence[Term], domains: Domains) -> list[Demand]:
    """What must hold for the terms to be defined, as far as it is not under a branch of a case.

    >>> from derive.domains import ANYWHERE
    >>> from derive.terms import fn
    >>> demands([fn("log", sym("x")) / sym("y")], ANYWHERE)
    [Demand(relation='!=', term=y), Demand(relation='>', term=x)]
    """
    found: dict[Demand, None] = {}
    for node in unconditional(terms):
        for demand in _asked(node, domains):  # type: ignore[arg-type]
            found[demand] = None
    return list(found)


def _asked(node: Term, domains: Domains) -> Iterable[Demand]:
    match node:
        case Fn(name="log" | "loggamma", args=(inner,)):
            yield Demand(POSITIVE, inner)
        case Fn(name="logit", args=(inner,)):
            yield from (Demand(POSITIVE, inner), Demand(POSITIVE, 1 - inner))
        case Pow(base=base, exponent=exponent) if is_whole(exponent, domains):
            if not isinstance(exponent, Num) or exponent.value < 0:
                yield Demand(NOT_ZERO, base)
        case Pow(base=base, exponent=Num(value=value)):
            yield Demand(POSITIVE if value < 0 else NOT_NEGATIVE, base)
        case Pow(base=base):
            yield Demand(POSITIVE, base)
        case _:
            return


def open_demands(terms: Sequence[Term], ranges: Ranges) -> list[Demand]:
    """The demands that are not met all over the domain by the bounds of their terms."""
    return [
        demand for demand in demands(terms, ranges.domains) if not _is_met(demand, ranges.of(demand.term))
    ]


def _is_met(demand: Demand, bounds: Range) -> bool:
    if demand.relation == NOT_NEGATIVE:
        return bounds.is_not_negative
    return bounds.is_positive or (demand.relation == NOT_ZERO and bounds.is_negative)


def impossible(found: Sequence[Demand], ranges: Ranges) -> Demand | None:
    """A demand that is met nowhere in the domain, if there is one."""
    for demand in found:
        bounds = ranges.of(demand.term)
        nothing = {
            POSITIVE: bounds.is_not_positive,
            NOT_NEGATIVE: bounds.is_negative,
            NOT_ZERO: bounds.is_not_positive and bounds.is_not_negative,
        }[demand.relation]
        if nothing:
            return demand
    return None


@dataclass(frozen=True, slots=True)
class Requirement:
    """A demand in the normal form: the sign of a polynomial, or of a product of several."""

    relation: str
    text: str
    factors: frozenset[tuple[Key, int]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the domains of two terms differ: the conditions to state, and whether they have no point in common."""

    conditions: tuple[str, ...]
    disjoint: bool


def compare_domains(
    left: Sequence[Demand], right: Sequence[Demand], domains: Domains, budget: Budget
) -> Comparison:
    """Where both terms are defined but one of them is defined further."""
    if {d for d in left} == {d for d in right}:
        return Comparison((), False)
    lowering = Lowering(Signs(domains), budget)
    terms = [demand.term for demand in (*left, *right)]
    lowered = lowering.lower(terms)
    reader = _Reader(lowering)
    sides = []
    for part, values in ((left, lowered[: len(left)]), (right, lowered[len(left) :])):
        found = [r for d, v in zip(part, values, strict=True) for r in reader.requirements(d, v)]
        sides.append(list(dict.fromkeys(found)))
    mine, other = sides
    extra = [r for r in mine if not _implied(r, other)] + [r for r in other if not _implied(r, mine)]
    return Comparison(tuple(dict.fromkeys(r.text for r in extra)), _disjoint(mine + other))


def _implied(one: Requirement, others: Sequence[Requirement]) -> bool:
    if one in others:
        return True
    keys = {key for key, _ in one.factors}
    for other in others:
        same = {key for key, _ in other.factors} == keys
        if same and one.relation == NOT_ZERO and other.relation == POSITIVE:
            return True
        if one.factors == other.factors and one.relation == NOT_NEGATIVE and other.relation == POSITIVE:
            return True
    return False


def _disjoint(found: Sequence[Requirement]) -> bool:
    signs = {
        (key, sign)
        for r in found
        if len(r.factors) == 1 and r.relation == POSITIVE
        for key, sign in r.factors
    }
    return any((key, -sign) in signs for key, sign in signs)


class _Reader:
    """Turns demands into requirements on irreducible factors of unknown sign."""

    def __init__(self, lowering: Lowering) -> None:
        self.lowering = lowering
        self.field = lowering.field
        self.signs = Signs(lowering.signs.domains)

    def requirements(self, demand: Demand, value: Quotient | None) -> list[Requirement]:
        if value is None or value.num.is_zero():
            return []
        factors = self.field.factors(value.num)[1]
        unknown = [
            (f, k) for f, k in factors if (known := self.signs.of(self.field, f)) is None or not known.strict
        ]
        if demand.relation == NOT_ZERO:
            return [self._one(NOT_ZERO, f, 1) for f, _ in unknown]
        found = [self._one(NOT_ZERO, f, 1) for f, k in unknown if k % 2 == 0 and demand.relation == POSITIVE]
        sign, odd = self._odd_part(value)
        if len(odd) == 1:
            return [*found, self._one(demand.relation, odd[0], sign)]
        if odd:
            keys = frozenset((self.field.meaning(f), sign) for f in odd)
            found.append(Requirement(demand.relation, f"{term_text(demand.term)} {demand.relation} 0", keys))
        return found

    def _odd_part(self, value: Quotient) -> tuple[int, list[Poly]]:
        sign, odd = 1, []
        for poly in (value.num, value.den):
            constant, factors = self.field.factors(poly)
            sign *= 1 if constant > 0 else -1
            for factor, times in factors:
                if times % 2:
                    known = self.signs.of(self.field, factor)
                    if known is None or not known.strict:
                        odd.append(factor)
                    else:
                        sign *= known.sign
        return sign, odd

    def _one(self, relation: str, factor: Poly, sign: int) -> Requirement:
        return Requirement(
            relation, self._text(relation, factor, sign), frozenset([(self.field.meaning(factor), sign)])
        )

    def _text(self, relation: str, factor: Poly, sign: int) -> str:
        whole = poly_term(self.field, factor * sign)
        names = free_symbols(whole)
        if (
            len(factor) <= 2
            and factor.total_degree() == 1
            and len(names) == 1
            and isinstance(_only(whole), Sym)
        ):
            return _solved(relation, factor * sign, sym(next(iter(names))), self.field)
        return f"{term_text(whole)} {relation} 0"


def _only(term: Term) -> Term | None:
    # The only term in a sum or product beside numbers, if there is only one.
    match term:
        case Sym() | Const():
            return term
        case Num():
            return None
        case _:
            others = [arg for arg in getattr(term, "args", ()) if not isinstance(arg, Num)]
            return _only(others[0]) if len(others) == 1 else None


def _solved(relation: str, poly: Poly, variable: Sym, field: Field) -> str:
    # a x + b > 0 as x > -b/a.
    slope = offset = fmpq(0)
    for monomial, coefficient in poly.to_dict().items():
        if any(monomial):
            slope = coefficient
        else:
            offset = coefficient
    border = -offset / slope
    turned = {POSITIVE: "<", NOT_NEGATIVE: "<=", NOT_ZERO: "!="}[relation] if slope < 0 else relation
    return f"{variable.name} {turned} {border}"
