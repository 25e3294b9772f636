"""One letter for samples and features: beside x^{(i)} the i of Σ_i θ_i x_i counts the entries of one sample."""

from __future__ import annotations

from collections.abc import Iterator

from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.symbols.names import is_letter
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import rebuilt, walk


def with_features_apart(document: Document) -> Document:
    """The document in which a sum over entries has a letter of its own where its letter counts the samples elsewhere.

    >>> from derive.reader.document import read_text
    >>> read = read_text(r"$$E = \\\\sum_i (y^{(i)})^2, \\\\quad h = \\\\sum_i v_i x_i$$")
    >>> with_features_apart(read).blocks[0].formulas[1].tree.members[1].below
    Name(letter="i'", decorations=())
    """
    samples = {letter for tree in written_trees(document) for letter in _in_brackets(tree)}
    return rewritten(document, lambda tree: _apart(tree, samples)) if samples else document


def _in_brackets(tree: s.Node) -> Iterator[str]:
    """The letters that stand in brackets above a name: i of x^{(i)}."""
    for part in walk(tree):
        match part:
            case s.Index(above=s.Indices(items=(s.Name(letter=letter),), bracket="(")):
                yield letter


def _apart(node: s.Node, samples: set[str]) -> s.Node:
    if isinstance(node, s.Big) and node.body is not None and node.below is not None:
        (letter, *others) = sorted(bound_letters(node.below)) or [""]
        entries = letter in samples and not others and letter not in _in_brackets(node.body)
        if entries and letter in _below(node.body):
            node = with_dummy(node, letter)
    changed: s.Node = rebuilt(node, lambda part: _apart(part, samples))
    return changed


def _below(tree: s.Node) -> frozenset[str]:
    """The letters that stand as an index below a name."""
    parts = (part.below for part in walk(tree) if isinstance(part, s.Index) and part.below is not None)
    return frozenset(item.letter for below in parts for item in below.items if isinstance(item, s.Name))


def with_dummy(node: s.Node, letter: str) -> s.Node:
    """A sum with a letter of its own, i' for i."""
    if isinstance(node, s.Name) and node.letter == letter and is_letter(node):
        return s.Name(f"{letter}'", span=node.span)
    changed: s.Node = rebuilt(node, lambda part: with_dummy(part, letter))
    return changed
