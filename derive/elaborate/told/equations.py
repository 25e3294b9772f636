"""Equations that words tell, put into a document as blocks of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from derive.elaborate.symbols.rewriting import written_trees
from derive.elaborate.symbols.roles import EQUALITIES
from derive.reader import syntax as s
from derive.reader.blocks import Block, Document, Formula
from derive.reader.tree import placed, walk


@dataclass(frozen=True, slots=True)
class Told:
    """A name and what it is made by, with the words that say so; ``again`` where they change what it is made by.

    All spans are places in the prose.
    """

    left: s.Name | s.Index
    value: s.Node
    span: s.Span
    again: bool = False


def with_equations(document: Document, found: Iterable[Told]) -> Document:
    """The document with a block for each equation that is told; names that an equation makes keep that equation."""
    trees = written_trees(document)
    chains = [tree for tree in trees if isinstance(tree, s.Chain)]
    made = {tree.members[0] for tree in chains if tree.relations[0].sign in EQUALITIES}
    made |= {part.function for tree in trees for part in walk(tree) if isinstance(part, s.Call)}
    said = {tree.members for tree in chains}
    blocks = list(document.blocks)
    for told in sorted((_in_text(each, document) for each in found), key=lambda told: told.span):
        is_new = told.left not in made or (told.again and (told.left, told.value) not in said)
        if not is_new or not blocks:
            continue
        made.add(told.left)
        place = sum(block.span.start < told.span.start for block in blocks)
        blocks.insert(place, _block(told, blocks[max(place - 1, 0)]))
    return replace(document, blocks=tuple(blocks))


def _in_text(told: Told, document: Document) -> Told:
    """The same with places in the text."""
    left = replace(told.left, span=document.in_text(*told.left.span))
    return replace(told, left=left, span=document.in_text(*told.span))


def _block(told: Told, near: Block) -> Block:
    value = placed(told.value, s.Span(told.left.span.end, told.span.end))
    tree = s.Chain((told.left, value), (s.Relation("="),), span=told.span)
    return replace(
        near, span=told.span, display=False, formulas=(Formula(told.span, tree),), before="", after=""
    )
