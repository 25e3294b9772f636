"""Refutation: the simplest rational point of the domain at which the two sides certainly differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from flint import fmpq

from derive.calculus import differentiate, free_symbols, substitute
from derive.domains import Domains
from derive.exact.balls import Doubt, Value, ball, evaluate, is_on_kink, precision, sign_of
from derive.exact.budget import Budget
from derive.exact.points import (
    Point,
    candidates,
    closed_names,
    is_inside,
    simplest_first,
    simplicity,
    whole_symbols,
)
from derive.terms import ZERO, Term

FIRST_BITS, DEFINED_BITS, MOST_BITS = 128, 512, 8192
SEARCH_WORK = 4_000_000  # nodes evaluated, at the first precision; finer ones cost more
SIMPLER_TRIES = 40
NEAR_POINTS = 4
MOST_SIMPLER = 4
STEPS = tuple(map(Fraction, ("1", "-1", "1/2", "-1/2", "1/10", "-1/10", "0")))


@dataclass(frozen=True, slots=True)
class Difference:
    """A point at which both sides of an entry are certainly defined and certainly differ."""

    entry: int
    point: tuple[tuple[str, Fraction], ...]
    left: Value
    right: Value
    gap: Value


class Contradiction(RuntimeError):
    """The proof and the refutation of one equation: a mistake in this program, never to be passed over."""


class Search:
    """A search over points of the domain, for several equations at once; it remembers where both sides are defined.

    ``size`` is the number of nodes in all sides, by which the work is counted.

    >>> from derive.domains import ANYWHERE
    >>> from derive.terms import fn, sym
    >>> Search([sym("x") ** 2], [sym("x")], ANYWHERE).difference(range(1), 10).point
    (('x', Fraction(-1, 1)),)
    """

    def __init__(
        self,
        lefts: Sequence[Term],
        rights: Sequence[Term],
        domains: Domains,
        simplest: bool = True,
        size: int = 1,
        slopes: bool = False,
    ) -> None:
        self.wants_simplest, self.of_slopes = simplest, slopes
        self.lefts, self.rights, self.domains = lefts, rights, domains
        self.names = sorted(free_symbols(*lefts, *rights))
        self.whole = whole_symbols(domains, self.names)
        self.budget = Budget(SEARCH_WORK)
        self.size = size
        self.common: dict[int, Point] = {}
        self.one_sided: dict[int, tuple[Point, bool]] = {}

    def difference(
        self, entries: Sequence[int], attempts: int, most_bits: int = MOST_BITS
    ) -> Difference | None:
        """The first certified difference in these entries over the next points, made as simple as possible."""
        for point in islice(self._points(entries), attempts):
            found = self._at(point, entries, most_bits)
            if found is not None:
                return self._simplest(found)
        return None

    def simpler(self, point: Point) -> Difference | None:
        """The certified difference at a point of the first entry, made as simple as possible."""
        found = self._at(point, [0], MOST_BITS)
        return None if found is None else self._simplest(found)

    def _points(self, entries: Sequence[int]) -> Iterator[Point]:
        # Points for the symbols of these entries; a single equation is simpler to look at than all of them.
        if len(entries) == len(self.lefts):
            return candidates(self.names, self.domains)
        terms = [side[k] for side in (self.lefts, self.rights) for k in entries]
        return candidates(sorted(free_symbols(*terms)), self.domains)

    def defined(self, entries: Sequence[int], attempts: int, proved: bool = False) -> list[int]:
        """The entries for which no point is known yet where both sides are certainly defined, after more tries."""
        missing = [k for k in entries if k not in self.common]
        points = self._points(missing) if missing else iter(())
        for point in islice(points, attempts):
            if self._at(point, missing, DEFINED_BITS) is not None and proved:
                raise Contradiction(f"proved equal, but different at {point}")
            missing = [k for k in missing if k not in self.common]
            if not missing:
                break
        return missing

    def _at(self, point: Point, entries: Sequence[int], most: int) -> Difference | None:
        open_entries = list(entries)
        for bits in _precisions(most):
            values_left, values_right = self._values(open_entries, point, bits)
            undecided = []
            for k, a, b in zip(open_entries, values_left, values_right, strict=True):
                outcome = self._compare(k, a, b, point, bits)
                if isinstance(outcome, Difference):
                    return outcome
                if outcome is Doubt.UNCERTAIN:
                    undecided.append(k)
            open_entries = undecided
            if not open_entries:
                return None
        return None

    def _values(self, entries: Sequence[int], point: Point, bits: int) -> tuple[list[Value], list[Value]]:
        self.budget.spend(self.size * len(entries) // len(self.lefts) * bits // FIRST_BITS)
        terms = [self.lefts[k] for k in entries] + [self.rights[k] for k in entries]
        found = evaluate(terms, point, bits, self.whole)
        return found[: len(entries)], found[len(entries) :]

    def _compare(self, k: int, a: Value, b: Value, point: Point, bits: int) -> Difference | Doubt | None:
        if isinstance(a, Doubt) or isinstance(b, Doubt):
            if a is Doubt.UNDEFINED and not isinstance(b, Doubt):
                self.one_sided.setdefault(k, (point, False))
            if b is Doubt.UNDEFINED and not isinstance(a, Doubt):
                self.one_sided.setdefault(k, (point, True))
            return None if Doubt.UNDEFINED in (x for x in (a, b) if isinstance(x, Doubt)) else Doubt.UNCERTAIN
        gap = gap_of(a, b, bits)
        sign = sign_of(gap)
        if sign in (1, -1) and self._is_on_kink(k, point):
            return None
        self.common.setdefault(k, point)
        if sign in (1, -1):
            return Difference(k, self._own(k, point), a, b, gap)
        return None if sign == 0 else Doubt.UNCERTAIN

    def near(self, kinks: Sequence[Term], entry: int) -> Difference | None:
        """Look on both sides of where the kinks are, however far away that is."""
        for base in islice(self._points([entry]), NEAR_POINTS):
            for kink in kinks:
                for point in _beside(kink, base, self.whole):
                    found = self._at(point, [entry], MOST_BITS) if is_inside(point, self.domains) else None
                    if found is not None:
                        return self._simplest(found)
        return None

    def _is_on_kink(self, k: int, point: Point) -> bool:
        sides = [self.lefts[k], self.rights[k]]
        return is_on_kink(sides, point, self.whole, anywhere=self.of_slopes)

    def _own(self, k: int, point: Point) -> tuple[tuple[str, Fraction], ...]:
        names = closed_names(sorted(free_symbols(self.lefts[k], self.rights[k])), self.domains)
        return tuple((name, point[name]) for name in names)

    def _simplest(self, found: Difference) -> Difference:
        """Make the point simpler, one symbol at a time, as long as the sides still differ for all to see."""
        if not self.wants_simplest:
            return found
        tries = SIMPLER_TRIES
        for name, value in found.point:
            for simpler in _simpler_values(name, value, self.domains):
                point = dict(found.point) | {name: simpler}
                if tries == 0:
                    return found
                tries -= 1
                again = self._at(point, [found.entry], FIRST_BITS) if is_inside(point, self.domains) else None
                if again is not None and _is_visible(again):
                    found = again
                    break
        return found

    def one_sided_simplest(self, k: int) -> tuple[Point, bool]:
        """A point at which one side of an entry has a value and the other certainly has none, made simpler."""
        point, left_is_defined = self.one_sided[k]
        for name in sorted(free_symbols(self.lefts[k], self.rights[k])):
            for simpler in _simpler_values(name, point[name], self.domains):
                other = point | {name: simpler}
                if is_inside(other, self.domains) and self._is_one_sided(k, other, left_is_defined):
                    point = other
                    break
        return point, left_is_defined

    def _is_one_sided(self, k: int, point: Point, left_is_defined: bool) -> bool:
        (a,), (b,) = self._values([k], point, FIRST_BITS)
        defined, undefined = (a, b) if left_is_defined else (b, a)
        return undefined is Doubt.UNDEFINED and not isinstance(defined, Doubt)


def _beside(kink: Term, base: Point, whole: frozenset[str]) -> Iterator[Point]:
    # Points that differ from the base in one symbol, in which the kink is linear: its root, and a step off it.
    for name in sorted(free_symbols(kink)):
        slope = differentiate(kink, name)
        if slope is ZERO or name in free_symbols(slope) or name not in base:
            continue
        for root in _root_of(kink, slope, name, base, whole):
            for step in STEPS:
                yield base | {name: root + step}


def _root_of(kink: Term, slope: Term, name: str, base: Point, whole: frozenset[str]) -> Iterator[Fraction]:
    offset, rise = evaluate([substitute(kink, {name: ZERO}), slope], base, FIRST_BITS, whole)
    if isinstance(offset, Doubt) or isinstance(rise, Doubt) or sign_of(rise) not in (1, -1):
        return
    if isinstance(offset, fmpq) and isinstance(rise, fmpq):
        exact = -offset / rise
        yield Fraction(int(exact.p), int(exact.q))
    else:
        with precision(FIRST_BITS):
            near = (-ball(offset) / ball(rise) * 1000).mid().floor().str(20, radius=False)
        yield Fraction(near) / 1000


def _precisions(most: int) -> Iterator[int]:
    bits = FIRST_BITS
    while bits <= most:
        yield bits
        bits *= 4


def gap_of(a: Value, b: Value, bits: int) -> Value:
    """a - b, exactly or as a ball."""
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return a - b
    with precision(bits):
        return ball(a) - ball(b)


def _simpler_values(name: str, value: Fraction, domains: Domains) -> list[Fraction]:
    mine = simplicity(value)
    return [other for key, other in simplest_first(domains.domain(name))[:MOST_SIMPLER] if key < mine]


def _is_visible(found: Difference) -> bool:
    # A person should see the difference in the printed digits.
    with precision(64):
        size = abs(ball(found.left)).max(abs(ball(found.right)))
        return bool(abs(ball(found.gap)) * 1000 > size)


def shown(value: Value, digits: int = 15) -> str:
    """A value as a person reads it: an exact fraction, or a ball (digits, and what they may be off by).

    >>> shown(fmpq(1, 3))
    '1/3'
    """
    if isinstance(value, fmpq):
        text = str(value)
        if len(text) <= 24:
            return text
        with precision(128):
            return str(ball(value).str(digits))
    return str(value.str(digits))


def value_at(term: Term, point: Mapping[str, Fraction], domains: Domains) -> Value:
    """The certified value of one term at a point of the domain."""
    whole = whole_symbols(domains, sorted(point))
    found: Value = Doubt.UNCERTAIN
    for bits in _precisions(1024):
        found = evaluate([term], point, bits, whole)[0]
        if found is not Doubt.UNCERTAIN:
            break
    return found
