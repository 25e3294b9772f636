"""The shape of a direction: h of x + th has the axes of x."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derive.elaborate.evaluation.directional import is_along_a_line
from derive.elaborate.symbols.names import reference
from derive.elaborate.symbols.roles import Link
from derive.elaborate.symbols.scope import Scope, Typing
from derive.reader import syntax as s
from derive.reader.tree import walk

Pair = tuple[str, str]


def directions(scope: Scope, links: Sequence[Link], typing: Typing) -> Typing:
    """The axes of the names of directions, where those of the places from which they lead are known."""
    pairs = scope.memory.recall(lambda: tuple(_pairs(scope, links)), "directions", links)
    return {way: typing[place] for place, way in pairs if place in typing}


def _pairs(scope: Scope, links: Sequence[Link]) -> Iterator[Pair]:
    """The names of places and directions that are written so."""
    sides = (side for link in links for side in (link.left, link.right))
    for part in (part for side in sides for part in walk(side)):
        match part:
            case s.Add(left=place, right=s.Product(right=way)) if is_along_a_line(part):
                refs = reference(place, scope.letters), reference(way, scope.letters)
                if refs[0] is not None and refs[1] is not None and way not in walk(place):
                    yield refs[0].key, refs[1].key
