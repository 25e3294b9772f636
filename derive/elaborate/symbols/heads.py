"""Which derivative a line works out: the one on its left, the one its chain began with, or the one it is a name of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from derive.elaborate.symbols.roles import Link, head_of
from derive.elaborate.symbols.scope import Scope
from derive.reader import syntax as s
from derive.reader.tree import rebuilt, walk


@dataclass(frozen=True)
class Head:
    """What a line differentiates, and by what; of a second derivative, the first one by the second variable."""

    of: s.Node
    by: s.Node


def heads(link: Link, scope: Scope) -> list[Head]:
    """The derivatives that a line may be about, the likeliest first."""
    return list(dict.fromkeys(head for head in _heads(link, scope) if head is not None))


def _heads(link: Link, scope: Scope) -> Iterator[Head | None]:
    yield _differentiated(link.left)
    yield from (_differentiated(node) for node in _beginnings(link))
    yield _undone(link.left)
    yield _named_derivative(link, scope)


def _beginnings(link: Link) -> Iterator[s.Node]:
    """What the chain began with that the line stands in, row by row upwards."""
    rows = [row for row in link.block.formulas if row.span.start <= link.formula.span.start]
    for row in reversed(rows):
        first = row.chain.members[0] if row.chain is not None else None
        if first is None:
            return
        if not isinstance(first, s.Hole):
            yield first
            return
        if row.carried is not None:
            yield row.carried


def _undone(node: s.Node) -> Head | None:
    """What a sum of derivatives by one variable, d/dx(a) + c d/dx(b), is the derivative of: a + c b."""
    found = {part.by for part in walk(node) if isinstance(part, s.Derivative) and part.of is not None}
    if len(found) != 1:
        return None
    (by,) = found
    return Head(_without_operators(node), by[0]) if len(by) == 1 else None


def _without_operators(node: s.Node) -> s.Node:
    if isinstance(node, s.Derivative) and node.of is not None:
        return node.of
    changed: s.Node = rebuilt(node, _without_operators)
    return changed


def _named_derivative(link: Link, scope: Scope) -> Head | None:
    """The derivative that the left side is a name of: δ_k = -∂E/∂a_k."""
    name = head_of(link.left, scope.letters)
    meant = scope.definitions.get(name.key) if name is not None else None
    if name is None or meant is None or meant.body is None or meant.indices != name.indices:
        return None
    if isinstance(meant.body, s.Neg):
        found = _differentiated(meant.body.of)
        return None if found is None else Head(s.Neg(found.of), found.by)
    return _differentiated(meant.body)


def _differentiated(node: s.Node) -> Head | None:
    match node:
        case s.Derivative(of=of, by=(by,)) if of is not None:
            return Head(of, by)
        case s.Derivative(of=of, by=(one, other)) if of is not None:
            return Head(replace(node, by=(one,)), other.of if isinstance(other, s.Transpose) else other)
        case s.Nabla(of=of, by=by, order=1) if of is not None and by is not None:
            return Head(of, by)
        case s.Nabla(of=of, by=by, order=2) if of is not None and by is not None:
            return Head(replace(node, order=1), by)
        case s.Nabla(of=s.Call(arguments=(by,)) as of, by=None, order=1):
            return Head(of, by)
        case s.Nabla(of=s.Call(arguments=(by,)), by=None, order=2):
            return Head(replace(node, order=1), by)
        case s.Call(function=s.Prime(of=function, order=1), arguments=(by,)):
            return Head(replace(node, function=function), by)
        case s.Call(function=s.Prime(of=function, order=order), arguments=(by,)):
            return Head(replace(node, function=s.Prime(function, order - 1)), by)
    return None
