"""What verdicts are called, and evidence told in sentences."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import assert_never

from derive.model import Right, Unknown, Verdict, Wrong

WORDS = {Right: "right", Wrong: "wrong", Unknown: "cannot tell"}
MARKS = {Right: "✓", Wrong: "✗", Unknown: "?"}


def verdict_word(verdict: Verdict) -> str:
    """right, wrong or cannot tell.

    >>> verdict_word(Right("normal form"))
    'right'
    """
    return WORDS[type(verdict)]


def verdict_mark(verdict: Verdict) -> str:
    """One character for the verdict, beside its word."""
    return MARKS[type(verdict)]


def evidence(verdict: Verdict) -> str:
    """Why the verdict is what it is, in one or two sentences.

    >>> evidence(Wrong((("x", Fraction(1, 2)),), "1/4", "1/2"))
    'At x = 1/2 the one side is 1/4 and the other 1/2.'
    """
    match verdict:
        case Right(method=method, sizes=sizes, conditions=conditions):
            return _right(method, sizes, conditions)
        case Wrong():
            return _wrong(verdict, "the one side", "the other")
        case Unknown(reason=reason, detail=detail):
            return f"{reason.value} {detail}".strip()
        case _:
            assert_never(verdict)


def counterexample(verdict: Wrong, reference: str, written: str) -> str:
    """A counterexample with both values, the sides called by their names."""
    return _wrong(verdict, reference, written)


def _right(method: str, sizes: str | None, conditions: tuple[str, ...]) -> str:
    where = f" at {sizes}" if sizes else ""
    under = f", where {' and '.join(conditions)}" if conditions else ""
    return f"Proved exactly ({method}){where}{under}."


def _wrong(verdict: Wrong, reference: str, written: str) -> str:
    if verdict.kind == "shape":
        sizes = ", ".join(f"{name} = {size}" for name, size in verdict.sizes if name != "H")
        return f"With {sizes}, {reference} has the shape {verdict.left} and {written} {verdict.right}."
    point = ", ".join(f"{name(symbol)} = {fraction(value)}" for symbol, value in verdict.point)
    if verdict.kind == "undefined":
        return f"{reference[0].upper()}{reference[1:]} is {verdict.left}, {written} {verdict.right}: {point}."
    return f"At {point} {reference} is {ball(verdict.left)} and {written} {ball(verdict.right)}."


def name(symbol: str) -> str:
    """A symbol as plain text: X[1,2] is X₁₂.

    >>> name("X[1,2]"), name("w[2,1]")
    ('X₁₂', 'w₂₁')
    """
    base, _, index = symbol.partition("[")
    lowered = index.rstrip("]").translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉", ","))
    return base + lowered


def fraction(value: Fraction) -> str:
    """A rational number with a true minus sign."""
    return str(value).replace("-", "−")


DIGITS = 12


def ball(text: str) -> str:
    """A ball as it is printed by the exact arithmetic, for people: its digits as far as they are certain.

    Digits that are cut off are marked by dots; a ball too wide for twelve digits keeps its radius.

    >>> ball("[-0.119202922022118 +/- 4.45e-16]"), ball("1/2"), ball("[0.5 +/- 1e-3]")
    ('−0.119202922022…', '1/2', '0.5 ± 1e−3')
    """
    found = re.fullmatch(r"\[(-?)([\d.]+) \+/- (.*)\]", text)
    if found is None:
        return text.strip("[]").replace("+/-", "±").replace("-", "−")
    sign, middle, radius = found.groups()
    shown = _cut(middle)
    if shown == middle or not _certain(shown, Fraction(middle), Fraction(radius)):
        shown = f"{middle} ± {radius}"
    return (sign + shown).replace("-", "−")


def _certain(shown: str, middle: Fraction, radius: Fraction) -> bool:
    scale = 10 ** len(shown.rstrip("…").partition(".")[2])
    return int((middle - radius) * scale) == int((middle + radius) * scale)


def _cut(middle: str) -> str:
    # The digits that count begin after the leading zeros.
    kept, counted = "", 0
    for character in middle:
        counted += character.isdigit() and (counted > 0 or character != "0")
        if counted > DIGITS:
            return kept + "…"
        kept += character
    return kept
