"""Data that a function lists among its arguments: L(θ; x_1, …, x_n) is L(θ) for the data of the document."""

from __future__ import annotations

from dataclasses import replace

from derive.elaborate.symbols.rewriting import rewritten
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import rebuilt


def without_listed_data(document: Document) -> Document:
    """The document in which no call lists data behind its parameters.

    >>> from derive.reader.document import read_text
    >>> document = without_listed_data(read_text("$$L(a; x_1, \\\\dots, x_n) = a$$"))
    >>> document.blocks[0].formulas[0].tree.members[0].arguments
    (Name(letter='a', decorations=()),)
    """
    return rewritten(document, _without_data)


def _without_data(node: s.Node) -> s.Node:
    changed: s.Node = rebuilt(node, _without_data)
    if not isinstance(changed, s.Call):
        return changed
    kept = _parameters(changed.arguments)
    return replace(changed, arguments=kept) if kept else changed


def _parameters(arguments: tuple[s.Node, ...]) -> tuple[s.Node, ...]:
    """The arguments before a row x_1, …, x_n that ends them."""
    match arguments:
        case (*first, s.Index(base=start), s.Dots(), s.Index(base=end)) if start == end and first:
            alone = not any(isinstance(each, s.Index | s.Dots) for each in first)
            return tuple(first) if alone else arguments
    return arguments
