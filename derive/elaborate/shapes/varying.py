"""Which names vary in a line of differentials: those whose differentials its derivation writes, and no others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.names import Letters, keys_in
from derive.elaborate.symbols.roles import Link
from derive.elaborate.symbols.scope import Scope
from derive.reader import syntax as s
from derive.reader.tree import walk


def with_local_differentials(typed: Typed, links: Sequence[Link], link: Link) -> Typed:
    """The typing in which only what the derivation of a line differentiates varies, where that is less."""
    scope = typed.scope
    if not scope.varying or not _differentiated(link, scope):
        return typed
    group = _group(links, link, scope)
    base = scope.varying & group
    return typed if base == scope.varying or not base else replace(typed, scope=replace(scope, varying=base))


def _differentiated(link: Link, scope: Scope) -> frozenset[str]:
    """The names whose differentials a relation or its chain writes."""
    return scope.memory.recall(lambda: frozenset(_written(link, scope.letters)), "differentiated", link)


def _written(link: Link, letters: Letters) -> Iterator[str]:
    chain = link.formula.chain
    for side in (link.left, link.right, *(chain.members if chain is not None else ())):
        for part in walk(side):
            if isinstance(part, s.Differential):
                yield from keys_in(part.of, letters)


def _group(links: Sequence[Link], link: Link, scope: Scope) -> frozenset[str]:
    """The names that are connected with those of a line by lines that write their differentials together."""
    group = _differentiated(link, scope)
    written = [_differentiated(other, scope) for other in links]
    for _ in written:
        joined = group.union(*(names for names in written if names & group))
        if joined == group:
            break
        group = joined
    return group
