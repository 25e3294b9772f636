"""Sums that are combinations of sums met before: deviations from a mean add up to 0, whatever their parts are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from derive.terms import ONE, Add, Mul, Num, Term, add, mul

MOST_SUMMANDS = 60
MOST_ROWS = 200

Vector = dict[Term, Fraction]


class Combinations:
    """Sums with a name each, and which further sums are combinations of them.

    >>> from derive.terms import sym
    >>> a, b, c = map(sym, "abc")
    >>> known = Combinations()
    >>> known.learn(a - b, sym("s")), known.learn(b - c, sym("t"))
    (None, None)
    >>> known.of(a - c), known.of(a + c)
    (s + t, None)
    """

    def __init__(self) -> None:
        self._rows: dict[Term, tuple[Vector, Vector]] = {}

    def of(self, total: Term) -> Term | None:
        """A sum as a combination of the names; None where it is none."""
        vector = _vector(total)
        if not vector or not self._rows:
            return None
        left, names = self._reduced(vector)
        return None if left else add(*(mul(factor, name) for name, factor in names.items()))

    def learn(self, total: Term, name: Term) -> None:
        """Remember a sum under its name."""
        vector = _vector(total)
        if not vector or len(self._rows) >= MOST_ROWS:
            return
        left, names = self._reduced(vector)
        if left:
            mine = {name: Fraction(1), **{each: -factor for each, factor in names.items()}}
            self._rows[next(iter(left))] = (left, mine)

    def _reduced(self, vector: Vector) -> tuple[Vector, Vector]:
        """What is left of a sum without the rows, and the names that were taken away."""
        left, names = dict(vector), defaultdict[Term, Fraction](Fraction)
        for pivot, (row, meant) in self._rows.items():  # a row has no pivot of those before it
            value = left.get(pivot)
            if value is not None:
                factor = value / row[pivot]
                _subtract(left, row, factor)
                for name, share in meant.items():
                    names[name] += factor * share
        return left, {name: factor for name, factor in names.items() if factor}


def _subtract(vector: Vector, row: Mapping[Term, Fraction], factor: Fraction) -> None:
    for key, value in row.items():
        rest = vector.get(key, Fraction(0)) - factor * value
        if rest:
            vector[key] = rest
        else:
            vector.pop(key, None)


def _vector(total: Term) -> Vector:
    """The summands of a sum with their factors; nothing where it is none, or a long one."""
    if not isinstance(total, Add) or len(total.args) > MOST_SUMMANDS:
        return {}
    found: Vector = {}
    for summand in total.args:
        factor, rest = _split(summand)
        found[rest] = found.get(rest, Fraction(0)) + factor
    return {rest: factor for rest, factor in found.items() if factor}


def _split(summand: Term) -> tuple[Fraction, Term]:
    if isinstance(summand, Num):
        return Fraction(summand.value), ONE
    if isinstance(summand, Mul) and isinstance(summand.args[0], Num):
        return Fraction(summand.args[0].value), mul(*summand.args[1:])
    return Fraction(1), summand
