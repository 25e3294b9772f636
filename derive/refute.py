"""Refutation: the simplest rational point of the domain at which the two sides certainly differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import fmpq

from derive.calculus import free_symbols
from derive.domains import Domains
from derive.exact.balls import Doubt, Value, ball, evaluate, is_on_kink, precision, sign_of
from derive.exact.points import Point, candidates, closed_names, is_inside, simplicity, values, whole_symbols
from derive.terms import Term

FIRST_BITS, MOST_BITS = 64, 2048
ATTEMPTS = 60
SIMPLER_TRIES = 40


@dataclass(frozen=True, slots=True)
class Difference:
    """A point at which both sides are certainly defined and certainly differ."""

    point: tuple[tuple[str, Fraction], ...]
    left: Value
    right: Value
    gap: Value


@dataclass(frozen=True, slots=True)
class Survey:
    """What a search over points found: a difference, a point where both sides are defined, one where one is not."""

    difference: Difference | None = None
    common: Point | None = None
    one_sided: tuple[Point, bool] | None = None  # the point, and whether it is the left side that is defined there


def survey(left: Term, right: Term, domains: Domains, attempts: int = ATTEMPTS, deep: bool = True) -> Survey:
    """Look for a certified difference; on the way remember where both sides are defined, or only one."""
    names = sorted(free_symbols(left, right))
    whole = whole_symbols(domains, names)
    common: Point | None = None
    one_sided: tuple[Point, bool] | None = None
    for point in candidates(names, domains, attempts):
        found = _try(left, right, point, whole, MOST_BITS if deep else FIRST_BITS)
        if isinstance(found, Difference):
            return Survey(_simplest(left, right, found, domains, whole), common or point, one_sided)
        if found is True:
            common = common or point
        elif isinstance(found, tuple):
            one_sided = one_sided or (point, found[0])
    return Survey(None, common, one_sided)


def certified_point(left: Term, right: Term, domains: Domains, attempts: int = 4 * ATTEMPTS) -> Survey:
    """A point of the domain at which both sides are certainly defined, or where just one of them is."""
    names = sorted(free_symbols(left, right))
    whole = whole_symbols(domains, names)
    one_sided: tuple[Point, bool] | None = None
    for point in candidates(names, domains, attempts):
        a, b = _certain([left, right], point, whole, 512)
        if not isinstance(a, Doubt) and not isinstance(b, Doubt):
            return Survey(None, point, one_sided)
        if one_sided is None and _just_one(a, b) is not None:
            one_sided = (point, not isinstance(a, Doubt))
    return Survey(None, None, one_sided)


def _just_one(a: Value, b: Value) -> bool | None:
    if a is Doubt.UNDEFINED and not isinstance(b, Doubt):
        return False
    if b is Doubt.UNDEFINED and not isinstance(a, Doubt):
        return True
    return None


def _try(
    left: Term, right: Term, point: Point, whole: frozenset[str], most: int
) -> Difference | bool | tuple[bool] | None:
    # A difference; True: both defined, not told apart; (side,): only that side is defined; None: nothing certain.
    for bits in _precisions(most):
        a, b = evaluate([left, right], point, bits, whole)
        side = _just_one(a, b)
        if side is not None:
            return (side,)
        if Doubt.UNDEFINED in (a, b) if isinstance(a, Doubt) or isinstance(b, Doubt) else False:
            return None
        if not isinstance(a, Doubt) and not isinstance(b, Doubt):
            gap = _gap(a, b, bits)
            sign = sign_of(gap)
            if sign in (1, -1) and is_on_kink([left, right], point):
                return None
            if sign in (1, -1):
                return Difference(tuple(sorted(point.items())), a, b, gap)
            if sign == 0:
                return True
    return None if isinstance(a, Doubt) or isinstance(b, Doubt) else True


def _precisions(most: int) -> Iterator[int]:
    bits = FIRST_BITS
    while bits <= most:
        yield bits
        bits *= 4


def _gap(a: Value, b: Value, bits: int) -> Value:
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return a - b
    with precision(bits):
        return ball(a) - ball(b)


def _certain(terms: list[Term], point: Mapping[str, Fraction], whole: frozenset[str], most: int) -> list[Value]:
    found: list[Value] = []
    for bits in _precisions(most):
        found = evaluate(terms, point, bits, whole)
        if Doubt.UNCERTAIN not in [value for value in found if isinstance(value, Doubt)]:
            break
    return found


def _simplest(left: Term, right: Term, found: Difference, domains: Domains, whole: frozenset[str]) -> Difference:
    """Make the point simpler, one symbol at a time, as long as the sides still certainly differ."""
    tries = SIMPLER_TRIES
    for name, value in found.point:
        for simpler in _simpler_values(name, value, domains):
            if tries == 0:
                return found
            tries -= 1
            point = dict(found.point) | {name: simpler}
            if not is_inside(point, domains):
                continue
            again = _try(left, right, point, whole, FIRST_BITS)
            if isinstance(again, Difference) and _is_visible(again):
                found = again
                break
    return found


def _simpler_values(name: str, value: Fraction, domains: Domains) -> list[Fraction]:
    simpler = [v for v in values(domains.domain(name)) if simplicity(v) < simplicity(value)]
    return sorted(simpler, key=simplicity)[:4]


def _is_visible(found: Difference) -> bool:
    # A person should see the difference in the printed digits.
    with precision(64):
        size = abs(ball(found.left)).max(abs(ball(found.right)))
        return bool(abs(ball(found.gap)) * 1000 > size)


def shown(value: Any, digits: int = 15) -> str:
    """A value as a person reads it: an exact fraction, or digits with what is certain of them.

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


def closed_point(names: list[str], domains: Domains) -> list[str]:
    """The names of a point, with the members of their groups."""
    return closed_names(names, domains)
