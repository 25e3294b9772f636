"""Members one step off in a recurrence: h_t for h_{t−1} or h_{t+1}, in one place or wherever the member stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.evaluation.recurrences import recurrent
from derive.elaborate.explaining.lost_factors import Change
from derive.elaborate.symbols.scope import Scope
from derive.reader import syntax as s
from derive.reader.tree import rebuilt, walk

MOST_MEMBERS = 12


def other_steps(whole: s.Node, scope: Scope) -> Iterator[Change]:
    """The members of a formula with those one step before and after, where the document has a recurrence.

    A member that stands several times, as in 1 − h_{t+1} ⊙ h_{t+1}, is another one at all of these places or at one.
    """
    if not recurrent(scope):
        return
    members = [part for part in walk(whole) if isinstance(part, s.Index)][:MOST_MEMBERS]
    for part in members:
        yield from ((part, other) for other in _neighbours_of(part))
    for part in dict.fromkeys(member for member in members if members.count(member) > 1):
        yield from ((whole, _throughout(whole, part, other)) for other in _neighbours_of(part))


def _neighbours_of(part: s.Index) -> Iterator[s.Index]:
    yield from (replace(part, below=other) for other in _steps_of(part.below))
    yield from (replace(part, above=other) for other in _steps_of(part.above))


def _steps_of(indices: s.Indices | None) -> Iterator[s.Indices]:
    items = indices.items if indices is not None else ()
    for place, item in enumerate(items):
        for other in _one_off(item):
            assert indices is not None
            yield replace(indices, items=(*items[:place], other, *items[place + 1 :]))


def _one_off(item: s.Node) -> tuple[s.Node, ...]:
    match item:
        case s.Name():
            return s.Sub(item, s.Number("1")), s.Add(item, s.Number("1"))
        case s.Sub(left=s.Name() as name, right=s.Number()) | s.Add(left=s.Name() as name, right=s.Number()):
            return (name,)
    return ()


def _throughout(node: s.Node, old: s.Index, new: s.Index) -> s.Node:
    if node == old:
        return new
    changed: s.Node = rebuilt(node, lambda part: _throughout(part, old, new))
    return changed
