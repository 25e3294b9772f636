r"""A point x beside the data x_i: in x − x_i and k(x, x_i) the members are other objects than the point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.names import PAIR
from derive.reader.tree import rebuilt, walk


def with_points_apart(document: Document) -> Document:
    r"""The document in which the x_i of x − x_i, or of k(x, x_i), are data of another name than the point x.

    Nobody takes an entry of a vector from the vector. Left alone is what is differentiated by a member, and data of
    which a capital is the matrix.

    >>> from derive.reader.document import read_text
    >>> read = read_text(r"$$f(x) = \sum_i \|x - x_i\|^2$$")
    >>> [part.base.decorations for part in walk(written_trees(with_points_apart(read))[0]) if isinstance(part, s.Index)]
    [('pair',)]
    """
    trees = written_trees(document)
    parts = [part for tree in trees for part in walk(tree)]
    points = {name for part in parts for name in _beside_members(part)}
    varied = {by.base for part in parts for by in _variables(part) if isinstance(by, s.Index)}
    names = {part.letter for part in parts if isinstance(part, s.Name)}
    points = {
        x for x in points - varied if not (len(x.letter) == 1 and x.letter.upper() in names - {x.letter})
    }
    return rewritten(document, lambda tree: _marked(tree, points)) if points else document


def _beside_members(part: object) -> Iterator[s.Name]:
    """The names that stand beside a member of themselves, in a difference or among the arguments of a function."""
    match part:
        case s.Sub(left=left, right=right):
            sides: tuple[s.Node, ...] = (left, right)
        case s.Call(arguments=arguments) if len(arguments) == 2:
            sides = arguments
        case _:
            return
    for one, other in (sides, sides[::-1]):
        if isinstance(one, s.Name) and isinstance(other, s.Index) and other.base == one and _picks(other):
            yield one


def _picks(node: s.Index) -> bool:
    """Whether an index is one letter below."""
    below = node.below
    return (
        node.above is None
        and below is not None
        and len(below.items) == 1
        and isinstance(below.items[0], s.Name)
    )


def _variables(part: object) -> tuple[s.Node, ...]:
    match part:
        case s.Derivative(by=by):
            return by
        case s.Nabla(by=s.Node() as by):
            return (by,)
    return ()


def _marked(node: s.Node, points: set[s.Name]) -> s.Node:
    if isinstance(node, s.Index) and isinstance(node.base, s.Name) and node.base in points:
        return replace(node, base=replace(node.base, decorations=(*node.base.decorations, PAIR)))
    changed: s.Node = rebuilt(node, lambda part: _marked(part, points))
    return changed
