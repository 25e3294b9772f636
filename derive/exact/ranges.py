"""Bounds on terms by interval arithmetic over the declared domains, exact and without evaluating anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from derive.domains import Domains, FiniteSet, Interval, Simplex
from derive.terms import Add, Case, Const, Fn, Mul, Num, Pow, Sym, Term
from derive.traverse import Node, postorder

End = Fraction | None


class Range(NamedTuple):
    """Low and high ends (None: unbounded), and whether each end itself is left out."""

    low: End = None
    high: End = None
    low_open: bool = True
    high_open: bool = True

    @property
    def is_positive(self) -> bool:
        """Certainly > 0."""
        return self.low is not None and (self.low > 0 or (self.low == 0 and self.low_open))

    @property
    def is_negative(self) -> bool:
        """Certainly < 0."""
        return self.high is not None and (self.high < 0 or (self.high == 0 and self.high_open))

    @property
    def is_not_negative(self) -> bool:
        """Certainly >= 0."""
        return self.low is not None and self.low >= 0

    @property
    def is_not_positive(self) -> bool:
        """Certainly <= 0."""
        return self.high is not None and self.high <= 0

    def holds(self, value: Fraction) -> bool:
        """Whether a value lies between the ends."""
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below = self.high is None or value < self.high or (value == self.high and not self.high_open)
        return above and below


ZERO, ONE = Fraction(0), Fraction(1)
BELOW_PI = Fraction(3)
ANY = Range()
ABOVE_ZERO = Range(low=ZERO)
FROM_ZERO = Range(low=ZERO, low_open=False)

_OF_FUNCTIONS: Mapping[str, Range] = {
    "exp": ABOVE_ZERO,
    "sigmoid": Range(ZERO, ONE),
    "normcdf": Range(ZERO, ONE),
    "softplus": ABOVE_ZERO,
    "normpdf": ABOVE_ZERO,
    "abs": FROM_ZERO,
    "relu": FROM_ZERO,
    "tanh": Range(-ONE, ONE),
    "erf": Range(-ONE, ONE),
    "cosh": Range(ONE, None, False),
    "sin": Range(-ONE, ONE, False, False),
    "cos": Range(-ONE, ONE, False, False),
    "sign": Range(-ONE, ONE, False, False),
    "step": Range(ZERO, ONE, False, False),
}
_INCREASING = ("exp", "sigmoid", "tanh", "softplus", "erf", "normcdf", "log", "atan", "sinh")


class Ranges:
    """Bounds on terms, remembered; wherever a term has a value in the domain, it lies within its bounds.

    >>> from derive.domains import UNIT
    >>> from derive.terms import sym
    >>> Ranges(Domains({"p": UNIT})).of(sym("p") - 1).is_negative
    True
    """

    def __init__(self, domains: Domains) -> None:
        self.domains = domains
        self.known: dict[Node, Range] = {}
        self.simplex = {name for g in domains.groups for name in g.symbols if isinstance(g, Simplex)}
        self.hot = {name for g in domains.groups for name in g.symbols if not isinstance(g, Simplex)}

    def of(self, term: Term) -> Range:
        """The bounds of a term."""
        for node in postorder((term,), self.known):
            self.known[node] = self._bound(node)
        return self.known[term]

    def _bound(self, node: Node) -> Range:
        match node:
            case Num(value=value):
                return Range(value, value, False, False)
            case Sym(name=name):
                return self._symbol(name)
            case Const():
                return Range(Fraction(3), Fraction(4))
            case Add(args=args):
                return total(self.known[arg] for arg in args)
            case Mul(args=args):
                return self._product(args)
            case Pow():
                return self._power(node)
            case Fn(name=name, args=args):
                return _function(name, [self.known[arg] for arg in args])
            case Case(branches=branches, otherwise=otherwise):
                return _hull([self.known[value] for _, value in branches] + [self.known[otherwise]])
            case _:
                return ANY

    def _symbol(self, name: str) -> Range:
        if name in self.simplex:
            return Range(ZERO, ONE)
        if name in self.hot:
            return Range(ZERO, ONE, False, False)
        domain = self.domains.domain(name)
        match domain:
            case FiniteSet(values=values):
                return Range(min(values), max(values), False, False)
            case Interval():
                return Range(domain.low, domain.high, domain.open_low, domain.open_high)

    def _product(self, args: tuple[Term, ...]) -> Range:
        first, *others = [each for arg, count in Counter(args).items() for each in self._repeated(arg, count)]
        product = first
        for other in others:
            product = _times(product, other)
        return product

    def _repeated(self, factor: Term, count: int) -> list[Range]:
        # A factor that stands there twice is a square.
        known = self.known[factor]
        if known.is_not_negative or known.is_not_positive:
            return [known] * count
        return [FROM_ZERO] * (count // 2) + [known] * (count % 2)

    def _power(self, node: Pow) -> Range:
        base = self.known[node.base]
        if not isinstance(node.exponent, Num):
            return ABOVE_ZERO if base.is_positive else ANY
        exponent = node.exponent.value
        if exponent.denominator != 1:
            return ABOVE_ZERO if exponent < 0 or base.is_positive else FROM_ZERO
        even = exponent.numerator % 2 == 0
        if base.is_positive or base.is_negative or exponent < 0:
            return _signed_power(base, int(exponent), even)
        return FROM_ZERO if even else _odd_power(base)


def _signed_power(base: Range, exponent: int, even: bool) -> Range:
    if even or base.is_positive:
        return _reciprocal_bound(base) if exponent == -1 else ABOVE_ZERO
    return Range(high=ZERO) if base.is_negative else ANY


def _reciprocal_bound(base: Range) -> Range:
    # 1/u for u > 0: between 1/high and 1/low.
    low = ZERO if base.high is None else 1 / base.high
    high = None if not base.low else 1 / base.low
    return Range(low, high, base.high is None or base.high_open, base.low_open or high is None)


def _odd_power(base: Range) -> Range:
    if base.is_not_negative:
        return FROM_ZERO
    return Range(high=ZERO, high_open=False) if base.is_not_positive else ANY


def total(parts: Iterable[Range]) -> Range:
    """Bounds on a sum."""
    low: End = ZERO
    high: End = ZERO
    low_open = high_open = False
    for part in parts:
        low = None if low is None or part.low is None else low + part.low
        high = None if high is None or part.high is None else high + part.high
        low_open |= part.low_open
        high_open |= part.high_open
        if low is None and high is None:
            return ANY
    return Range(low, high, low_open, high_open)


def scaled(a: Range, factor: Fraction) -> Range:
    """Bounds on a multiple by a number that is not 0."""
    low, high = (None if end is None else end * factor for end in (a.low, a.high))
    return (
        Range(low, high, a.low_open, a.high_open) if factor > 0 else Range(high, low, a.high_open, a.low_open)
    )


def _times(a: Range, b: Range) -> Range:
    if a.is_not_positive and not a.is_not_negative:
        return _negated(_times(_negated(a), b))
    if b.is_not_positive and not b.is_not_negative:
        return _negated(_times(a, _negated(b)))
    if a.is_not_negative and b.is_not_negative:
        return _times_positive(a, b)
    if a.is_not_negative or b.is_not_negative:
        return _times_mixed(*((a, b) if a.is_not_negative else (b, a)))
    return ANY


def _times_positive(a: Range, b: Range) -> Range:
    low = (a.low or ZERO) * (b.low or ZERO)
    high = None if a.high is None or b.high is None else a.high * b.high
    low_open = (a.is_positive and b.is_positive) and (a.low_open or b.low_open)
    return Range(low, high, low_open, (a.high_open or b.high_open) and high != 0)


def _times_mixed(a: Range, b: Range) -> Range:
    # a >= 0, b of both signs: the ends are those of b times the largest a.
    if a.high is None:
        return ANY
    low = None if b.low is None else b.low * a.high
    high = None if b.high is None else b.high * a.high
    return Range(low, high, False, False)


def _negated(a: Range) -> Range:
    low = None if a.high is None else -a.high
    high = None if a.low is None else -a.low
    return Range(low, high, a.high_open, a.low_open)


def _function(name: str, args: list[Range]) -> Range:
    if name in ("max", "min"):
        return _extreme(name, args)
    usual = _OF_FUNCTIONS.get(name, ANY)
    inner = args[0]
    if name == "exp" and inner.is_not_negative:
        return Range(ONE, None, inner.is_positive)
    if name == "exp" and inner.is_not_positive:
        return Range(ZERO, ONE, True, inner.is_negative)
    if name == "log" and inner.low is not None and inner.low >= 1:
        return Range(ZERO, None, inner.low > 1 or inner.low_open)
    if name == "log" and inner.high is not None and inner.high <= 1:
        return Range(None, ZERO, True, inner.high < 1 or inner.high_open)
    if name == "abs" and (inner.is_not_negative or inner.is_not_positive):
        return inner if inner.is_not_negative else _negated(inner)
    if name in ("tanh", "erf", "sinh", "atan") or (name == "sin" and _is_within(inner, BELOW_PI)):
        return _odd(usual, inner)
    if name == "cos" and _is_within(inner, BELOW_PI / 2):
        return Range(ZERO, ONE, True, False)
    return usual


def _is_within(inner: Range, reach: Fraction) -> bool:
    return inner.low is not None and inner.high is not None and -reach <= inner.low and inner.high <= reach


def _odd(usual: Range, inner: Range) -> Range:
    if inner.is_not_negative:
        return Range(ZERO, usual.high, inner.is_positive, usual.high_open)
    if inner.is_not_positive:
        return Range(usual.low, ZERO, usual.low_open, inner.is_negative)
    return usual


def _extreme(name: str, args: list[Range]) -> Range:
    if name == "min":
        return _negated(_extreme("max", [_negated(arg) for arg in args]))
    lows = [(arg.low, arg.low_open) for arg in args if arg.low is not None]
    low, low_open = max(lows, key=lambda pair: (pair[0], pair[1])) if lows else (None, True)
    return _hull(args)._replace(low=low, low_open=low_open)


def _hull(parts: list[Range]) -> Range:
    low = None if any(p.low is None for p in parts) else min(p.low for p in parts if p.low is not None)
    high = None if any(p.high is None for p in parts) else max(p.high for p in parts if p.high is not None)
    low_open = all(p.low_open for p in parts if p.low == low)
    high_open = all(p.high_open for p in parts if p.high == high)
    return Range(low, high, low_open, high_open)
