"""Slopes of a recurrence that hold what comes before: dh_t/du = (1 − h_t²) x_t, where h_{t−1} varies with u as well."""

from __future__ import annotations

from dataclasses import replace

from derive.elaborate.claims.judge import Context, judge
from derive.elaborate.evaluation.recurrences import recurrent
from derive.elaborate.symbols.names import reference
from derive.elaborate.symbols.roles import Link, contains
from derive.model import Right
from derive.reader import syntax as s
from derive.reader.tree import rebuilt

BEFORE = "at before"


def loses_the_steps_before(link: Link, context: Context) -> bool:
    """Whether a refuted slope of a member is proved to be the one with the member before it held."""
    scope = context.typed.scope
    match link.left:
        case s.Derivative(of=s.Index(base=s.Name() as base) as member, by=(_,)):
            ref = reference(member, scope.letters)
        case _:
            return False
    made = scope.definitions.get(ref.key) if ref is not None else None
    if ref is None or made is None or made.body is None or ref.key not in recurrent(scope):
        return False
    letters = tuple(s.Name(letter) for letter in made.indices)
    if tuple(ref.indices) != letters or contains(link.right, s.Derivative):
        return False
    held = s.Name(base.letter, (*base.decorations, BEFORE))

    body = _held(made.body, base, held)
    right = _held(_put(link.right, member, made.body), base, held)
    one = replace(link, left=replace(link.left, of=body), right=right)
    return isinstance(judge(one, context).verdict, Right)


def _put(node: s.Node, old: s.Node, new: s.Node) -> s.Node:
    if node == old:
        return new
    changed: s.Node = rebuilt(node, lambda part: _put(part, old, new))
    return changed


def _held(node: s.Node, base: s.Name, held: s.Name) -> s.Node:
    """A formula with a plain name for every member of a family that is left in it."""
    if isinstance(node, s.Index) and node.base == base:
        return held
    changed: s.Node = rebuilt(node, lambda part: _held(part, base, held))
    return changed
