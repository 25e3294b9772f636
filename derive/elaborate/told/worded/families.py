"""The index letter of a family, r_i, and the same family with another letter."""

from __future__ import annotations

from collections.abc import Iterator

from derive.reader import syntax as s
from derive.reader.tree import Part, children, rebuilt, walk


def only_letter(node: s.Node, but: s.Node | None = None) -> s.Name | None:
    r"""The one index letter of a formula that no sum in it runs over, ``but`` for one that is fixed.

    >>> from derive.reader.fragments import fragment
    >>> only_letter(fragment(r"\sum_l h_{k-l} x_l"))
    Name(letter='k', decorations=())
    """
    parts = list(walk(node))
    below = [part.below for part in parts if isinstance(part, s.Index) and part.below is not None]
    letters = {
        name for each in below for item in each.items for name in walk(item) if isinstance(name, s.Name)
    }
    ranges = [part.below for part in parts if isinstance(part, s.Big) and part.below is not None]
    free = letters - {part for each in ranges for part in walk(each) if isinstance(part, s.Name)}
    free = {name for name in free if name != but}
    return free.pop() if len(free) == 1 else None


def objects_in(node: Part) -> Iterator[Part]:
    """The parts of a formula that are no indices: r of r_ij."""
    yield node
    for part in (node.base,) if isinstance(node, s.Index) else children(node):
        yield from objects_in(part)


def with_letter(node: s.Node, old: s.Node, new: s.Node) -> s.Node:
    """The formula with one name for another throughout."""
    if node == old:
        return new
    changed: s.Node = rebuilt(node, lambda part: with_letter(part, old, new))
    return changed


def has_letter(node: s.Node, letter: s.Node) -> bool:
    """Whether an index letter stands in a formula."""
    return any(part == letter for part in walk(node))


def as_members(node: s.Node) -> s.Node:
    """The formula of one entry, where what is summed is made of a single vector: r_i² for r²."""
    names = {part for part in objects_in(node) if isinstance(part, s.Name)}
    functions = {part.function for part in walk(node) if isinstance(part, s.Call)}
    vectors = names - functions
    if any(isinstance(part, s.Index) for part in walk(node)) or len(vectors) != 1:
        return node
    (vector,) = vectors
    return with_letter(node, vector, s.Index(vector, s.Indices((s.Name("i"),))))
