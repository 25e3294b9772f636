"""Sums without a range: how many they run over may be what a line is about."""

from __future__ import annotations

from collections.abc import Iterator

from derive.elaborate.laws.means import mean_counts
from derive.elaborate.readings.story import Story
from derive.elaborate.symbols.names import keys_in
from derive.elaborate.symbols.roles import Link
from derive.reader import syntax as s
from derive.reader.tree import walk


def counts_an_open_sum(story: Story, link: Link) -> bool:
    """Whether a number of data stands alone where a sum without a range runs over unsaid many: Σ_i x_i − n."""
    scope, typed = story.typed.scope, story.typed
    bare = {part.letter for part in walk(link.right) if isinstance(part, s.Name)} & scope.letters.sizes
    made = (scope.definitions.get(key) for key in scope.ancestors(link.left))
    bodies = [link.left, *(each.body for each in made if each is not None and each.body is not None)]
    sums = [
        part for body in bodies for part in walk(body) if isinstance(part, s.Big) and part.body is not None
    ]
    open_sums = [part for part in sums if part.above is None and isinstance(part.below, s.Name | None)]
    keys = {key for part in open_sums for key in keys_in(part, scope.letters) if typed.axes.get(key)}
    counted = {typed.dims.find(typed.axes[key][0]) for key in keys}
    return bool(bare and counted) and all(dim.startswith("?") for dim in counted)


def sums_neighbours_from_zero(story: Story, link: Link) -> bool:
    """Whether a line rests on a Σ_{k=0}^{K−1} with k + 1 in it: u_{k+1} − u_k has one member more than the sum has."""
    scope = story.typed.scope
    made = (scope.definitions.get(key) for key in scope.ancestors(link.left) | scope.ancestors(link.right))
    bodies = [each.body for each in made if each is not None and each.body is not None]
    return any(_has_neighbours(part) for body in (link.left, link.right, *bodies) for part in walk(body))


def _has_neighbours(part: object) -> bool:
    match part:
        case s.Big(
            body=body,
            below=s.Chain(members=(s.Name() as letter, s.Number(text="0"))),
            above=s.Sub(right=s.Number(text="1")),
        ) if body is not None:
            indices = (each.below.items for each in walk(body) if isinstance(each, s.Index) and each.below)
            return s.Add(letter, s.Number("1")) in [item for items in indices for item in items]
    return False


def divides_an_open_sum(story: Story, link: Link) -> bool:
    """Whether a letter divides a sum without a range that a line is made of, and does nothing else: it may count it."""
    scope = story.typed.scope
    above = scope.ancestors(link.left) | scope.ancestors(link.right)
    made = (scope.definitions.get(key) for key in sorted(above))
    bodies = [each.body for each in made if each is not None and each.body is not None]
    counts = frozenset[str]().union(*map(mean_counts, (link.left, *bodies)))
    inside = {part.letter for body in bodies for part in _in_exponents(body) if isinstance(part, s.Name)}
    return bool(counts - inside)


def _in_exponents(node: s.Node) -> Iterator[object]:
    for part in walk(node):
        if isinstance(part, s.Power):
            yield from walk(part.exponent)
        if isinstance(part, s.Call):
            yield from (inner for each in part.arguments for inner in walk(each))
