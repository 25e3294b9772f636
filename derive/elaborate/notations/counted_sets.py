r"""A set S that all sums of a letter run over, with its size |S|: Σ_{i ∈ S} is Σ_{i=1}^{n}, and |S| is this n."""

from __future__ import annotations

from dataclasses import replace

from derive.elaborate.evaluation.sets import whole_sets
from derive.elaborate.symbols.names import key_of
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.elaborate.symbols.size_letters import COUNTED
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import Part, children, rebuilt, walk


def with_counted_sets(document: Document) -> Document:
    r"""The document in which the size of such a set is the end of the sums over it.

    >>> from derive.reader.document import read_text
    >>> read = with_counted_sets(read_text(r"$$m = \frac{1}{|S|}\sum_{i\in S} x_i$$"))
    >>> read.blocks[0].formulas[0].tree.members[1].right.above == read.blocks[0].formulas[0].tree.members[1].left.bottom
    True
    """
    trees = written_trees(document)
    measured = {part.of for tree in trees for part in walk(tree) if isinstance(part, s.Abs)}
    named = {name for name in measured if isinstance(name, s.Name)}
    if not named:
        return document
    whole = whole_sets(trees)
    counted = {
        n for n in named if key_of(n) in whole and not any(tree != n and _bare(tree, n) for tree in trees)
    }
    return rewritten(document, lambda tree: _counted(tree, counted)) if counted else document


def _bare(node: Part, name: s.Name) -> bool:
    """Whether a set stands anywhere but behind ∈ and between the bars of its size."""
    match node:
        case s.Abs(of=of) if of == name:
            return False
        case s.Chain(members=(s.Name(), held), relations=(s.Relation(sign="in"),)) if held == name:
            return False
    return node == name or any(_bare(part, name) for part in children(node))


def _counted(node: s.Node, names: set[s.Name]) -> s.Node:
    match node:
        case s.Abs(of=s.Name() as name) if name in names:
            return _size(name, node.span)
        case s.Big(below=s.Chain(members=(s.Name() as letter, s.Name() as name)) as below, above=None) if (
            name in names
        ):
            first = replace(below, members=(letter, s.Number("1")), relations=(s.Relation("="),))
            body = _counted(node.body, names) if node.body is not None else None
            return replace(node, below=first, above=_size(name, name.span), body=body)
    changed: s.Node = rebuilt(node, lambda part: _counted(part, names))
    return changed


def _size(name: s.Name, span: s.Span) -> s.Name:
    return replace(name, letter=f"{COUNTED}{name.letter}|", span=span)
