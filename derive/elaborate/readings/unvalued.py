r"""Names whose formula has no value, h_a = θ·φ(s, a) with a φ that is unknown: what holds for any h holds for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.claims.judge import Judgement, judge
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.symbols.names import keys_in, reference
from derive.elaborate.symbols.roles import Link
from derive.elaborate.symbols.scope import Scope
from derive.model import Reason, Right, Unknown
from derive.reader import syntax as s
from derive.reader.tree import walk


def with_unvalued_names_free(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """Right where an open line holds whatever the names are that are made with unknown functions of several things.

    Nothing in the line, or in what it is made from, is differentiated by what those names are made from.
    """
    open_ = isinstance(judgement.verdict, Unknown) and judgement.verdict.reason is Reason.OUTSIDE_FRAGMENT
    if not open_:
        return judgement
    scope = story.typed.scope
    unvalued = frozenset(_unvalued(scope))
    if not unvalued & (scope.ancestors(link.left) | scope.ancestors(link.right)):
        return judgement
    free = scope.without(unvalued)
    below = frozenset[str]().union(*(scope.ancestors_of(key) for key in unvalued)) - unvalued
    said = free.ancestors(link.left) | free.ancestors(link.right)
    bodies = [made.body for key in said if (made := free.definitions.get(key)) is not None and made.body]
    sides = (link.left, link.right, *bodies)
    if any(_varies(part, below, scope) for side in sides for part in walk(side)):
        return judgement
    typed = replace(story.typed, scope=free)
    found = judge(link, context_of(story, typed, dict(story.order), link))
    return found if isinstance(found.verdict, Right) else judgement


def _varies(part: object, below: frozenset[str], scope: Scope) -> bool:
    """Whether something is differentiated by one of some names, or it is not said by what."""
    match part:
        case s.Derivative(by=by):
            return any(set(keys_in(each, scope.letters)) & below for each in by)
        case s.Nabla(by=by):
            return by is None or bool(set(keys_in(by, scope.letters)) & below)
        case s.Differential() | s.Prime() | s.Jacobian() | s.Ambiguous():
            return True
    return False


def _unvalued(scope: Scope) -> Iterator[str]:
    """The names that are made with a function of several arguments which nothing defines."""
    for key, made in scope.definitions.items():
        calls = (
            (part for part in walk(made.body) if isinstance(part, s.Call)) if made.body is not None else ()
        )
        if any(_is_unknown(call, scope) for call in calls):
            yield key


def _is_unknown(call: s.Call, scope: Scope) -> bool:
    ref = reference(call.function, scope.letters)
    return ref is not None and ref.key not in scope.definitions and len(call.arguments) > 1
