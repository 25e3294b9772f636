"""Evidence: verdicts printed, serialised, and re-checked (``derive.rechecking``)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, assert_never

from derive.calculus import free_symbols
from derive.domains import Domain, FiniteSet, Interval, OneHot
from derive.model import Claim, Right, Unknown, Verdict, Wrong
from derive.printing import term_text
from derive.python_text import one_line
from derive.rechecking import MOST_BITS, MOST_CLAIMS, Recheck, differs, point_text, points, recheck
from derive.traverse import count_nodes

__all__ = [
    "Recheck",
    "conditions_text",
    "domain_text",
    "domains_text",
    "points",
    "recheck",
    "snippet",
    "to_json",
    "verdict_text",
]

LONG_TEXT = 400
SHOWN_BITS, MORE_DIGITS = 40, 8


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
    sizes = f"for {', '.join(f'{name}={size}' for name, size in verdict.sizes)} " if verdict.sizes else ""
    at = f"at {point_text(dict(verdict.point))} " if verdict.point else ""
    return f"wrong: {sizes}{at}the left side is {verdict.left}, the right side is {verdict.right}{entry}"


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
    while bits < MOST_BITS and not differs(claim, point, bits, bits):
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
