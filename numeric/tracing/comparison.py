"""Comparisons of recorded arrays, entry by entry, kept so that masks and choices are found again as programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from derive import arrays
from derive.arrays import Array, CompareArrays, Shape
from derive.terms import ZERO, Condition, Fn, Relation, Term, all_of, compare, negation

_RELATIONS: dict[str, tuple[Relation, bool]] = {
    "less": ("<", False),
    "less_equal": ("<=", False),
    "greater": ("<", True),
    "greater_equal": ("<=", True),
    "equal": ("=", False),
    "not_equal": ("!=", False),
}
_OPPOSITES: dict[Relation, tuple[Relation, bool]] = {
    "<": ("<=", True),
    "<=": ("<", True),
    "=": ("!=", False),
    "!=": ("=", False),
}


def _equal(left: Term, right: Term) -> Condition:
    # max(0, u) = 0 says u <= 0, which is a region and no thin set.
    for side, other in ((left, right), (right, left)):
        if other is ZERO and isinstance(side, Fn) and side.name == "max" and ZERO in side.args:
            return all_of(*(compare("<=", arg, ZERO) for arg in side.args if arg is not ZERO))
    return compare("=", left, right)


CONDITIONS: Mapping[str, Callable[[Term, Term], Condition]] = {
    "less": lambda a, b: compare("<", a, b),
    "less_equal": lambda a, b: compare("<=", a, b),
    "greater": lambda a, b: compare("<", b, a),
    "greater_equal": lambda a, b: compare("<=", b, a),
    "equal": _equal,
    "not_equal": lambda a, b: negation(_equal(a, b)),
}


@dataclass(frozen=True)
class Comparison:
    """The conditions of a comparison of two arrays, row-major, and the comparison itself."""

    tested: CompareArrays
    conditions: tuple[Condition, ...]

    @property
    def shape(self) -> Shape:
        """The shape of the arrays that are compared."""
        return self.tested.left.shape

    @cached_property
    def numbers(self) -> Array:
        """1 where the condition holds, else 0."""
        yes, no = (arrays.filled(value, self.shape) for value in (1, 0))
        return arrays.choose(self.conditions, yes, no, self.tested)

    def opposite(self) -> Comparison:
        """The comparison that holds where this one does not."""
        relation, turned = _OPPOSITES[self.tested.relation]
        sides = (self.tested.right, self.tested.left) if turned else (self.tested.left, self.tested.right)
        return Comparison(CompareArrays(relation, *sides), tuple(map(negation, self.conditions)))


def comparison(name: str, left: Array, right: Array) -> Comparison:
    """A comparison by the name of its ufunc."""
    shape = arrays.broadcast_shape(left.shape, right.shape)
    first, second = (arrays.broadcast_to(side, shape) for side in (left, right))
    relation, turned = _RELATIONS[name]
    low, high = (second, first) if turned else (first, second)
    pairs = zip(low.entries, high.entries, strict=True)
    return Comparison(CompareArrays(relation, low, high), tuple(compare(relation, a, b) for a, b in pairs))
