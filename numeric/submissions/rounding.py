"""Whether the rounding of machine numbers explains why a run is apart from what is right."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from sys import float_info

from flint import arb

from derive.exact.balls import Doubt, Value, evaluate
from derive.terms import Fn, Mul, Pow, Term
from derive.traverse import postorder
from numeric.submissions.closeness import APART

BITS = 48  # a few less than a machine number has: its last bits are rounded again and again
_LEAST, _MOST = float_info.min, float_info.max
LEEWAY = 64  # a ball grows by a few roundings an operation, a run by the order of its sums


def is_rounding(terms: Sequence[Term], ran: Sequence[float], right: Sequence[float | None]) -> bool:
    """Whether balls of double precision around what the program computes are as wide as its run is off.

    ``terms`` are the program's exact values at one point, without symbols; ``ran`` is its run there.

    >>> from derive.terms import fn, num
    >>> lost = 1 - fn("exp", fn("exp", num(-40)))
    >>> is_rounding([1 / lost], [float("inf")], [-2.35e17]), is_rounding([fn("exp", num(1))], [3.0], [2.718281828])
    (True, False)
    >>> tiny = fn("exp", num(-800))  # 0 as a machine number
    >>> is_rounding([2 * tiny / tiny], [float("nan")], [2.0]), is_rounding([num(2)], [float("nan")], [2.0])
    (True, False)
    """
    size = max((abs(each) for each in right if each is not None), default=0.0) + 1e-9
    balls = evaluate(terms, {}, BITS)
    off = [
        (ball, found, wanted)
        for ball, found, wanted in zip(balls, ran, right, strict=True)
        if wanted is not None and not abs(found - wanted) <= APART * size
    ]
    if off and all(not isfinite(found) for _, found, _ in off) and _leaves_range(terms):
        return True
    return bool(off) and all(_is_as_wide(ball, found, wanted) for ball, found, wanted in off)


def _leaves_range(terms: Sequence[Term]) -> bool:
    """Whether a part of the terms is too large or too near 0 for a machine number, so that 0/0 or inf may follow."""
    parts = [node for node in postorder(terms) if isinstance(node, Fn | Pow | Mul)]
    return any(
        not isinstance(value, Doubt | bool)
        and not _LEAST < abs(arb(value)) < _MOST
        and not arb(value).contains(0)
        for value in evaluate(parts, {}, BITS)
    )


def _is_as_wide(value: Value | bool, found: float, wanted: float) -> bool:
    if isinstance(value, Doubt | bool):
        return True
    radius = float(arb(value).rad())
    return not isfinite(radius) or (isfinite(found) and abs(found - wanted) <= LEEWAY * radius)
