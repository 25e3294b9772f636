"""Infinities, and numbers so large that they are written for one: what masks put in the place of a score.

exp(-inf) is 0 and max(-inf, x) is x exactly, as in floating point; what has no exact value ends exactness.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from derive.calculus import free_symbols
from derive.terms import ZERO, num
from numeric.tracing.scalar import Exact, exact, scalar
from numeric.tracing.state import current
from numeric.tracing.witness import approximate


class Infinite(Exact):
    """An infinity; ``is_huge`` says that it stands for a large number, of which none is 0."""

    __slots__ = ("is_huge", "sign")
    is_infinite = True

    def __init__(self, sign: int, is_huge: bool = False) -> None:
        super().__init__(ZERO)
        self.sign, self.is_huge = sign, is_huge

    def taken(self) -> Exact:
        """The value as an exact scalar, from now on without proof."""
        current().leave_exactness("The value inf or nan takes part in the arithmetic.")
        return Exact(self.term)

    def __float__(self) -> float:
        return self.sign * float("inf")

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return repr(float(self))


def beyond(name: str, operands: Sequence[Any]) -> Exact | None:
    """A function of the table of rules where an operand is infinite; None where it has no exact value.

    >>> from numeric.tracing.scalar import exact
    >>> beyond("exp", [Infinite(-1)]).constant(), beyond("maximum", [Infinite(-1), exact(2)]).constant()
    (Fraction(0, 1), Fraction(2, 1))
    """
    values = [each if isinstance(each, Infinite) else exact(each) for each in map(scalar, operands)]
    if len(values) == 1:
        (value,) = values
        return _ONE[name](value) if isinstance(value, Infinite) and name in _ONE else None
    if len(values) == 2 and name in _TWO:
        return _TWO[name](*values)
    return None


def relation(name: str, left: Any, right: Any) -> bool | None:
    """A comparison in which a side is infinite; None where none is, or where both are the same."""
    low, high = (each.sign if isinstance(each, Infinite) else 0 for each in (left, right))
    if low == high:
        return None
    return {
        "less": low < high,
        "less_equal": low < high,
        "greater": low > high,
        "greater_equal": low > high,
    }.get(name, name == "not_equal")


def _negative(value: Infinite) -> Exact:
    return Infinite(-value.sign, value.is_huge)


def _limits(below: int, above: int) -> Callable[[Infinite], Exact]:
    return lambda value: exact(above if value.sign > 0 else below)


def _only_above(value: Infinite) -> Exact | None:
    return value if value.sign > 0 else None


_ONE: Mapping[str, Callable[[Infinite], Exact | None]] = {
    "negative": _negative,
    "positive": lambda value: value,
    "absolute": lambda value: Infinite(1, value.is_huge),
    "fabs": lambda value: Infinite(1, value.is_huge),
    "square": lambda value: Infinite(1, value.is_huge),
    "reciprocal": _limits(0, 0),
    "sqrt": _only_above,
    "log": _only_above,
    "log1p": _only_above,
    "exp": lambda value: value if value.sign > 0 else exact(0),
    "exp2": lambda value: value if value.sign > 0 else exact(0),
    "expm1": lambda value: value if value.sign > 0 else exact(-1),
    "softplus": lambda value: value if value.sign > 0 else exact(0),
    "expit": _limits(0, 1),
    "ndtr": _limits(0, 1),
    "normpdf": _limits(0, 0),
    "erf": _limits(-1, 1),
    "tanh": _limits(-1, 1),
    "sign": _limits(-1, 1),
}


def _sum(left: Exact, right: Exact) -> Exact | None:
    if isinstance(left, Infinite) and isinstance(right, Infinite):
        return left if left.sign == right.sign else None
    return left if isinstance(left, Infinite) else right


def _difference(left: Exact, right: Exact) -> Exact | None:
    return _sum(left, _negative(right) if isinstance(right, Infinite) else right)


def _times(left: Exact, right: Exact) -> Exact | None:
    if not isinstance(left, Infinite):
        left, right = right, left
    assert isinstance(left, Infinite)
    if isinstance(right, Infinite):
        return Infinite(left.sign * right.sign, left.is_huge and right.is_huge)
    if right.term is ZERO:
        return right if left.is_huge else None
    sign = _sign(right)
    return Infinite(left.sign * sign, left.is_huge) if sign else None


def _sign(value: Exact) -> int:
    """The sign of a number; 0 where it depends on symbols."""
    if free_symbols(value.term):
        return 0
    about = approximate(value.term, {})
    return (about > 0) - (about < 0)


def _over(left: Exact, right: Exact) -> Exact | None:
    if isinstance(right, Infinite):
        return None if isinstance(left, Infinite) or right.is_huge else Exact(num(0))
    return _times(left, right) if right.term is not ZERO else None


def _power(left: Exact, right: Exact) -> Exact | None:
    count = None if isinstance(right, Infinite) else right.constant()
    if not isinstance(left, Infinite) or count is None or count.denominator != 1:
        return None
    if count < 0:
        return Exact(num(0))
    return Infinite(left.sign if count % 2 else 1, left.is_huge) if count else exact(1)


def _extreme(sign: int) -> Callable[[Exact, Exact], Exact]:
    def extreme(left: Exact, right: Exact) -> Exact:
        infinite, other = (left, right) if isinstance(left, Infinite) else (right, left)
        assert isinstance(infinite, Infinite)
        return infinite if infinite.sign == sign else other

    return extreme


def _log_of_sum(left: Exact, right: Exact) -> Exact:
    return _extreme(1)(left, right)


_TWO: Mapping[str, Callable[[Exact, Exact], Exact | None]] = {
    "add": _sum,
    "subtract": _difference,
    "multiply": _times,
    "divide": _over,
    "power": _power,
    "maximum": _extreme(1),
    "fmax": _extreme(1),
    "minimum": _extreme(-1),
    "fmin": _extreme(-1),
    "logaddexp": _log_of_sum,
}
