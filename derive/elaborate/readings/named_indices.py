r"""Indices that are names as well: the o of a_o beside o = σ(a_o) is a label and runs over nothing."""

from __future__ import annotations

from derive.elaborate.readings.story import Story
from derive.elaborate.symbols.names import Letters, reference
from derive.elaborate.symbols.roles import Link
from derive.reader import syntax as s
from derive.reader.tree import Part, children, walk


def names_an_index(story: Story, link: Link) -> str | None:
    """A letter below a name of a link that stands there alone as well, as an array that an equation gives."""
    scope = story.typed.scope
    parts = [part for side in (link.left, link.right) for part in walk(side)]
    below = {letter for part in parts for letter in _below(part, scope.letters)}
    bare = {part.letter for part in parts if isinstance(part, s.Name)} & scope.definitions.keys()
    bare = {letter for letter in bare if story.typed.axes.get(letter)}
    standing = {
        part.letter for side in (link.left, link.right) for part in _standing(side) if part.letter in bare
    }
    return min(below & standing & _running(story), default=None)


def _running(story: Story) -> frozenset[str]:
    letters = story.typed.scope.letters
    return letters.indices | letters.classes | letters.sizes | letters.layers


def _below(part: Part, letters: Letters) -> set[str]:
    """The letters that are read as indices of a name; what is part of the name itself is a label for certain."""
    ref = reference(part, letters) if isinstance(part, s.Index) else None
    return {item.letter for item in ref.indices if isinstance(item, s.Name)} if ref is not None else set()


def _standing(node: Part) -> list[s.Name]:
    """The names of a formula but for those that stand below others."""
    match node:
        case s.Name():
            return [node]
        case s.Index(base=base):
            return _standing(base)
    return [name for part in children(node) for name in _standing(part)]
