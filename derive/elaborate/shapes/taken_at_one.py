"""Functions taken at the data and at one example: beside p(x_i' b) the x of p(x' b) is one example."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from derive.elaborate.symbols.names import Letters, letters_of, reference
from derive.elaborate.symbols.roles import Link
from derive.reader import syntax as s
from derive.reader.tree import Part, rebuilt, walk


def taken_at_one(links: Sequence[Link], counting: Iterable[str], letters: Letters) -> frozenset[str]:
    """The names that stand bare in a function that is taken at the data, by ``counting`` letters, as well.

    Only where a row is multiplied: σ(z_j) beside σ(z) is an entry beside the whole.
    """
    calls = frozenset(call for call in _calls(links) if _multiplies_rows(call))
    return frozenset(key for call in calls for key in _twin_names(call, calls, frozenset(counting), letters))


def _calls(links: Sequence[Link]) -> Iterator[s.Call]:
    sides = (side for link in links for side in (link.left, link.right))
    yield from (part for side in sides for part in walk(side) if isinstance(part, s.Call))


def _multiplies_rows(call: s.Call) -> bool:
    parts = (part for argument in call.arguments for part in walk(argument))
    return any(isinstance(part, s.Transpose | s.Prime) for part in parts)


def _twin_names(
    call: s.Call, calls: frozenset[s.Call], counting: frozenset[str], letters: Letters
) -> Iterator[str]:
    found: set[str] = set()
    if _without_indices(call, counting, letters, found) in calls:
        yield from found


def _without_indices(node: Part, counting: frozenset[str], letters: Letters, found: set[str]) -> Part:
    """A formula of one example: the index of every datum dropped, the keys of the data gathered in ``found``."""
    if isinstance(node, s.Index) and node.below is not None and len(node.below.items) == 1:
        ref = reference(node, letters)
        if ref is not None and letters_of(node.below.items[0]) & counting and len(ref.indices) == 1:
            found.add(ref.key)
            return node.base if node.above is None else replace(node, below=None)
    changed: Part = rebuilt(node, lambda part: _without_indices(part, counting, letters, found))
    return changed
