"""Numbers above names that carry a layer: a³ beside a^l = σ(z^l) is the third layer's a and no cube."""

from __future__ import annotations

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import Part, rebuilt, walk

LETTERS = frozenset(("l", "L", r"\ell"))


def with_layer_numbers(document: Document) -> Document:
    """The document in which whole numbers above a name number its layers, where a layer letter stands there, too.

    So they do where a 1 stands above several names: nobody writes first powers.
    """
    parts = [part for tree in written_trees(document) for part in walk(tree)]
    spoken = "layer" in document.prose.lower()
    names = {name for part in parts if (name := _layered(part))} if spoken else set[s.Name]()
    first = {name for part in parts if (name := _first(part))}
    names |= first if len(first) >= SEVERAL else set()
    return rewritten(document, lambda tree: _numbered(tree, names)) if names else document


SEVERAL = 2


def _first(part: Part) -> s.Name | None:
    """The name below a 1: z of z¹."""
    match part:
        case s.Power(base=s.Name() as base, exponent=s.Number(text="1")):
            return base
    return None


def _layered(part: Part) -> s.Name | None:
    """The name below a layer letter: a of a^l and a^{l−1}."""
    match part:
        case s.Index(base=s.Name() as base, below=None, above=s.Indices(items=(item,))):
            letter = item.left if isinstance(item, s.Sub | s.Add) else item
            return base if isinstance(letter, s.Name) and letter.letter in LETTERS else None
    return None


def _numbered(node: s.Node, names: set[s.Name]) -> s.Node:
    match node:
        case s.Power(base=s.Name() as base, exponent=s.Number(text=text) as number) if (
            base in names and text.isdigit()
        ):
            return s.Index(base, None, s.Indices((number,)), node.span)
    numbered: s.Node = rebuilt(node, lambda part: _numbered(part, names))
    return numbered
