"""What was forgotten and can only be meant: an equals sign, or the index of a name under a sum."""

from __future__ import annotations

from typing import Any

from derive.reader.anatomy import base_of
from derive.reader.bigs import bound_names
from derive.reader.syntax import (
    Add,
    Big,
    Call,
    Chain,
    Fraction,
    Index,
    Indices,
    Inner,
    Name,
    Neg,
    Node,
    Norm,
    Number,
    Relation,
    Repair,
    Span,
    Sub,
    Transpose,
)
from derive.reader.tex import tex
from derive.reader.tree import rebuilt, walk

_LOSSES = frozenset(("L", "J", "E", "C", "\\ell", "l", "NLL", "Loss", "loss", "cost"))
_ENTRYWISE = frozenset(("log", "ln", "exp"))
_Found = tuple[Node, tuple[Repair, ...]]


def completed(tree: Node, repairs: tuple[Repair, ...]) -> _Found:
    """The tree with a forgotten equals sign and forgotten indices put in, each told as a repair."""
    if not any(isinstance(part, Big) for part in walk(tree)):
        return tree, repairs
    return missing_indices(*equals_sign(tree, repairs))


def equals_sign(tree: Node, repairs: tuple[Repair, ...]) -> _Found:
    """L(Y, Z) − (1/N) Σ… is L(Y, Z) = −(1/N) Σ…: nobody subtracts a sum from a loss of named arguments."""
    if not isinstance(tree, Sub) or not _is_loss(tree.left) or not _has_sum(tree.right):
        return tree, repairs
    place = Span(tree.left.span.end, tree.left.span.end)
    value = Neg(tree.right, Span(place.end, tree.span.end))
    chain = Chain((tree.left, value), (Relation("=", "", place),), tree.span)
    return chain, (*repairs, Repair(place, "inserted =", "inserted"))


def _has_sum(node: Node) -> bool:
    return any(isinstance(part, Big) for part in walk(node))


def _is_loss(node: Node) -> bool:
    if not isinstance(node, Call) or not all(isinstance(part, Name | Index) for part in node.arguments):
        return False
    function = base_of(node.function)
    return isinstance(function, Name) and function.letter in _LOSSES


def missing_indices(tree: Node, repairs: tuple[Repair, ...]) -> _Found:
    r"""Σ_i y_i log ŷ_i + (1 − y_i) log(1 − ŷ): the last ŷ is ŷ_i, too.

    >>> from derive.reader.grammar import parse
    >>> found, repairs = missing_indices(parse(r"\sum_i p_i \log p_i + y_i \log p").tree, ())
    >>> repairs[0].what
    'read p as p_{i}'
    """
    noted: list[Repair] = []
    return _indexed(tree, {}, noted), (*repairs, *noted)


def _indexed(node: Any, wanted: dict[Name, Index], noted: list[Repair], number: bool = False) -> Any:
    """Put indices to names that must be numbers: in log p and 1 − p; a bare x in xᵀx is a vector."""
    match node:
        case Index() | Transpose() | Norm() | Inner():
            return node
        case Name():
            return _as_indexed(node, wanted[node], noted) if number and node in wanted else node
        case Call(Name(letter), (argument,)) if letter in _ENTRYWISE:
            changed = _indexed(argument, wanted, noted, True)
            return node if changed is argument else Call(node.function, (changed,), node.style, node.span)
        case Call():
            return node
        case Big(_, body, below) if body is not None:
            wanted = {**wanted, **_occurring(body, bound_names(below))}
        case Add(left, right) | Sub(left, right):
            number = isinstance(left, Number) or isinstance(right, Number)
        case _:
            number = number and isinstance(node, Neg | Fraction)
    if not wanted and not _holds_more(node):
        return node
    return rebuilt(node, lambda part: _indexed(part, wanted, noted, number))


def _as_indexed(name: Name, index: Index, noted: list[Repair]) -> Index:
    noted.append(Repair(name.span, f"read {tex(name)} as {tex(index)}", "inserted"))
    return Index(Name(name.letter, name.decorations, name.span), index.below, index.above, name.span)


def _holds_more(node: Any) -> bool:
    return any(isinstance(part, Big) for part in walk(node))


def _occurring(body: Node, bound: frozenset[Name]) -> dict[Name, Index]:
    """Names that have the index of the sum somewhere in its body, and no other index."""
    found: dict[Name, Index] = {}
    spoiled: set[Name] = set()
    for part in walk(body):
        if isinstance(part, Index) and isinstance(part.base, Name):
            if _is_single(part, bound) and found.get(part.base, part) == part:
                found[part.base] = part
            else:
                spoiled.add(part.base)
    return {name: index for name, index in found.items() if name not in spoiled}


def _is_single(index: Index, bound: frozenset[Name]) -> bool:
    places = [indices for indices in (index.below, index.above) if indices is not None]
    return len(places) == 1 and _only(places[0]) in bound


def _only(indices: Indices) -> Node | None:
    return indices.items[0] if len(indices.items) == 1 else None
