"""Decimals that are written for a constant: 0.3989422804014327 is 1/sqrt(2 pi), as far as a float can say it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache

from derive.exact.balls import evaluate
from derive.terms import PI, Term, fn, num, power

FEWEST_DIGITS, ROUNDED = 5, 15
BITS = 128
TINY = Fraction(1, 10**8)
FLOAT = Fraction(1, 2**52)  # of a number: how far a float is from the next one
_HALF = Fraction(1, 2)
_TWO = num(2)


def meant_by(text: str) -> tuple[Term, str] | None:
    """The constant that a decimal gives to all of its digits, and how it is written; None where there is none.

    The last digit of a float that was computed and printed may be another one: 2.5066282746310002 is sqrt(2 pi).

    >>> meant_by("0.70710678")[1], meant_by("0.7071"), meant_by("0.044715"), meant_by("2.5066282746310002")[1]
    ('1/sqrt(2)', None, None, 'sqrt(2 pi)')
    >>> meant_by("2.506628274631002")  # off by three floats
    """
    digits, unit = _precision(text)
    if digits < FEWEST_DIGITS:
        return None
    value = Fraction(text.replace("_", ""))
    least = max(unit, abs(value) * FLOAT)
    near = (each for each in _constants() if abs(each[2] - value) <= least)
    found = next(near, None)
    return None if found is None else found[:2]


def is_rounded(text: str) -> bool:
    """Whether a decimal has so many digits that it must have been rounded; a tiny one is a guard, and no formula.

    >>> [is_rounded(text) for text in ("0.4967141530112327", "0.044715", "2.220446049250313e-16")]
    [True, False, False]
    """
    value = Fraction(text.replace("_", ""))
    return _precision(text)[0] >= ROUNDED and value.denominator > 1 and abs(value) > TINY


def _precision(text: str) -> tuple[int, Fraction]:
    """How many digits are written, and what one unit of the last one is worth."""
    _, digits, exponent = Decimal(text.replace("_", "")).as_tuple()
    assert isinstance(exponent, int)
    return len(digits), Fraction(10) ** exponent


@cache
def _constants() -> list[tuple[Term, str, Fraction]]:
    roots = {
        "sqrt(2)": power(2, _HALF),
        "sqrt(3)": power(3, _HALF),
        "sqrt(pi)": power(PI, _HALF),
        "sqrt(2 pi)": power(2 * PI, _HALF),
        "sqrt(2/pi)": power(2 / PI, _HALF),
    }
    plain = {"pi": PI, "e": fn("exp", 1), "log(2)": fn("log", _TWO), "log(10)": fn("log", num(10)), **roots}
    others = {
        "2 pi": 2 * PI,
        "pi/2": PI / 2,
        "pi/4": PI / 4,
        "2/pi": 2 / PI,
        "2/sqrt(pi)": 2 / roots["sqrt(pi)"],
        "log(pi)": fn("log", PI),
        "log(2 pi)": fn("log", 2 * PI),
        "log(2 pi)/2": fn("log", 2 * PI) / 2,
    }
    inverse = {f"1/{name}": 1 / each for name, each in plain.items()}
    found = {**plain, **others, **inverse}
    balls = evaluate(list(found.values()), {}, BITS)
    return [(each, name, _middle(ball)) for (name, each), ball in zip(found.items(), balls, strict=True)]


def _middle(ball: object) -> Fraction:
    text = ball.mid().str(30, radius=False)  # type: ignore[attr-defined]
    return Fraction(text)
