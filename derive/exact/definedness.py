"""Where a term is defined: what its logs, roots and denominators ask for, and how two terms differ in that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod

from flint import fmpq

from derive.domains import Domains
from derive.exact.budget import Budget
from derive.exact.field import Field, Key, Poly, Quotient
from derive.exact.kernels import Lowering
from derive.exact.meaning import poly_term
from derive.exact.needs import is_whole, unconditional
from derive.exact.ranges import Range, Ranges
from derive.exact.signs import Signs
from derive.printing import term_text
from derive.terms import Fn, Num, Pow, Term

POSITIVE, NOT_NEGATIVE, NOT_ZERO = ">", ">=", "!="


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that a term asks for to be defined: ``term`` > 0, >= 0 or != 0."""

    relation: str
    term: Term


def demands(terms: Sequence[Term], ranges: Ranges) -> list[Demand]:
    """What must hold for the terms to be defined, as far as it is not under a branch of a case.

    >>> from derive.domains import ANYWHERE
    >>> from derive.terms import fn, sym
    >>> demands([fn("log", sym("x")) / sym("y")], Ranges(ANYWHERE))
    [Demand(relation='!=', term=y), Demand(relation='>', term=x)]
    """
    found: dict[Demand, None] = {}
    for node in unconditional(terms):
        if node.__class__ is Fn or node.__class__ is Pow:
            for demand in _asked(node, ranges):
                found[demand] = None
    return list(found)


def _asked(node: Term, ranges: Ranges) -> Iterable[Demand]:
    match node:
        case Fn(name="log" | "loggamma", args=(inner,)):
            yield Demand(POSITIVE, inner)
        case Fn(name="logit", args=(inner,)):
            yield from (Demand(POSITIVE, inner), Demand(POSITIVE, 1 - inner))
        case Pow(base=base, exponent=exponent) if is_whole(exponent, ranges.domains):
            if not ranges.of(exponent).is_not_negative:
                yield Demand(NOT_ZERO, base)
        case Pow(base=base, exponent=Num(value=value)):
            yield Demand(POSITIVE if value < 0 else NOT_NEGATIVE, base)
        case Pow(base=base):
            bounds = ranges.of(base)
            if bounds.is_negative or not bounds.is_not_positive:  # 0 to a positive power has a value
                yield Demand(POSITIVE, base)
        case _:
            return


def open_demands(terms: Sequence[Term], ranges: Ranges) -> list[Demand]:
    """The demands that are not met all over the domain by the bounds of their terms."""
    return [demand for demand in demands(terms, ranges) if not is_met(demand, ranges.of(demand.term))]


