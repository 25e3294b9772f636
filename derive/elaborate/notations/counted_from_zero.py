"""Entries that are counted from 0 throughout: Σ_{j=0}^n θ_j x_j, where x_0 = 1 is all that is said of number 0."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import Part, children, rebuilt, walk

ZERO, FIRST = s.Number("0"), s.Number("1")


def with_entries_from_one(document: Document) -> Document:
    """The document that counts from 1, where every sum to n begins at 0, n is no number, and nothing picks number 0.

    >>> from derive.reader.document import read_text
    >>> read = read_text(r"$$h = \\\\sum_{j=0}^n v_j x_j$$ where $x_0 = 1$")
    >>> with_entries_from_one(read).blocks[0].formulas[0].tree.members[1].below.members[1]
    Number(text='1')
    """
    trees = [tree for tree in written_trees(document) if not _is_first_member(tree)]
    sums = [part for tree in trees for part in walk(tree) if isinstance(part, s.Big)]
    counts = {part.above.letter for part in sums if _begins(part, ZERO) and isinstance(part.above, s.Name)}
    counts -= {name for part in sums if not _begins(part, ZERO) for name in _names(part.above)}
    if not counts or any(map(_picks_zero, trees)) or counts & _elsewhere(trees) or not all(map(_picks, sums)):
        return document
    return rewritten(document, lambda tree: _from_one(tree, counts))


def _is_first_member(tree: s.Node) -> bool:
    """x_0 = 1, θ_0 = b: what number 0 is."""
    return isinstance(tree, s.Chain) and _picks_zero(tree.members[0]) and isinstance(tree.members[0], s.Index)


def _begins(part: s.Big, first: s.Number) -> bool:
    return isinstance(part.below, s.Chain) and part.below.members[-1] == first


def _names(node: s.Node | None) -> Iterator[str]:
    yield from (part.letter for part in walk(node) if isinstance(part, s.Name)) if node is not None else ()


def _picks_zero(tree: s.Node) -> bool:
    indices = (part for part in walk(tree) if isinstance(part, s.Index))
    return any(
        ZERO in each.items for part in indices for each in (part.below, part.above) if each is not None
    )


def _picks(part: s.Big) -> bool:
    """Whether the letter of a sum only picks entries: x_j, not x^j or x_{i+j}."""
    letters = bound_letters(part.below) if part.below is not None else frozenset()
    return part.body is None or not letters & frozenset(_bare(part.body))


def _bare(node: Part) -> Iterator[str]:
    """The letters of a formula that are not a whole index."""
    if isinstance(node, s.Name):
        yield node.letter
    for part in children(node):
        whole = isinstance(node, s.Indices) and isinstance(part, s.Name)
        yield from () if whole else _bare(part)


def _elsewhere(trees: Sequence[s.Node]) -> frozenset[str]:
    """The letters that stand elsewhere than above a sum."""
    return frozenset(letter for tree in trees for letter in _outside(tree))


def _outside(node: Part) -> Iterator[str]:
    if isinstance(node, s.Name):
        yield node.letter
    parts = (node.body, node.below) if isinstance(node, s.Big) else children(node)
    for part in parts:
        yield from _outside(part) if part is not None else ()


def _from_one(node: s.Node, counts: set[str]) -> s.Node:
    if isinstance(node, s.Big) and _begins(node, ZERO) and counts & set(_names(node.above)):
        assert isinstance(node.below, s.Chain)
        below = s.Chain((*node.below.members[:-1], FIRST), node.below.relations, node.below.span)
        node = s.Big(node.symbol, node.body, below, node.above, node.span)
    changed: s.Node = rebuilt(node, lambda part: _from_one(part, counts))
    return changed
