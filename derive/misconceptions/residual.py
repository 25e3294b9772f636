"""The residual: what separates the written result from the right one, when no slip explains it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Literal

from flint import arb

from derive.misconceptions.forms import activation
from derive.misconceptions.scout import glance, may_equal, names_of, point_of, rational
from derive.misconceptions.step import Case
from derive.model import Right
from derive.printing import term_text
from derive.prove import prove_arrays
from derive.terms import ONE, Add, Fn, Mul, Pow, Sym, Term, mul, num, power
from derive.traverse import postorder

MOST_FACTORS = 24
LONGEST = 160
EXPONENTS = (-1, 1, -2, 2)


@dataclass(frozen=True, slots=True)
class Residual:
    """Written = right × ``term`` (a ratio), or written = right + ``term`` (a difference).

    ``text`` says so in words.
    """

    kind: Literal["ratio", "difference"]
    term: Term
    text: str


def residual_of(case: Case) -> Residual | None:
    """The ratio of written to right as a product of few factors, else their difference where that is short.

    >>> from derive.terms import fn, sym
    >>> p = fn("sigmoid", sym("s"))
    >>> residual_of(Case(written=((p - sym("y")) / p,), right=(p - sym("y"),))).text
    'yours = right × 1/sigmoid(s)'
    """
    if len(case.written) != len(case.right):
        return None
    ratio = _ratio(case)
    if ratio is not None:
        return Residual("ratio", ratio, f"yours = right × {term_text(ratio)}")
    return _difference(case)


def _difference(case: Case) -> Residual | None:
    gaps = [a - b for a, b in zip(case.written, case.right, strict=True) if a is not b]
    for gap in gaps:
        text = term_text(gap)
        if len(text) <= LONGEST and not isinstance(gap, Mul):
            return Residual("difference", gap, f"yours − right = {text}")
    return None


def _ratio(case: Case) -> Term | None:
    """A product of at most two factors by which every entry is off, proved."""
    values = _ratios_at_a_point(case)
    if values is None:
        return None
    atoms = list(dict.fromkeys(_factors(case)))[:MOST_FACTORS]
    point = point_of(names_of(case.written, case.right, atoms), case.domains)
    worth = dict(zip(atoms, glance(atoms, point, case.domains), strict=True))
    for product in _products([atom for atom in atoms if worth[atom] is not None]):
        constant = _constant(values, [_power_of(worth[atom], e) for atom, e in product])
        if constant is not None:
            term = mul(num(constant), *(power(atom, e) for atom, e in product))
            if _is_proved(case, term):
                return term
    return None


def _ratios_at_a_point(case: Case) -> list[arb] | None:
    point = point_of(names_of(case.written, case.right, list(_factors(case))), case.domains)
    written = glance(case.written, point, case.domains)
    right = glance(case.right, point, case.domains)
    pairs = [(a, b) for a, b in zip(written, right, strict=True) if a is not None and b is not None]
    ratios = [a / b for a, b in pairs if not b.contains(0)]
    return ratios if ratios and len(pairs) == len(written) else None


def _factors(case: Case) -> Iterator[Term]:
    """What is multiplied somewhere in the line: activations and their slopes, denominators, symbols."""
    for node in postorder((*case.right, *case.written)):
        if isinstance(node, Fn | Mul | Pow) and activation(node) is not None:
            yield from (node, 1 - node)
        if isinstance(node, Sym):
            yield node
        if isinstance(node, Pow) and isinstance(node.base, Add):
            yield node.base


def _products(atoms: Sequence[Term]) -> Iterator[list[tuple[Term, int]]]:
    yield []
    for atom in atoms:
        yield from ([(atom, e)] for e in EXPONENTS)
    for one, other in combinations(atoms, 2):
        yield from ([(one, a), (other, b)] for a in (-1, 1) for b in (-1, 1))


def _power_of(value: arb | None, exponent: int) -> arb:
    assert value is not None
    return value**exponent


def _constant(values: Sequence[arb], powers: Sequence[arb]) -> Fraction | None:
    total = arb(1)
    for one in powers:
        total *= one
    if total.contains(0):
        return None
    quotients = [value / total for value in values]
    constant = rational(quotients[0], 12)
    if constant is None or abs(constant) > 1000:
        return None
    exact = arb(constant.numerator) / constant.denominator
    return constant if constant and all(may_equal(exact, each) for each in quotients) else None


def _is_proved(case: Case, ratio: Term) -> bool:
    if ratio is ONE:
        return False
    scaled = [mul(ratio, entry) for entry in case.right]
    return isinstance(prove_arrays(scaled, case.written, case.domains), Right)
