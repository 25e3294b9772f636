r"""What stands beside ⊙, and what functions and sums of entries make it from: columns of one length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derive.elaborate.symbols.names import reference
from derive.elaborate.symbols.roles import Link
from derive.elaborate.symbols.scope import Axes, Scope, Typing
from derive.reader import syntax as s
from derive.reader.tree import walk


def entrywise_columns(scope: Scope, links: Sequence[Link], typing: Typing) -> dict[str, Axes]:
    r"""Columns for the names that products of entries are made from and that nothing gives a formula or a shape.

    The gates i = σ(z_i) of c = f ⊙ c₀ + i ⊙ g lead to z_i; the W of z_f = Wx + b is left out.
    """
    leaves = {key for key, count in _all_leaves(scope, links) if not count}
    known = scope.shapes.keys() | scope.functions
    return {key: Axes(1) for key in sorted(leaves - known) if typing.get(key, Axes(0)).count < 2}


def entrywise_families(scope: Scope, links: Sequence[Link]) -> dict[str, Axes]:
    r"""Axes of the families whose members products of entries are made from: the z_g of q = σ(z_2) beside q ⊙ c."""
    return {key: Axes(count + 1) for key, count in sorted(_all_leaves(scope, links)) if count}


SIGNS = ("odot", "circ", "ast")


def _all_leaves(scope: Scope, links: Sequence[Link]) -> set[tuple[str, int]]:
    operands = (
        part
        for link in links
        for side in (link.left, link.right)
        for product in walk(side)
        if isinstance(product, s.Product) and product.sign in SIGNS
        for part in (product.left, product.right)
    )
    return {leaf for operand in operands for leaf in _leaves(operand, scope, frozenset())}


def _leaves(node: s.Node, scope: Scope, seen: frozenset[str]) -> Iterator[tuple[str, int]]:
    """The names that a product of entries is made from, one entry of each for one of it, with how many indices."""
    match node:
        case s.Name() | s.Index():
            ref = reference(node, scope.letters)
            if ref is None or ref.key in seen:
                return
            made = scope.definitions.get(ref.key)
            if made is None or ref.indices:
                yield ref.key, len(ref.indices)
            elif made.body is not None and not made.indices and not made.parameters:
                yield from _leaves(made.body, scope, seen | {ref.key})
        case s.Add(left=left, right=right) | s.Sub(left=left, right=right):
            yield from _leaves(left, scope, seen)
            yield from _leaves(right, scope, seen)
        case s.Product(left=left, right=right, sign=sign) if sign in SIGNS:
            yield from _leaves(left, scope, seen)
            yield from _leaves(right, scope, seen)
        case s.Call(arguments=(argument,)):
            yield from _leaves(argument, scope, seen)
        case s.Neg(of=of):
            yield from _leaves(of, scope, seen)
