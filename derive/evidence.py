"""Evidence: verdicts as text, as JSON and as a line of Python, and their re-check by independent code.

The re-check shares no code with the prover or the refuter: it evaluates the two original sides again, in balls at its
own points and, for rational functions of symbols and exponentials, modulo a large prime.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, assert_never

from derive.calculus import free_symbols
from derive.domains import Domain, Domains, FiniteSet, Interval, OneHot, Simplex
from derive.exact.witness import SAFE_PRIME, certainly_differ, real_value, residue
from derive.model import Claim, Right, Unknown, Verdict, Wrong
from derive.printing import term_text
from derive.python_text import one_line
from derive.terms import Term
from derive.traverse import count_nodes

POINTS = 12
RESIDUES = 3
MOST_CLAIMS = 40
LONG_TEXT = 400
BITS, MOST_BITS, SHOWN_BITS, MORE_DIGITS = 320, 5120, 40, 8


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
        if _differs(claim, point):
            return Recheck(False, (f"the sides differ at {_point_text(point)}",))
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
    return Recheck(_differs(claim, point, MOST_BITS), (f"evaluated again at {_point_text(point)}",))


def _recheck_undefined(claim: Claim) -> Recheck:
    sides = [(_value(claim.left, claim, point), _value(claim.right, claim, point)) for point in points(claim)]
    lefts, rights = [a is not None for a, _ in sides], [b is not None for _, b in sides]
    never = any(not any(side) for side in (lefts, rights)) or not any(
        a and b for a, b in zip(lefts, rights, strict=True)
    )
    return Recheck(never, (f"one side has no value at any of {len(sides)} points",))


def _differs(claim: Claim, point: Mapping[str, Fraction], most_bits: int = BITS, bits: int = BITS) -> bool:
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


# Showing a verdict.


def verdict_text(verdict: Verdict) -> str:
    """A verdict for a person to read.

    >>> from derive.prove import prove_terms
    >>> from derive.terms import sym
    >>> print(verdict_text(prove_terms(sym("x") ** 2, sym("x"))))
    wrong: at x = -1 the left side is 1, the right side is -1
    """
    match verdict:
        case Right():
            return _right_text(verdict)
        case Wrong():
            return _wrong_text(verdict)
        case Unknown():
            detail = f" ({verdict.detail})" if verdict.detail else ""
            return f"cannot tell: {verdict.reason.value}{detail}"
        case _:
            assert_never(verdict)


def _right_text(verdict: Right) -> str:
    conditions = f", {conditions_text(verdict.conditions)}" if verdict.conditions else ""
    sizes = f", for {verdict.sizes}" if verdict.sizes else ""
    return f"right{conditions}{sizes} (by {verdict.method})"


def conditions_text(conditions: tuple[str, ...]) -> str:
    """Conditions in words: "for y in {0,1}", "where x > 0", "away from s = 0".

    >>> conditions_text(("y in {0,1}", "x > 0"))
    'for y in {0,1}, where x > 0'
    """
    return ", ".join(_condition_text(condition) for condition in conditions)


def _condition_text(condition: str) -> str:
    if condition.startswith(("away from", "with ")):
        return condition
    return (
        f"for {condition}"
        if " in {" in condition or condition.endswith(("one-hot", "simplex"))
        else f"where {condition}"
    )


def _wrong_text(verdict: Wrong) -> str:
    if verdict.kind == "shape":
        return f"wrong: the left side has {verdict.left}, the right side {verdict.right}"
    entry = f" in entry {', '.join(str(k + 1) for k in verdict.entry)}" if verdict.entry else ""
    at = f"at {_point_text(dict(verdict.point))} " if verdict.point else ""
    return f"wrong: {at}the left side is {verdict.left}, the right side is {verdict.right}{entry}"


def _point_text(point: Mapping[str, Fraction]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in point.items())


def snippet(verdict: Wrong) -> str:
    """A line of Python that shows the difference at the point; empty where Python has no such function.

    >>> from derive.prove import prove_terms
    >>> from derive.terms import sym
    >>> wrong = prove_terms(sym("x") ** 2, sym("x"))
    >>> snippet(wrong) if isinstance(wrong, Wrong) else ""
    'from fractions import Fraction as F; x = F(-1); print(x**2, x)'
    """
    if verdict.kind != "value" or not verdict.claims:
        return ""
    claim = verdict.claims[0]
    if count_nodes((claim.left, claim.right), LONG_TEXT) >= LONG_TEXT:
        return ""
    return one_line(claim.left, claim.right, dict(verdict.point), _digits_needed(claim, dict(verdict.point)))


def _digits_needed(claim: Claim, point: Mapping[str, Fraction]) -> int:
    # As many digits as show the difference, and some more.
    bits = SHOWN_BITS
    while bits < MOST_BITS and not _differs(claim, point, bits, bits):
        bits *= 2
    return bits * 3 // 10 + MORE_DIGITS


def to_json(verdict: Verdict) -> dict[str, Any]:
    """A verdict as data that JSON can hold; numbers are exact fractions written as text.

    >>> from derive.model import Reason
    >>> to_json(Unknown(Reason.BUDGET))["verdict"]
    'cannot tell'
    """
    match verdict:
        case Right():
            return {
                "verdict": "right", "method": verdict.method, "trail": list(verdict.trail),
                "conditions": list(verdict.conditions), "sizes": verdict.sizes, "claims": _claims_json(verdict.claims),
            }  # fmt: skip
        case Wrong():
            return {
                "verdict": "wrong", "kind": verdict.kind, "point": {name: str(value) for name, value in verdict.point},
                "left": verdict.left, "right": verdict.right, "gap": verdict.gap, "entry": list(verdict.entry),
                "sizes": dict(verdict.sizes), "conditions": list(verdict.conditions),
                "python": snippet(verdict), "claims": _claims_json(verdict.claims),
            }  # fmt: skip
        case Unknown():
            return {
                "verdict": "cannot tell",
                "reason": verdict.reason.name.lower().replace("_", "-"),
                "sentence": verdict.reason.value,
                "detail": verdict.detail,
            }
        case _:
            assert_never(verdict)


def _claims_json(claims: tuple[Claim, ...]) -> list[dict[str, Any]]:
    return [
        {"left": term_text(claim.left), "right": term_text(claim.right), "domains": domains_text(claim)}
        for claim in claims[:MOST_CLAIMS]
    ]


def domains_text(claim: Claim) -> list[str]:
    """The declared domains of the symbols of a claim, in words that ``derive.domains`` reads."""
    names = free_symbols(claim.left, claim.right)
    found = [
        f"{name} in {domain_text(claim.domains.domain(name))}"
        for name in sorted(names)
        if name in claim.domains.of
    ]
    for group in claim.domains.groups:
        if set(group.symbols) & names:
            word = "one-hot" if isinstance(group, OneHot) else "simplex"
            found.append(f"({', '.join(group.symbols)}) {word}")
    return found


def domain_text(domain: Domain) -> str:
    """A domain as it is written: "(0,1)", "{0,1}", "[0,oo)".

    >>> domain_text(Interval(Fraction(0), Fraction(1)))
    '(0,1)'
    """
    match domain:
        case FiniteSet(values=values):
            return f"{{{','.join(map(str, values))}}}"
        case Interval(low=low, high=high):
            opening = "(" if low is None or domain.open_low else "["
            closing = ")" if high is None or domain.open_high else "]"
            ends = f"{'-oo' if low is None else low},{'oo' if high is None else high}"
            return f"{opening}{ends}{closing}{' whole' if domain.integer else ''}"
