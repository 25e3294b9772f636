"""Running indices with a stroke: the c' of Σ_c' e^{S_ic'} is a letter of its own, no derivative."""

from __future__ import annotations

from dataclasses import replace

from derive.elaborate.symbols.names import is_letter
from derive.elaborate.symbols.rewriting import rewritten
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import rebuilt


def with_primed_indices(document: Document) -> Document:
    """The document with every stroke in an index position as a part of the letter."""
    return rewritten(document, primed)


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
