"""Running indices with a stroke: the c' of Σ_c' e^{S_ic'} is a letter of its own, no derivative."""

from __future__ import annotations

from dataclasses import replace

from derive.elaborate.names import is_letter
from derive.reader import syntax as s
from derive.reader.blocks import Block, Document, Formula
from derive.reader.tree import rebuilt, walk


def with_primed_indices(document: Document) -> Document:
    """The document with every stroke in an index position as a part of the letter."""
    return replace(document, blocks=tuple(_block(block) for block in document.blocks))


def _block(block: Block) -> Block:
    return replace(block, formulas=tuple(_formula(formula) for formula in block.formulas))


def _formula(formula: Formula) -> Formula:
    trees = [tree for tree in (formula.tree, formula.carried, *formula.conditions) if tree is not None]
    if not any(isinstance(part, s.Prime) for tree in trees for part in walk(tree)):
        return formula
    tree = None if formula.tree is None else primed(formula.tree)
    carried = None if formula.carried is None else primed(formula.carried)
    return replace(formula, tree=tree, carried=carried, conditions=tuple(map(primed, formula.conditions)))


def primed(node: s.Node) -> s.Node:
    """A formula with the strokes of its index letters as parts of the letters."""
    match node:
        case s.Index(below=below, above=above):
            node = replace(node, below=_indices(below), above=_indices(above))
        case s.Big(below=below) if below is not None:
            node = replace(node, below=_letters(below))
    changed: s.Node = rebuilt(node, primed)
    return changed


def _indices(indices: s.Indices | None) -> s.Indices | None:
    return None if indices is None else replace(indices, items=tuple(map(_letters, indices.items)))


def _letters(node: s.Node) -> s.Node:
    match node:
        case s.Prime(of=s.Name() as of, order=order) if is_letter(of):
            return replace(of, letter=of.letter + "'" * order, span=node.span)
    changed: s.Node = rebuilt(node, _letters)
    return changed
