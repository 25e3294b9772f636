"""How tightly the parts of a formula are held together, and what would reach over to what follows."""

from __future__ import annotations

from derive.reader.syntax import (
    Add,
    Ambiguous,
    Big,
    Call,
    Chain,
    Conditional,
    Derivative,
    Differential,
    Fraction,
    Index,
    Nabla,
    Name,
    Neg,
    Node,
    Number,
    Plus,
    PlusMinus,
    Power,
    Prime,
    Product,
    Sequence,
    Sub,
    Text,
    Transpose,
)

CHAIN, SUM, TERM, FROBENIUS, ENTRYWISE, DOT, PREFIX, FACTOR = range(8)


def level_of(node: Node) -> int:
    """How tightly a formula is held together by its outermost sign."""
    match node:
        case Chain():
            return CHAIN
        case Sequence(_, ""):
            return CHAIN
        case Conditional():
            return CHAIN
        case Add() | Sub() | PlusMinus():
            return SUM
        case Neg() | Plus():
            return TERM
        case Product(_, _, sign):
            return {":": FROBENIUS, **dict.fromkeys(("odot", "circ", "ast"), ENTRYWISE)}.get(sign, DOT)
        case Fraction(_, _, sign):
            return FACTOR if sign == "frac" else DOT
        case Ambiguous(readings):
            return level_of(readings[0])
        case _:
            return PREFIX if is_open_ended(node) else FACTOR


def is_open_ended(node: Node) -> bool:
    """Whether what follows would be read as part of the node."""
    match node:
        case Big() | Nabla():
            return True
        case Derivative(of, _, _, style):
            return style in ("operator", "subscript") or of is None
        case Call(_, _, style):
            return style == "bare"
        case Differential() | Text():
            return True
        case _:
            return False


def ends_open(node: Node) -> bool:
    """Whether what follows would be read as part of the last part of the node."""
    while isinstance(node, Product | Fraction) and getattr(node, "sign", "frac") != "frac":
        node = node.right if isinstance(node, Product) else node.bottom
        while isinstance(node, Ambiguous):
            node = node.readings[0]
    return is_open_ended(node)


def may_be_called(node: Node) -> bool:
    """Whether a bracket behind the node would be read as its argument."""
    while isinstance(node, Product):
        node = node.right
    while isinstance(node, Ambiguous):
        node = node.readings[0]
    return isinstance(node, Name | Index | Prime | Power | Number | Transpose)
