"""Losses of any class: ℓ = log π_k beside π_k = F_k − F_{k−1} is one ℓ for every k, as its slopes are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derive.elaborate.evaluation.classes import left_open
from derive.elaborate.evaluation.sums import bound_in
from derive.elaborate.symbols.names import letters_of
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import rebuilt, walk

STEPS = frozenset(("t", "n", "l", r"\tau", r"\ell"))
"""Letters that count steps and layers, not classes."""


def with_open_letters(document: Document) -> Document:
    r"""The document in which a loss carries the letter that its definition leaves open, where families count by it.

    It is the number of a class that others are next to, k − 1, so that it cannot be any class whatever.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text(r"$$q_k = F_k - F_{k-1},\quad L = -\log q_k, \quad \frac{\partial L}{\partial F_k} = -1/q_k$$")
    >>> tex(with_open_letters(read).blocks[0].formulas[2].tree.members[0])
    '\\frac{\\partial L_{k}}{\\partial F_{k}}'
    """
    trees = written_trees(document)
    for name, letter in dict(_open(trees)).items():
        index = s.Indices((s.Name(letter),))

        def spelled(node: s.Node, name: s.Name = name, index: s.Indices = index) -> s.Node:
            match node:
                case s.Name() if node == name:
                    return s.Index(node, index, None, node.span)
                case s.Index(base=s.Name() as base) if base == name:
                    return node
            changed: s.Node = rebuilt(node, spelled)
            return changed

        document = rewritten(document, spelled)
    return document


def _open(trees: Sequence[s.Node]) -> Iterator[tuple[s.Name, str]]:
    """The names without an index that are defined from families with one open letter, each with it."""
    counted = {letter for tree in trees for letter in _counting(tree)}
    shifted = {letter for tree in trees for part in walk(tree) for letter in _shifted(part)}
    bound = {letter for tree in trees for letter in bound_in(tree)}
    heads = [tree.members[0] for tree in trees if isinstance(tree, s.Chain) and tree.relations[0].sign == "="]
    for tree in trees:
        match tree:
            case s.Chain(members=(s.Name() as head, _, *_)) if heads.count(head) == 1:
                letters = set(left_open(tree))
                if len(letters) == 1 and letters <= (counted & shifted) - bound - STEPS:
                    yield head, letters.pop()


def _counting(tree: s.Node) -> Iterator[str]:
    """The letter of a family that a formula defines: k of π_k = …."""
    match tree:
        case s.Chain(
            members=(s.Index(base=s.Name(), below=s.Indices(items=(s.Name() as item,)), above=None), _, *_),
            relations=(s.Relation(sign="=" | ":="), *_),
        ):
            yield from letters_of(item)


def _shifted(part: object) -> Iterator[str]:
    """The letter of an index such as k − 1."""
    if isinstance(part, s.Index) and part.below is not None:
        for item in part.below.items:
            if isinstance(item, s.Sub | s.Add):
                yield from letters_of(item)