def is_met(demand: Demand, bounds: Range) -> bool:
    """Whether bounds on its term meet a demand."""
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
    """A demand in the normal form: on a polynomial (or the product of several), each with the sign it is taken with.

    ``border`` is (name, value, 1 or -1) for a demand that bounds one symbol from below or above.
    """

    relation: str
    text: str
    factors: frozenset[tuple[Key, int]]
    border: tuple[str, Fraction, int] | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the domains of two terms differ: the conditions to state, and whether they have no point in common."""

    conditions: tuple[str, ...]
    disjoint: bool


def compare_domains(
    left: Sequence[Demand], right: Sequence[Demand], domains: Domains, budget: Budget
) -> Comparison:
    """Where both terms are defined but one of them is defined further."""
    if set(left) == set(right):
        return Comparison((), False)
    lowering = Lowering(Signs(domains), budget)
    terms = [demand.term for demand in (*left, *right)]
    lowered = lowering.lower(terms)
    reader = _Reader(lowering)
    sides = []
    for part, values in ((left, lowered[: len(left)]), (right, lowered[len(left) :])):
        found = [r for d, v in zip(part, values, strict=True) for r in reader.requirements(d, v)]
        sides.append(_strict(list(dict.fromkeys(found))))
    mine, other = sides
    both = _strict(list(dict.fromkeys([*mine, *other])))
    extra = [r for r in both if not (_follows(r, mine) and _follows(r, other))]
    kept = [r for r in extra if not _follows(r, [other for other in both if other is not r])]
    return Comparison(tuple(dict.fromkeys(r.text for r in kept)), _disjoint(both))


def _strict(found: list[Requirement]) -> list[Requirement]:
    # f >= 0 and f != 0 together are f > 0.
    not_zero = {key for r in found if r.relation == NOT_ZERO for key, _ in r.factors}
    stricter = []
    for r in found:
        if r.relation == NOT_NEGATIVE and len(r.factors) == 1 and {key for key, _ in r.factors} <= not_zero:
            r = replace(r, relation=POSITIVE, text=r.text.replace(">=", ">").replace("<=", "<"))
        stricter.append(r)
    positive = {
        key for r in stricter if r.relation == POSITIVE and len(r.factors) == 1 for key, _ in r.factors
    }
    kept = [r for r in stricter if r.relation != NOT_ZERO or not {key for key, _ in r.factors} <= positive]
    return list(dict.fromkeys(kept))


def _follows(one: Requirement, others: Sequence[Requirement]) -> bool:
    """Whether a requirement follows from others (not all that do are found; then more is said than needed)."""
    if one in others:
        return True
    single = {key: (sign, r.relation) for r in others if len(r.factors) == 1 for key, sign in r.factors}
    keys = [key for key, _ in one.factors]
    if one.relation == NOT_ZERO:
        return all(key in single and single[key][1] != NOT_NEGATIVE for key in keys) or _is_off_border(
            one, others
        )
    if all(key in single and single[key][1] != NOT_ZERO for key in keys):
        signs = prod(single[key][0] for key in keys)
        needed = next(iter(sign for _, sign in one.factors))
        return signs == needed and (
            one.relation == NOT_NEGATIVE or all(single[key][1] == POSITIVE for key in keys)
        )
    return any(_borders_within(one, other) for other in others)


def _borders_within(one: Requirement, other: Requirement) -> bool:
    if one.border is None or other.border is None or one is other or other.relation == NOT_ZERO:
        return False
    (name, value, way), (other_name, other_value, other_way) = one.border, other.border
    return name == other_name and way == other_way and (other_value - value) * way > 0


def _is_off_border(one: Requirement, others: Sequence[Requirement]) -> bool:
    # x != 1 where x > 2.
    if one.border is None:
        return False
    name, value, _ = one.border
    bounds = [r.border for r in others if r.border is not None and r.relation != NOT_ZERO]
    return any(n == name and (border - value) * way > 0 for n, border, way in bounds)


def _disjoint(found: Sequence[Requirement]) -> bool:
    signs = {
        (key, sign)
        for r in found
        if len(r.factors) == 1 and r.relation == POSITIVE
        for key, sign in r.factors
    }
    bounds = [r.border for r in found if r.border is not None and r.relation != NOT_ZERO]
    crossed = any(a[0] == b[0] and a[2] == 1 and b[2] == -1 and a[1] > b[1] for a in bounds for b in bounds)
    return crossed or any((key, -sign) in signs for key, sign in signs)


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
            return [self._one(NOT_ZERO, inner, 1) for f, _ in unknown for inner in self._under_roots(f)]
        if demand.relation == NOT_NEGATIVE and self._is_never_negative(value):
            return []
        found = [self._one(NOT_ZERO, f, 1) for f, k in unknown if k % 2 == 0 and demand.relation == POSITIVE]
        sign, odd = self._odd_part(value)
        absolute = [f for f in odd if self._is_times_its_sign(f, odd)]
        found += [self._one(NOT_ZERO, f, 1) for f in absolute if demand.relation == POSITIVE]
        odd = [f for f in odd if f not in absolute and not self._is_sign_of(f, absolute)]
        if (
            odd and demand.relation == NOT_NEGATIVE
        ):  # where an even factor is 0, nothing is asked of the others
            odd += [f for f, k in unknown if k % 2 == 0]
        if len(odd) == 1:
            return [*found, self._one(demand.relation, odd[0], sign)]
        if odd:
            keys = frozenset((self.field.meaning(f), sign) for f in odd)
            found.append(Requirement(demand.relation, f"{term_text(demand.term)} {demand.relation} 0", keys))
        return found

    def _is_never_negative(self, value: Quotient) -> bool:
        known = [self.signs.of(self.field, part) for part in value]
        return all(one is not None and one.sign > 0 for one in known)

    def _under_roots(self, factor: Poly) -> list[Poly]:
        # A root is 0, and a sign too, where what is under it is.
        place = factor.monoms()[0].index(1) if len(factor) == 1 and factor.total_degree() == 1 else None
        generator = None if place is None else self.field.generators[place]
        if generator is not None and generator.kind == "parity":
            return []
        if generator is None or generator.kind not in ("root", "sign"):
            return [factor]
        below = generator.data[0] if generator.kind == "root" else generator.data
        return [inner for inner, _ in self.field.factors(below)[1]]

    def _is_times_its_sign(self, factor: Poly, factors: list[Poly]) -> bool:
        return any(self._is_sign_of(other, [factor]) for other in factors)

    def _is_sign_of(self, factor: Poly, absolute: list[Poly]) -> bool:
        # Whether a factor is the sign of another one: their product is an absolute value.
        return any(g.kind == "sign" and g.data in absolute and self.field.gen(k) == factor
                   for k, g in enumerate(self.field.generators))  # fmt: skip

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
        factors = frozenset([(self.field.meaning(factor), sign)])
        border = _border(self.field, factor * sign)
        if border is None:
            text = f"{term_text(poly_term(self.field, factor * sign))} {relation} 0"
        else:
            name, value, way = border
            turned = {POSITIVE: "<", NOT_NEGATIVE: "<=", NOT_ZERO: "!="}[relation] if way < 0 else relation
            text = f"{name} {turned} {value}"
        return Requirement(relation, text, factors, border)


def _border(space: Field, poly: Poly) -> tuple[str, Fraction, int] | None:
    # a x + b > 0 is a bound -b/a on x, from below or above.
    if poly.total_degree() != 1 or len(poly) > 2:
        return None
    slope = offset = fmpq(0)
    name = ""
    for monomial, coefficient in poly.to_dict().items():
        if not any(monomial):
            offset = coefficient
            continue
        generator = space.generators[monomial.index(1)]
        if generator.kind != "symbol" or name:
            return None
        slope, name = coefficient, generator.data
    border = -offset / slope
    return name, Fraction(int(border.p), int(border.q)), 1 if slope > 0 else -1
