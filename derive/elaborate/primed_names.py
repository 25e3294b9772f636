"""Names with a stroke: the x' of a kernel k(x, x') is another object like x, no derivative and no transpose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import is_stroke, rebuilt, walk


def with_primed_names(document: Document) -> Document:
    """The document in which x' is a name where it stands beside x among the arguments of a function.

    >>> from derive.reader.document import read_text
    >>> read = read_text(r"$$k(x, x') = x^T A x'$$")
    >>> with_primed_names(read).blocks[0].formulas[0].tree.members[0].arguments[1]
    Name(letter="x'", decorations=())
    """
    trees = written_trees(document)
    names = {name for tree in trees for name in _pairs(tree)}
    names -= {part.function for tree in trees for part in walk(tree) if isinstance(part, s.Call)}
    return rewritten(document, lambda tree: _named(tree, names)) if names else document


def _pairs(tree: s.Node) -> Iterator[s.Node]:
    for part in walk(tree):
        if isinstance(part, s.Call):
            yield from (of for each in part.arguments if (of := _primed(each)) in part.arguments and of)


def _primed(node: s.Node) -> s.Name | None:
    """The name below one stroke."""
    if isinstance(node, s.Ambiguous) and is_stroke(node):
        node = node.readings[0]
    match node:
        case s.Prime(of=s.Name() as of, order=1):
            return of
        case s.Transpose(of=s.Name() as of):
            return of
    return None


def _named(node: s.Node, names: set[s.Node]) -> s.Node:
    of = _primed(node) if not isinstance(node, s.Transpose) else None
    if of is not None and of in names:
        return replace(of, letter=f"{of.letter}'", span=node.span)
    changed: s.Node = rebuilt(node, lambda part: _named(part, names))
    return changed
