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

    >>> evidence(Wrong((("x", Fraction(1, 2)),), "[0.25 +/- 1e-9]", "0.5"))
    'At x = 1/2 the one side is 0.25 ± 1e−9 and the other 0.5.'
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


def ball(text: str) -> str:
    """A ball as it is printed by the exact arithmetic, for people.

    >>> ball("[-0.119202922022118 +/- 4.45e-16]")
    '−0.119202922022118 ± 4.45e−16'
    """
    return re.sub(r"^\[(.*)\]$", r"\1", text).replace("+/-", "±").replace("-", "−")
