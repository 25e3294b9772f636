"""Conditions in few words: of all entries of a name at once, and long ones by what they are there for."""

from __future__ import annotations

import re
from collections.abc import Iterable

_OF_AN_ENTRY = re.compile(r"([^\[\]]+)\[[\d,]+\] in (\{.*\})")
_SUMMED = re.compile(r"\(([^\[\]]+)\[.*\) in the simplex")


def in_few_words(condition: str) -> str:
    """A condition on the entries of a name, said of the name; a long one, said of what it is there for.

    >>> in_few_words("(y[1], y[2]) in the simplex"), in_few_words("x > 0")
    ('the entries of y sum to 1', 'x > 0')
    """
    named = _SUMMED.fullmatch(condition)
    if named is not None:
        return f"the entries of {named[1]} sum to 1"
    of_all = _OF_AN_ENTRY.fullmatch(condition)
    if of_all is not None:
        return f"{of_all[1]} in {of_all[2]}"
    return _in_short(condition) if len(condition) > LONGEST and "[" in condition else condition


def few_conditions(conditions: Iterable[str]) -> tuple[str, ...]:
    """Conditions without repetition, each in few words; many kinks are named together.

    >>> few_conditions(["away from u[1] = 0", "x > 0", "away from u[2] = 0", "away from u[3] = 0"])
    ('away from the kinks', 'x > 0')
    """
    short = tuple(dict.fromkeys(map(in_few_words, conditions)))
    kinks = [each for each in short if each.startswith(_AWAY)]
    if len(kinks) < MANY_KINKS and _KINKS not in kinks:
        return short
    return tuple(dict.fromkeys(_KINKS if each in kinks else each for each in short))


_AWAY = "away from"
_KINKS = "away from the kinks"
MANY_KINKS = 3


def _in_short(condition: str) -> str:
    """What a condition on many entries is about, where the whole of it would fill a page."""
    if condition.startswith(_AWAY):
        return _KINKS
    if condition.endswith("!= 0"):
        return "where nothing is divided by 0"
    if condition.endswith(("> 0", ">= 0")):
        return "where what is under a root or in a logarithm is positive"
    return condition


LONGEST = 60
"""How many characters of a condition people read."""
