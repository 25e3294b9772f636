"""The ends of families in sums over neighbours: whether u_K is one behind the last, or the first once more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from derive.elaborate.readings.story import Story
from derive.elaborate.symbols.names import key_of
from derive.elaborate.symbols.rewriting import all_trees
from derive.elaborate.symbols.roles import Link
from derive.reader import syntax as s
from derive.reader.tree import Part, children, walk


def names_a_counted_end(story: Story, link: Link) -> bool:
    """Whether a line holds u_K, u_{K−1} or u_0 of a family over which a sum runs from 0 to K − 1, outside of sums."""
    scope = story.typed.scope
    above = scope.ancestors(link.left) | scope.ancestors(link.right)
    bodies = (made.body for key in above if (made := scope.definitions.get(key)) is not None)
    counted = {pair for body in bodies if body is not None for part in walk(body) for pair in _counted(part)}
    if not counted:
        return False
    ends = {(key, end) for side in (link.left, link.right) for key, end in _ends(side)}
    return any((key, end) in ends or (key, "0") in ends for key, end in counted)


_CLOSED = re.compile(
    r"\b(?:periodic|cyclic|circular|wraps?\s+around|closed\s+(?:curve|contour|polygon|chain))"
)


def ties_its_ends(story: Story, link: Link) -> bool:
    """Whether a line rests on differences of neighbours where the last member is another one, as in u_K = u_0.

    Words such as "periodic" say so, too: then the slope at an end has one summand more.
    """
    scope = story.typed.scope
    above = scope.ancestors(link.left) | scope.ancestors(link.right)
    made = (scope.definitions.get(key) for key in above)
    bodies = [
        link.left,
        link.right,
        *(each.body for each in made if each is not None and each.body is not None),
    ]
    families = {key for body in bodies for part in walk(body) for key in _neighbours(part)}
    tied = {key for tree in all_trees(story.blocks) for key in _tied(tree)}
    return bool(families and (families & tied or scope.shows(_CLOSED)))


def _neighbours(part: Part) -> Iterator[str]:
    match part:
        case s.Index(base=s.Name() as base, below=s.Indices(items=(s.Sub() | s.Add(),))):
            yield key_of(base)


def _tied(tree: s.Node) -> Iterator[str]:
    """The family of which a formula says that two members are one: u_K = u_0, u_{K+1} = u_1, u_{k+K} = u_k."""
    match tree:
        case s.Chain(
            members=(s.Index(base=s.Name() as base, below=s.Indices(items=(_,))), s.Index(base=other), *_),
            relations=(s.Relation(sign="=" | ":="), *_),
        ) if base == other:
            yield key_of(base)


def _counted(part: Part) -> Iterator[tuple[str, str]]:
    """The families over which a sum runs that steps from a member to the next, with the letter of its end."""
    match part:
        case s.Big(
            body=body,
            below=s.Chain(
                members=(s.Name() as letter, s.Number(text="0")), relations=(s.Relation(sign="="),)
            ),
            above=s.Sub(left=s.Name(letter=end), right=s.Number(text="1")),
        ) if body is not None:
            for inner in walk(body):
                match inner:
                    case s.Index(
                        base=s.Name() as base, below=s.Indices(items=(s.Add(left=first, right=s.Number()),))
                    ) if first == letter:
                        yield key_of(base), end


def _ends(node: Part) -> Iterator[tuple[str, str]]:
    """The families with the letter or the number by which a member is picked, outside of sums."""
    match node:
        case s.Big():
            return
        case s.Index(base=s.Name() as base, below=s.Indices(items=(item,))):
            match item:
                case s.Name(letter=end) | s.Sub(left=s.Name(letter=end)) | s.Number(text=end):
                    yield key_of(base), end
    for part in children(node):
        yield from _ends(part)
