"""Products that were lost when a formula was multiplied out: a b − a d for (a − c)(b − d) and the like."""

from __future__ import annotations

from collections.abc import Iterator

from derive.elaborate.symbols.roles import Link, is_derivative
from derive.reader import syntax as s

MOST_PRODUCTS = 12
Signed = tuple[bool, s.Node]
"""A product, and whether it is taken away."""


def lost_products(link: Link) -> Iterator[s.Node]:
    """The right side with one more of the products that the left side is made of, where that is a product of sums."""
    if is_derivative(link.left) or not _has_sums_inside(link.left):
        return
    products = list(_multiplied(link.left))
    if len(products) <= MOST_PRODUCTS:
        for negative, product in products:
            yield (s.Sub if negative else s.Add)(link.right, product)


def _has_sums_inside(node: s.Node) -> bool:
    """Whether a sum is a factor of a product somewhere among the summands."""
    match node:
        case s.Add(left=left, right=right) | s.Sub(left=left, right=right):
            return _has_sums_inside(left) or _has_sums_inside(right)
        case s.Neg(of=of):
            return _has_sums_inside(of)
        case s.Product(left=left, right=right):
            return any(isinstance(each, s.Add | s.Sub) or _has_sums_inside(each) for each in (left, right))
    return False


def _multiplied(node: s.Node) -> list[Signed]:
    """The products of a formula that is multiplied out, in the order in which they are written."""
    match node:
        case s.Add(left=left, right=right):
            return [*_multiplied(left), *_multiplied(right)]
        case s.Sub(left=left, right=right):
            return [*_multiplied(left), *((not negative, each) for negative, each in _multiplied(right))]
        case s.Neg(of=of):
            return [(not negative, each) for negative, each in _multiplied(of)]
        case s.Product(left=left, right=right, sign=sign):
            pairs = ((one, other) for one in _multiplied(left) for other in _multiplied(right))
            return [(one[0] != other[0], s.Product(one[1], other[1], sign)) for one, other in pairs]
    return [(False, node)]
