"""Values at a point: exact rationals and balls, and what is said where there is no value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from typing import Any

from flint import arb, fmpq
from flint import ctx as flint_context


class Doubt(Enum):
    """Why there is no value."""

    UNDEFINED = "certainly not defined"
    UNCERTAIN = "not certified at this precision"


Value = Any  # fmpq (exact), arb (certified ball), bool (of a condition) or Doubt

EXACT_BITS = 2000


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Work at so many bits inside the block."""
    before = flint_context.prec
    flint_context.prec = bits
    try:
        yield
    finally:
        flint_context.prec = before


def doubt_among(values: Sequence[Value]) -> Doubt | None:
    """The worst doubt among values, if there is any."""
    doubts = [value for value in values if isinstance(value, Doubt)]
    if not doubts:
        return None
    return Doubt.UNDEFINED if Doubt.UNDEFINED in doubts else Doubt.UNCERTAIN


def mixed(a: Value, b: Value, step: Callable[[Value, Value], Value]) -> Value:
    """A sum or product of an exact value and a ball; an exact 0 stays exact."""
    if a.__class__ is b.__class__:
        return step(a, b)
    exact, other = (a, b) if a.__class__ is fmpq else (b, a)
    if exact == 0:
        return exact if step(fmpq(1), fmpq(1)) == 1 else other
    return step(ball(a), ball(b))


def ball(value: Value) -> arb:
    """The value as a ball."""
    return arb(value) if isinstance(value, fmpq) else value


def tame(value: Value) -> Value:
    """Exact values stay exact while they are small; balls must be finite to mean anything."""
    if isinstance(value, fmpq):
        big = max(value.p.bit_length(), value.q.bit_length()) > EXACT_BITS
        return arb(value) if big else value
    return value if value.is_finite() else Doubt.UNCERTAIN


def sign_of(value: Value) -> int | Doubt:
    """-1, 0 or 1 where that is certain.

    >>> sign_of(fmpq(-1, 2))
    -1
    """
    if isinstance(value, fmpq):
        return int(value > 0) - int(value < 0)
    if value > 0:
        return 1
    if value < 0:
        return -1
    return 0 if value.is_exact() and value.is_zero() else Doubt.UNCERTAIN
