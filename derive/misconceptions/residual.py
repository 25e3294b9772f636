"""The residual: what separates the written result from the right one in lowest terms, when no slip explains it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from flint import fmpq

from derive.calculus import free_symbols, replaced, substitute
from derive.domains import Domains
from derive.exact.budget import Budget, OutOfTime, Spent
from derive.exact.field import Poly, Quotient
from derive.exact.kernels import Lowering
from derive.exact.labels import simplex_values
from derive.exact.meaning import poly_term
from derive.exact.signs import Signs
from derive.misconceptions.kernels import Kernels
from derive.misconceptions.proof import summing_to_one
from derive.misconceptions.recast import recognised
from derive.misconceptions.sites import factors, summands
from derive.misconceptions.step import Case
from derive.printing import term_text
from derive.terms import ONE, Add, Num, Term, add, mul, num, power
from derive.traverse import Node

WORK = 30_000
LONGEST = 160


@dataclass(frozen=True, slots=True)
class Residual:
    """Written = right × ``term`` (a ratio), or written = right + ``term`` (a difference).

    ``text`` says so in words; where entries differ by different terms, it says which entry is meant.
    """

    kind: Literal["ratio", "difference"]
    term: Term
    text: str


def residual_of(cases: Sequence[Case]) -> Residual | None:
    """The ratio of written to right, or their difference where that is shorter; None where both are too long.

    The first case in which there is something short enough to say is told. Everything is exact: a ratio is said
    only where all entries have it.

    >>> from derive.terms import fn, sym
    >>> p = fn("sigmoid", sym("s"))
    >>> residual_of([Case(written=((p - sym("y")) / (p * (1 - p)),), right=(p - sym("y"),))]).text
    'yours = right × 1/(sigmoid(s)*(1 - sigmoid(s)))'
    """
    for number, case in enumerate(cases):
        found = _of_case(case)
        if found is not None:
            at = ", ".join(f"{name} = {size}" for name, size in case.sizes)
            return replace(found, text=f"{found.text} (at {at})") if number and at else found
    return None


def _of_case(case: Case) -> Residual | None:
    if len(case.written) != len(case.right):
        return None
    try:
        return min(_Lowest(case).residuals(), key=lambda each: len(each.text), default=None)
    except (Spent, OutOfTime):
        return None


@dataclass(frozen=True, slots=True)
class Product:
    """A number and factors with whole exponents, to be printed in the order in which they are."""

    number: Fraction
    factors: tuple[tuple[Term, int], ...]

    @property
    def term(self) -> Term:
        """The product as a term."""
        return mul(num(self.number), *(power(base, times) for base, times in self.factors))

    @property
    def text(self) -> str:
        """The product as a quotient in words, numbers first in sums: 2/(a*(1 - a))."""
        above = [_power_text(base, times) for base, times in self.factors if times > 0]
        below = [_power_text(base, -times) for base, times in self.factors if times < 0]
        top, bottom = abs(self.number.numerator), self.number.denominator
        above = [str(top), *above] if top != 1 or not above else above
        below = [str(bottom), *below] if bottom != 1 else below
        under = "*".join(below) if len(below) < 2 else f"({'*'.join(below)})"
        sign = "-" if self.number < 0 else ""
        return sign + "*".join(above) + (f"/{under}" if below else "")


def _power_text(base: Term, times: int) -> str:
    inside = term_text(base)
    if isinstance(base, Add):
        first, *rest = sorted(summands(base), key=lambda part: not isinstance(part, Num))
        signed = (
            f" - {term_text(mul(-1, part))}" if _is_negative(part) else f" + {term_text(part)}"
            for part in rest
        )
        inside = f"({term_text(first)}{''.join(signed)})"
    return inside if times == 1 else f"{inside}**{times}"


def _is_negative(part: Term) -> bool:
    number = factors(part)[0]
    return isinstance(number, Num) and number.value < 0


class _Lowest:
    """The entries of a case as quotients of polynomials, function values being symbols of their own."""

    def __init__(self, case: Case) -> None:
        self.kernels = Kernels(frozenset({"exp", "log"}))
        inside = simplex_values(
            sorted(free_symbols(*case.written, *case.right)), summing_to_one(case.domains)
        )
        sides = [substitute(recognised(one), inside) for one in (*case.written, *case.right)]
        domains = Domains({**case.domains.of, **self.kernels.ranges}, case.domains.groups)
        lowering = Lowering(Signs(domains), Budget(WORK))
        values = lowering.lower([self.kernels.abstract(one) for one in sides])
        self.field = lowering.field
        count = len(case.written)
        pairs = zip(values[:count], values[count:], strict=True)
        self.pairs = [(k, a, b) for k, (a, b) in enumerate(pairs, 1) if a is not None and b is not None]
        self.is_whole = len(self.pairs) == count

    def residuals(self) -> Iterator[Residual]:
        """What may be said, as far as it is short enough to be read."""
        ratio = self._common_ratio()
        if ratio is not None:
            yield from _told("ratio", self._product(ratio), "yours = right × ", "")
        for k, written, right in self.pairs:
            gap = self.field.add(written, self.field.scale(right, fmpq(-1)))
            if not gap.num.is_zero():
                where = f" (entry {k})" if len(self.pairs) > 1 else ""
                yield from _told("difference", self._product(gap), "yours − right = ", where)
                return

    def _common_ratio(self) -> Quotient | None:
        """The ratio of the first entry that is not 0, if all entries have it."""
        known = [(a, b) for _, a, b in self.pairs if not (a.num.is_zero() and b.num.is_zero())]
        if not self.is_whole or not known or any(a.num.is_zero() or b.num.is_zero() for a, b in known):
            return None
        ratio = self.field.mul(known[0][0], self.field.inverse(known[0][1]))
        rest = (self.field.add(a, self.field.scale(self.field.mul(ratio, b), fmpq(-1))) for a, b in known[1:])
        return ratio if all(each.num.is_zero() for each in rest) else None

    def _product(self, value: Quotient) -> Product:
        """The quotient as a number and irreducible factors with their exponents."""
        top, above = self._factors(value.num)
        bottom, below = self._factors(value.den)
        return Product(top / bottom, (*above, *((base, -times) for base, times in below)))

    def _factors(self, poly: Poly) -> tuple[Fraction, list[tuple[Term, int]]]:
        """The constant and the irreducible factors, 1 - a rather than a - 1."""
        constant, parts = self.field.factors(poly)
        number = Fraction(int(constant.p), int(constant.q))
        found = []
        for part, times in parts:
            base = self._named(poly_term(self.field, part))
            if any(isinstance(one, Num) and one.value < 0 for one in summands(base)):
                base, number = add(*(mul(-1, one) for one in summands(base))), number * (-1) ** times
            found.append((base, times))
        return number, found

    def _named(self, term: Term) -> Term:
        back: dict[Node, Node] = {symbol: node for node, symbol in self.kernels.names.items()}
        return replaced(term, back)


def _told(
    kind: Literal["ratio", "difference"], product: Product, before: str, after: str
) -> Iterator[Residual]:
    text = f"{before}{product.text}{after}"
    if product.term is not ONE and len(text) <= LONGEST:
        yield Residual(kind, product.term, text)
