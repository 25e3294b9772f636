"""Evidence looked at again: what a verdict rests on, checked by code that the prover and the refuter do not share.

The two original sides are evaluated again, in balls at points of its own and, for rational functions of symbols and
exponentials, modulo a large prime.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, assert_never

from derive.calculus import free_symbols
from derive.domains import Domain, Domains, FiniteSet, Interval, OneHot, Simplex
from derive.exact.residues import SAFE_PRIME, residue
from derive.exact.witness import certainly_differ, real_value
from derive.model import Claim, Right, Unknown, Verdict, Wrong
from derive.terms import Term

POINTS = 12
RESIDUES = 3
MOST_CLAIMS = 40
BITS, MOST_BITS = 320, 5120


@dataclass(frozen=True, slots=True)
class Recheck:
    """The outcome of a re-check: whether the evidence holds, and what was looked at."""

    holds: bool
    notes: tuple[str, ...] = ()


def recheck(verdict: Verdict) -> Recheck:
    """Check the evidence of a verdict again from its original sides.

    >>> from derive.prove import prove_terms
    >>> from derive.terms import sym
    >>> recheck(prove_terms((sym("x") + 1) ** 2, sym("x") ** 2 + 2 * sym("x") + 1)).holds
    True
    """
    match verdict:
        case Right():
            return _recheck_right(verdict)
        case Wrong():
            return _recheck_wrong(verdict)
        case Unknown():
            return Recheck(True, ("cannot tell claims nothing",))
        case _:
            assert_never(verdict)


def _recheck_right(verdict: Right) -> Recheck:
    notes: list[str] = []
    for claim in verdict.claims[:MOST_CLAIMS]:
        outcome = _recheck_claim(claim)
        notes.extend(outcome.notes)
        if not outcome.holds:
            return Recheck(False, tuple(notes))
    return Recheck(True, tuple(dict.fromkeys(notes)))


def _recheck_claim(claim: Claim) -> Recheck:
    drawn = points(claim)
    for point in drawn:
        if differs(claim, point):
            return Recheck(False, (f"the sides differ at {point_text(point)}",))
    if not _restricted(claim) and any(_residues_differ(claim, seed) for seed in range(RESIDUES)):
        return Recheck(False, ("the sides differ modulo a prime",))
    compared = sum(_is_defined(claim, point) for point in drawn)
    return Recheck(True, (f"compared in balls at {compared} points",))


def _recheck_wrong(verdict: Wrong) -> Recheck:
    if verdict.kind == "shape":
        return Recheck(verdict.left != verdict.right, ("the shapes differ",))
    if not verdict.claims:
        return Recheck(False, ("nothing to check it against",))
    claim, point = verdict.claims[0], dict(verdict.point)
    if not _inside(point, claim.domains):
        return Recheck(False, ("the point is outside the declared domain",))
    if verdict.kind == "undefined":
        return _recheck_undefined(claim)
    return Recheck(differs(claim, point, MOST_BITS), (f"evaluated again at {point_text(point)}",))


def _recheck_undefined(claim: Claim) -> Recheck:
    sides = [(_value(claim.left, claim, point), _value(claim.right, claim, point)) for point in points(claim)]
    lefts, rights = [a is not None for a, _ in sides], [b is not None for _, b in sides]
    never = any(not any(side) for side in (lefts, rights)) or not any(
        a and b for a, b in zip(lefts, rights, strict=True)
    )
    return Recheck(never, (f"one side has no value at any of {len(sides)} points",))


def differs(claim: Claim, point: Mapping[str, Fraction], most_bits: int = BITS, bits: int = BITS) -> bool:
    """Whether the sides of a claim certainly differ at a point, seen with up to so many bits."""
    while bits <= most_bits:
        left, right = _value(claim.left, claim, point, bits), _value(claim.right, claim, point, bits)
        if left is not None and right is not None and certainly_differ(left, right, bits):
            return True
        bits *= 4
    return False


def _is_defined(claim: Claim, point: Mapping[str, Fraction]) -> bool:
    return _value(claim.left, claim, point) is not None and _value(claim.right, claim, point) is not None


def _value(side: Term, claim: Claim, point: Mapping[str, Fraction], bits: int = BITS) -> Any:
    return real_value(
        side, point, frozenset(name for name in point if _takes_whole(name, claim.domains)), bits
    )


def _takes_whole(name: str, domains: Domains) -> bool:
    if any(name in group.symbols for group in domains.groups if isinstance(group, OneHot)):
        return True
    match domains.domain(name):
        case FiniteSet(values=values):
            return all(value.denominator == 1 for value in values)
        case Interval(integer=integer):
            return integer


def _restricted(claim: Claim) -> bool:
    # Where equations between symbols hold (labels, one-hot, simplex), residues at free values say nothing.
    names = free_symbols(claim.left, claim.right)
    hard = any(isinstance(claim.domains.domain(name), FiniteSet) for name in names)
    return hard or any(set(group.symbols) & names for group in claim.domains.groups)


def _residues_differ(claim: Claim, seed: int) -> bool:
    numbers = _numbers(seed + 77)
    values = {name: next(numbers) for name in sorted(free_symbols(claim.left, claim.right))}
    left, right = residue(claim.left, values, SAFE_PRIME), residue(claim.right, values, SAFE_PRIME)
    return left is not None and right is not None and left != right


def _numbers(seed: int) -> Iterator[int]:
    # A linear congruential generator: fixed pseudo-random numbers, the same everywhere.
    state = seed * 2_862_933_555_777_941_757 + 3_037_000_493
    while True:
        state = (state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % (1 << 64)
        yield state >> 11


def points(claim: Claim, count: int = POINTS) -> list[dict[str, Fraction]]:
    """Fixed pseudo-random points of the declared domain."""
    names = set(free_symbols(claim.left, claim.right))
    names |= {name for group in claim.domains.groups if set(group.symbols) & names for name in group.symbols}
    numbers = _numbers(1)
    found = []
    for turn in range(count):
        point = {name: _draw(claim.domains.domain(name), numbers, turn) for name in sorted(names)}
        for group in claim.domains.groups:
            if set(group.symbols) & names:
                point |= _draw_group(group, numbers)
        found.append(point)
    return found


def _draw(domain: Domain, numbers: Iterator[int], turn: int) -> Fraction:
    number = next(numbers)
    share = Fraction(number % 99_991 + 1, 99_993)
    match domain:
        case FiniteSet(values=values):
            return values[number % len(values)]
        case Interval(low=low, high=high, integer=integer):
            value = _between(low, high, share, turn)
            return _whole_near(value, low) if integer else value


def _between(low: Fraction | None, high: Fraction | None, share: Fraction, turn: int) -> Fraction:
    spread = Fraction((1, 3, 10)[turn % 3])
    if low is not None and high is not None:
        return low + (high - low) * share
    if low is not None:
        return low + spread * share
    if high is not None:
        return high - spread * share
    return spread * (2 * share - 1)


def _whole_near(value: Fraction, low: Fraction | None) -> Fraction:
    return Fraction(-((-value) // 1)) if low is not None else Fraction(value // 1)


def _draw_group(group: OneHot | Simplex, numbers: Iterator[int]) -> dict[str, Fraction]:
    if isinstance(group, OneHot):
        hot = next(numbers) % len(group.symbols)
        return {name: Fraction(int(k == hot)) for k, name in enumerate(group.symbols)}
    weights = [next(numbers) % 97 + 1 for _ in group.symbols]
    return {name: Fraction(weight, sum(weights)) for name, weight in zip(group.symbols, weights, strict=True)}


def _inside(point: Mapping[str, Fraction], domains: Domains) -> bool:
    for name, value in point.items():
        match domains.domain(name):
            case FiniteSet(values=values):
                if value not in values:
                    return False
            case Interval(low=low, high=high, open_low=open_low, open_high=open_high, integer=integer):
                too_low = low is not None and (value < low or (value == low and open_low))
                too_high = high is not None and (value > high or (value == high and open_high))
                if too_low or too_high or (integer and value.denominator != 1):
                    return False
    return all(_group_holds(group, point) for group in domains.groups)


def _group_holds(group: OneHot | Simplex, point: Mapping[str, Fraction]) -> bool:
    values = [point[name] for name in group.symbols if name in point]
    if not values:
        return True
    if isinstance(group, OneHot):
        return sorted(values) == [0] * (len(group.symbols) - 1) + [1]
    return sum(values) == 1 and min(values) > 0


def point_text(point: Mapping[str, Fraction]) -> str:
    """A point in words: "x = 1, y = 1/2"."""
    return ", ".join(f"{name} = {value}" for name, value in point.items())
