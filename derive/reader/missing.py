"""An equals sign that was forgotten: L(Y, Z) −(1/N) Σ… where L(Y, Z) = −(1/N) Σ… is meant."""

from __future__ import annotations

from derive.reader.syntax import (
    Big,
    Call,
    Chain,
    Hole,
    Index,
    Name,
    Neg,
    Node,
    Product,
    Relation,
    Repair,
    Span,
    Sub,
)
from derive.reader.tree import walk

_LOSSES = frozenset(("L", "J", "E", "C", "\\ell", "l", "NLL", "Loss", "loss", "cost"))


def equals_sign(tree: Node, repairs: tuple[Repair, ...]) -> tuple[Node, tuple[Repair, ...]]:
    """The tree with the missing sign put in, where a loss of named arguments stands before a sum."""
    if (
        not isinstance(tree, Sub)
        or not _is_loss(tree.left)
        or not any(isinstance(part, Big) for part in walk(tree.right))
    ):
        return tree, repairs
    place = Span(tree.left.span.end, tree.left.span.end)
    value = Neg(tree.right, Span(place.end, tree.span.end))
    chain = Chain((tree.left, value), (Relation("=", "", place),), tree.span)
    return chain, (*repairs, Repair(place, "inserted =", "inserted"))


def _is_loss(node: Node) -> bool:
    if not isinstance(node, Call) or not all(isinstance(part, Name | Index) for part in node.arguments):
        return False
    function = node.function.base if isinstance(node.function, Index) else node.function
    return isinstance(function, Name) and function.letter in _LOSSES


__all__ = ["Hole", "Product", "equals_sign"]
