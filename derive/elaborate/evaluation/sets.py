"""Parts of the data: which of them are in a set that is only named is a datum of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from derive.elaborate.evaluation import extrema, lookup
from derive.elaborate.evaluation.values import Value
from derive.elaborate.symbols.names import key_of, letters_of
from derive.elaborate.symbols.scope import Scope
from derive.reader import syntax as s
from derive.reader.anatomy import items_of
from derive.reader.tree import Part as Tree
from derive.reader.tree import walk

if TYPE_CHECKING:
    from derive.elaborate.evaluation.evaluate import Evaluation, Frame

SLICE = "as a slice of"
MEMBER = "∈ "
"""What stands before the name of a set in the name of the data that say who is in it: 1 for members, else 0."""


@dataclass(frozen=True, slots=True)
class Part:
    """What i ∈ A_u says: the set, its own indices, and the members that are said to be in it."""

    key: str
    indices: tuple[s.Node, ...]
    members: tuple[s.Node, ...]


def part_of(condition: Tree) -> Part | None:
    """The part of the data that a condition i ∈ A, i ∈ A_u, i ∈ A(u) or (u, i) ∈ A names; None for anything else."""
    match condition:
        case s.Chain(members=(member, named), relations=(relation,)) if relation.sign == "in":
            members = items_of(member)
            found = _named(named)
            if found is not None and all(isinstance(each, s.Name) for each in members):
                return Part(found[0], found[1], members)
    return None


def _named(node: s.Node) -> tuple[str, tuple[s.Node, ...]] | None:
    """The name of a set and its indices."""
    match node:
        case s.Ambiguous(readings=(first, *_)):
            return _named(first)
        case s.Name():
            return key_of(node), ()
        case s.Index(base=s.Name() as base, below=below, above=above):
            items = (*(above.items if above else ()), *(below.items if below else ()))
            return (key_of(base), items) if all(letters_of(item) for item in items) else None
        case s.Call(function=s.Name() as function, arguments=arguments) if all(map(letters_of, arguments)):
            return key_of(function), arguments
    return None


def whole_sets(trees: Iterable[s.Node]) -> frozenset[str]:
    """The sets that are all there is: whatever is summed over a member of V is nowhere summed over anything else.

    So is the vocabulary V of Σ_{w ∈ V} exp(u_w·v), but not the batch B beside a sum over all data.
    """
    inside, elsewhere = dict[str, set[str]](), set[str]()
    for big in (part for tree in trees for part in walk(tree) if isinstance(part, s.Big)):
        part = part_of(big.below) if big.below is not None else None
        if part is None or part.indices or len(part.members) != 1:
            elsewhere |= _carrying(big, None)
        else:
            inside.setdefault(part.key, set()).update(_carrying(big, part.members[0]))
    alone = (key for key, names in inside.items() if names and not names & elsewhere)
    found = frozenset(alone)
    return frozenset(k for k in found if not any(inside[k] & inside[o] for o in inside if o != k))


def _carrying(big: s.Big, member: s.Node | None) -> set[str]:
    """The names in a sum that carry the letter of a member, or any index at all."""
    letters = letters_of(member) if member is not None else frozenset[str]()
    indexed = (part for part in walk(big.body) if isinstance(part, s.Index)) if big.body is not None else ()
    return {
        key_of(part.base)
        for part in indexed
        if isinstance(part.base, s.Name) and part.below is not None
        if member is None or any(letters & letters_of(item) for item in part.below.items)
    }


def is_part(scope: Scope, condition: Tree) -> bool:
    """Whether a condition under a sum names a part of the data, and not all of them."""
    part = part_of(condition)
    return part is not None and part.key not in scope.whole_sets


def sets_in(scope: Scope, node: s.Node) -> frozenset[str]:
    """The parts of the data that sums of a formula run over."""
    found = ((_as_pair(scope, part) or part).key for part in _parts(node))
    return frozenset(found) - scope.whole_sets


def _parts(node: s.Node) -> Iterator[Part]:
    below = (part.below for part in walk(node) if isinstance(part, s.Big) and part.below is not None)
    yield from (found for each in below for inner in walk(each) if (found := part_of(inner)) is not None)


def taking_part(ev: Evaluation, chain: s.Chain, at: Frame) -> Value:
    """1 where a condition holds, else 0; whether (i, k) is in a set that is only named is a datum of its own."""
    part = part_of(chain)
    if part is None:
        return extrema.indicator(ev, s.Indicator(chain), at)
    pair = _as_pair(ev.scope, part)
    if pair is not None:
        ev.notes.add(f"{part.key} {SLICE} {pair.key}")
        part = pair
    items = [ev.index(item, at) for item in (*part.indices, *part.members)]
    paired = len(part.members) > 1
    return lookup.fetch(ev, part.key if paired else MEMBER + part.key, items, at)


def _as_pair(scope: Scope, part: Part) -> Part | None:
    """i ∈ Ω_u as (u, i) ∈ Ω: a slice of the one set of pairs that sums of the document run over."""
    if len(part.indices) != 1 or len(part.members) != 1:
        return None
    pairs = scope.memory.recall(lambda: _pairs(scope), "sets of pairs")
    own = [pair for pair in pairs if pair.key == part.key] or (pairs if len(pairs) == 1 else [])
    return next((found for pair in own if (found := _slice(pair, part)) is not None), None)


def _pairs(scope: Scope) -> list[Part]:
    """The sets of pairs in the definitions of a document, each once."""
    bodies = (made.body for made in scope.definitions.values() if made.body is not None)
    found = {part.key: part for body in bodies for part in _parts(body) if len(part.members) == 2}
    return list(found.values())


def _slice(pair: Part, part: Part) -> Part | None:
    """The pair that a slice means, its letters in the places where the set of pairs has them."""
    (index,), (member,) = part.indices, part.members
    first, second = pair.members
    if index == first or member == second:
        return Part(pair.key, (), (index, member))
    if index == second or member == first:
        return Part(pair.key, (), (member, index))
    return None
