"""Whether conditions that compare one quantity with numbers pick exactly one case everywhere, their ends apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction as Rational
from itertools import pairwise

from derive.terms import AllOf, Compare, Condition, Num, Term


def is_partition(conditions: Sequence[Condition]) -> bool | None:
    """Whether one condition and no other holds at every value; None where they are of another form.

    >>> from derive.terms import compare, sym
    >>> is_partition([compare("<", sym("m"), 0), compare("<=", 1, sym("m"))])
    False
    """
    comparisons = [found for condition in conditions for found in _comparisons(condition)]
    if any(found is None for found in comparisons):
        return None
    known = [found for found in comparisons if found is not None]
    quantities = {id(_quantity(found)) for found in known}
    if len(quantities) != 1 or any(found.relation not in ("<", "<=") for found in known):
        return None
    ends = sorted({_end(found) for found in known})
    return all(sum(_holds(c, value) for c in conditions) == 1 for value in _between(ends))


def _comparisons(condition: Condition) -> Iterator[Compare | None]:
    match condition:
        case Compare(left=left, right=right) if isinstance(left, Num) != isinstance(right, Num):
            yield condition
        case AllOf(parts=parts):
            for part in parts:
                yield from _comparisons(part)
        case _:
            yield None


def _quantity(comparison: Compare) -> Term:
    return comparison.right if isinstance(comparison.left, Num) else comparison.left


def _end(comparison: Compare) -> Rational:
    number = comparison.left if isinstance(comparison.left, Num) else comparison.right
    assert isinstance(number, Num)
    return Rational(number.value)


def _between(ends: Sequence[Rational]) -> Iterator[Rational]:
    yield ends[0] - 1
    yield from ((low + high) / 2 for low, high in pairwise(ends))
    yield ends[-1] + 1


def _holds(condition: Condition, value: Rational) -> bool:
    match condition:
        case AllOf(parts=parts):
            return all(_holds(part, value) for part in parts)
        case Compare(left=Num(), right=_):
            return _end(condition) < value
        case Compare():
            return value < _end(condition)
    return False
