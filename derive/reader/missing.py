"""What was forgotten and can only be meant: an equals sign, or the index of a name under a sum."""

from __future__ import annotations

from typing import Any

from derive.reader.bigs import bound_names
from derive.reader.syntax import (
    Big,
    Call,
    Chain,
    Derivative,
    Index,
    Indices,
    Name,
    Neg,
    Node,
    Relation,
    Repair,
    Span,
    Sub,
)
from derive.reader.tex import tex
from derive.reader.tree import rebuilt, walk

_LOSSES = frozenset(("L", "J", "E", "C", "\\ell", "l", "NLL", "Loss", "loss", "cost"))
_Found = tuple[Node, tuple[Repair, ...]]


def completed(tree: Node, repairs: tuple[Repair, ...]) -> _Found:
    """The tree with a forgotten equals sign and forgotten indices put in, each told as a repair."""
    if not any(isinstance(part, Big | Derivative) for part in walk(tree)):
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
    function = node.function.base if isinstance(node.function, Index) else node.function
    return isinstance(function, Name) and function.letter in _LOSSES


def missing_indices(tree: Node, repairs: tuple[Repair, ...]) -> _Found:
    r"""Σ_i y_i log ŷ_i + (1 − y_i) log(1 − ŷ): the last ŷ is ŷ_i, too; so it is under d/dŷ_i.

    >>> from derive.reader.grammar import parse
    >>> found, repairs = missing_indices(parse(r"\sum_i p_i \log p_i + y_i \log p").tree, ())
    >>> repairs[0].what
    'read p as p_{i}'
    """
    noted: list[Repair] = []
    return _indexed(tree, {}, noted), (*repairs, *noted)


def _indexed(node: Any, wanted: dict[Name, Index], noted: list[Repair]) -> Any:
    match node:
        case Index():
            return node
        case Name() if node in wanted:
            index = wanted[node]
            noted.append(Repair(node.span, f"read {tex(node)} as {tex(index)}", "inserted"))
            return Index(Name(node.letter, node.decorations, node.span), index.below, index.above, node.span)
        case Big(_, body, below) if body is not None:
            wanted = {**wanted, **_occurring(body, bound_names(below))}
        case Derivative(of, (Index() as by,), _, "operator") if of is not None:
            wanted = {**wanted, **_same(of, by)}
        case Call(function, arguments):
            changed = tuple(_indexed(argument, wanted, noted) for argument in arguments)
            same = all(new is old for new, old in zip(changed, arguments, strict=True))
            return node if same else Call(function, changed, node.style, node.span)
        case _:
            pass
    return rebuilt(node, lambda part: _indexed(part, wanted, noted)) if wanted or _holds_more(node) else node


def _holds_more(node: Any) -> bool:
    return any(isinstance(part, Big | Derivative) for part in walk(node))


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


def _same(of: Node, by: Index) -> dict[Name, Index]:
    if isinstance(by.base, Name) and any(part == by for part in walk(of)):
        return {by.base: by}
    return {}
