r"""Averages as a document defines them: after ⟨A⟩ = Σ_k p_k A_k, ⟨E²⟩ is Σ_k p_k E_k²."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from derive.elaborate.rewriting import all_trees, rewritten
from derive.elaborate.roles import EQUALITIES
from derive.elaborate.sums import bound_letters
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tex import tex
from derive.reader.tree import rebuilt, walk


@dataclass(frozen=True, slots=True)
class Average:
    """The sum by which an average is defined: over which letter, of which quantity that stands for any other."""

    sum: s.Big
    letter: str
    quantity: s.Name


def with_told_averages(document: Document) -> Document:
    """The document in which every average in angle brackets is the sum that the document says it is.

    Names without an index that elsewhere carry the letter of the sum are what is averaged; all others are constants.
    """
    trees = list(all_trees(document.blocks))
    found = {made for tree in trees if (made := _definition(tree)) is not None}
    if len(found) != 1:
        return document
    (average,) = found
    families = frozenset(_families(trees, average.letter))
    return rewritten(
        document,
        lambda tree: _written_out(tree, average, families),
        lambda tree: _as_a_name(tree) if _definition(tree) else _written_out(tree, average, families),
    )


def _as_a_name(tree: s.Node) -> s.Node:
    """The line that says what an average is, as the definition of a name."""
    assert isinstance(tree, s.Chain)
    name = s.Name(tex(tree.members[0]), span=tree.members[0].span)
    return replace(tree, members=(name, *tree.members[1:]))


def _definition(tree: s.Node) -> Average | None:
    match tree:
        case s.Chain(
            members=(s.Inner(left=s.Name() as any_name, right=None), s.Big(symbol="sum", body=body) as total),
            relations=(relation,),
        ) if relation.sign in EQUALITIES and body is not None and total.below is not None:
            letters = bound_letters(total.below)
            return Average(total, next(iter(letters)), any_name) if len(letters) == 1 else None
    return None


def _families(trees: Iterable[s.Node], letter: str) -> Iterable[s.Name]:
    """The names that carry one letter below, as that of the sum: the E of E_k, and of E_j."""
    for part in (part for tree in trees for part in walk(tree)):
        match part:
            case s.Index(base=s.Name() as base, below=s.Indices(items=(s.Name(),)), above=None):
                yield base


def _written_out(node: s.Node, average: Average, families: frozenset[s.Name]) -> s.Node:
    if isinstance(node, s.Inner) and node.right is None:
        averaged = _counted(node.left, average.letter, families)
        body = _put(average.sum.body, average, averaged)
        return replace(average.sum, body=body, span=node.span) if averaged != node.left else node
    changed: s.Node = rebuilt(node, lambda part: _written_out(part, average, families))
    return changed


def _counted(node: s.Node, letter: str, families: frozenset[s.Name]) -> s.Node:
    """What is averaged, each family among it with the letter of the sum."""
    if isinstance(node, s.Index):
        return node
    if isinstance(node, s.Name):
        return s.Index(node, s.Indices((s.Name(letter),)), None, node.span) if node in families else node
    changed: s.Node = rebuilt(node, lambda part: _counted(part, letter, families))
    return changed


def _put(node: s.Node | None, average: Average, averaged: s.Node) -> s.Node:
    """The body of the sum with what is averaged where its quantity stands."""
    match node:
        case s.Index(base=base) if base == average.quantity:
            return averaged
    changed: s.Node = rebuilt(node, lambda part: _put(part, average, averaged))
    return changed
