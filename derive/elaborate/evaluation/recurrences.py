"""Families that are made from their own members before: h_t = tanh(W h_{t−1} + U x_t), back to a first one, h_0."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from derive.elaborate.symbols.dims import Dim
from derive.elaborate.symbols.errors import NoValue
from derive.elaborate.symbols.names import Letters, reference
from derive.elaborate.symbols.roles import Head, summands
from derive.elaborate.symbols.scope import Scope
from derive.model import Reason
from derive.reader import syntax as s
from derive.reader.anatomy import indices_of
from derive.reader.tree import Part, children

if TYPE_CHECKING:
    from derive.elaborate.evaluation.evaluate import Evaluation, Frame


class Beyond(NoValue):
    """A member behind the last one of a recurrence, as δ_{T+1}."""

    def __init__(self) -> None:
        super().__init__(Reason.OUTSIDE_FRAGMENT, "a member behind the last one")


def is_recurrence(head: Head, right: s.Node, scope: Scope) -> bool:
    """Whether a right side leads back to the family on the left by members before alone: h_{t−1}."""
    alone = [part for part in summands(right) if isinstance(part, s.Index)]
    plain = any(_members_alone(part, head.key, scope.letters) or _is_noise(part) for part in alone)
    ways = _ways_back(right, head.key, scope)
    return bool(head.indices) and not plain and ways == {True}


def _ways_back(right: s.Node, key: str, scope: Scope) -> set[bool]:
    """Whether the ways from a formula back to a family go by an earlier member, for all ways."""
    found, seen = set[bool](), set[tuple[str, bool]]()
    waiting = [(right, False)]
    while waiting:
        tree, earlier = waiting.pop()
        for part, other in _members(tree, scope.letters):
            step = (other, earlier or _is_before(part))
            if other == key:
                found.add(step[1])
            elif step not in seen:
                seen.add(step)
                made = scope.definitions.get(other)
                waiting += [(made.body, step[1])] if made is not None and made.body is not None else []
    return found


def _members(node: Part, letters: Letters) -> Iterator[tuple[s.Name | s.Index, str]]:
    """The names of a formula with the objects that they mean."""
    if isinstance(node, s.Name | s.Index):
        ref = reference(node, letters)
        if ref is not None:
            yield node, ref.key
            return
    for part in children(node):
        yield from _members(part, letters)


NOISE = (r"\epsilon", r"\varepsilon", r"\xi", r"\eta")


def _is_noise(node: s.Index) -> bool:
    """Whether a summand is what a model of data leaves open: the ε_t of x_t = a x_{t−1} + ε_t, where x_t are data."""
    return isinstance(node.base, s.Name) and node.base.letter in NOISE


def _members_alone(node: s.Node, key: str, letters: Letters) -> bool:
    """Whether a summand is a member of the family as it is, as in the update w_t = w_{t−1} − g_t."""
    ref = reference(node, letters) if isinstance(node, s.Name | s.Index) else None
    return ref is not None and ref.key == key


def _is_before(node: s.Name | s.Index) -> bool:
    return any(isinstance(item, s.Sub) and isinstance(item.right, s.Number) for item in indices_of(node))


def recurrent(scope: Scope) -> frozenset[str]:
    """The families that are made from their own members before."""
    return scope.memory.recall(lambda: _recurrent(scope), "recurrent families")


def _recurrent(scope: Scope) -> frozenset[str]:
    made = (each for each in scope.definitions.values() if each.indices and each.body is not None)
    return frozenset(each.key for each in made if each.key in scope.ancestors(each.body))  # type: ignore[arg-type]


def is_first(ev: Evaluation, key: str, values: Sequence[int | None]) -> bool:
    """Whether a member stands before the first one that a recurrence makes: h_0."""
    return any(value is not None and value < 1 for value in values) and key in recurrent(ev.scope)


def are_first(ev: Evaluation, names: Collection[str]) -> bool:
    """Whether atoms are members with which recurrences begin: h_0 is given, and depends on nothing."""
    begun = [name.partition("[0") for name in names]
    return bool(begun) and all(sign and key in recurrent(ev.scope) for key, sign, _ in begun)


def check_last(ev: Evaluation, key: str, values: Sequence[int | None], dims: Sequence[Dim]) -> None:
    """Raise Beyond for a member behind the last one, of what follows from a recurrence."""
    followed = recurrent(ev.scope) & ev.scope.ancestors_of(key)
    if not followed:
        return
    ends = _with_its_steps(ev, followed, dims) if len(values) == 1 else dims
    if any(value is not None and value > ev.size(dim) for value, dim in zip(values, ends, strict=False)):
        raise Beyond


def _with_its_steps(ev: Evaluation, followed: Collection[str], dims: Sequence[Dim]) -> Sequence[Dim]:
    """The dimensions of a family that has as many members as the one recurrence it follows from.

    Nothing else may say how many there are of λ_t = ∂J/∂x_t: a sum over λ_{t+1} does not.
    """
    steps = {ev.dims.find(axes[0]) for name in followed if (axes := ev.axes.get(name))}
    own = ev.dims.find(dims[0]) if dims else ""
    return (*steps, *dims[1:]) if own.startswith("?") and len(steps) == 1 else dims


def holding_member(ev: Evaluation, key: str, indices: Sequence[s.Node], at: Frame) -> Frame:
    """The frame in which one member of a recurrence is held, and all of any other name."""
    if ev.concrete and indices and key in recurrent(ev.scope):
        values = tuple(ev.index(item, at)[1] for item in indices)
        check_last(ev, key, values, ev.axes.get(key, ()))
        return at.holding_member(key, values)
    return at.holding(frozenset((key,)))
