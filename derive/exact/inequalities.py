"""Linear reasoning about signs: whether inequalities > 0 exclude each other, each monomial taken as a variable."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

Vector = Mapping[Hashable, Fraction]
ONE: Hashable = frozenset()  # the monomial 1
MOST_ROWS = 120


class Row(NamedTuple):
    """A linear combination of monomials that is positive, or only not negative when it is not ``strict``."""

    vector: Vector
    strict: bool = True


def exclude_each_other(rows: Iterable[Row]) -> bool:
    """Whether no values of the monomials satisfy all rows (Fourier and Motzkin's elimination).

    >>> one = Fraction(1)
    >>> rows = [Row({"a": one, "b": -one}), Row({"b": one, "c": -one}), Row({"c": one, "a": -one})]
    >>> exclude_each_other(rows), exclude_each_other(rows[:2])
    (True, False)
    """
    left = list(rows)
    while left:
        if any(row.strict and not row.vector for row in left):
            return True
        left = [row for row in left if row.vector]
        if len(left) > MOST_ROWS or not left:
            return False
        left = _without(_cheapest(left), left)
    return False


def _cheapest(rows: Sequence[Row]) -> Hashable:
    # The monomial whose elimination makes the fewest rows; the first one met decides between equals.
    counts: dict[Hashable, list[int]] = {}
    for row in rows:
        for monomial, coefficient in row.vector.items():
            counts.setdefault(monomial, [0, 0])[coefficient > 0] += 1
    return min(counts, key=lambda monomial: counts[monomial][0] * counts[monomial][1])


def _without(monomial: Hashable, rows: Sequence[Row]) -> list[Row]:
    above = [row for row in rows if row.vector.get(monomial, 0) > 0]
    below = [row for row in rows if row.vector.get(monomial, 0) < 0]
    kept = [row for row in rows if monomial not in row.vector]
    return kept + [_combined(up, down, monomial) for up in above for down in below]


def _combined(up: Row, down: Row, monomial: Hashable) -> Row:
    total = {key: value * -down.vector[monomial] for key, value in up.vector.items()}
    for key, value in down.vector.items():
        total[key] = total.get(key, Fraction(0)) + value * up.vector[monomial]
    return Row({key: value for key, value in total.items() if value}, up.strict or down.strict)
