"""One letter for the true class and for its one-hot vector: p_j − y_j and p − y beside L = −log p_y."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from derive.elaborate.index_letters.letters import letters_in
from derive.elaborate.prose.words import without_long_blanks
from derive.elaborate.symbols.bare_classes import CLASSES
from derive.elaborate.symbols.names import letters_of
from derive.elaborate.symbols.rewriting import all_trees, rewritten
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import Part, rebuilt, walk

_SAID = re.compile(r"\bone[- ]hot\b|\bindicator\b|\bunit vector\b", re.IGNORECASE)


def with_one_hot_classes(document: Document) -> Document:
    r"""The document in which the entries y_j are those of the unit vector of the class y; y, where words say so.

    >>> from derive.reader.document import read_text
    >>> read = read_text(r"$$p_k = e^{z_k}/S, \quad L = -\log p_y, \quad g_k = p_k - y_k$$ with y one-hot")
    >>> type(with_one_hot_classes(read).blocks[0].formulas[2].tree.members[1].right).__name__
    'Indicator'
    """
    trees = list(all_trees(document.blocks))
    letters = letters_in(trees, without_long_blanks(document.prose).lower())
    labels = {x for x in CLASSES if x in letters.classes and not any(_is_labelled(x, tree) for tree in trees)}
    if len(labels) != 1:
        return document
    (label,) = labels
    spelling = _Spelling(s.Name(label), letters.indices, _SAID.search(document.prose) is not None)
    return rewritten(document, spelling.spelled)


def _is_labelled(letter: str, tree: s.Node) -> bool:
    """Whether a class has an index where it picks, z_{y_i}: then y_i is a label everywhere."""
    subscripts = (part.below for part in walk(tree) if isinstance(part, s.Index))
    items = (item for below in subscripts if below is not None for item in below.items)
    indicators = (part for part in walk(tree) if isinstance(part, s.Indicator))
    compared = (member for each in indicators for member in walk(each.condition))
    return any(isinstance(item, s.Index) and item.base == s.Name(letter) for item in (*items, *compared))


@dataclass(frozen=True, slots=True)
class _Spelling:
    """How a letter is spelled out: its entries at these indices, and it alone if it is also a vector."""

    label: s.Name
    indices: frozenset[str]
    is_vector: bool

    def spelled(self, node: s.Node) -> s.Node:
        match node:
            case s.Index(base=base, below=s.Indices(items=(item,)), above=None) if base == self.label:
                equal = s.Chain((item, self.label), (s.Relation("="),))
                return s.Indicator(equal, span=node.span) if letters_of(item) & self.indices else node
            case s.Index() | s.Indicator():
                return node
        works_out = isinstance(node, s.Add | s.Sub | s.Product | s.Neg | s.Transpose)
        changed: s.Node = rebuilt(node, lambda part: self._operand(part, works_out and self.is_vector))
        return changed

    def _operand(self, part: Part, is_vector: bool) -> Part:
        if is_vector and part == self.label and isinstance(part, s.Name):
            return s.Index(replace(part, letter="e"), s.Indices((self.label,)), None, part.span)
        return part if isinstance(part, s.Indices) else self.spelled(part)  # type: ignore[arg-type]
