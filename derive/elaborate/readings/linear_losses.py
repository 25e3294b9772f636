r"""Chain rules through named slopes: ∂L/∂X made from ∂L/∂Q and ∂L/∂K holds for every L of Q and K or for none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce
from typing import NamedTuple

from derive.elaborate.claims.judge import Judgement, judge
from derive.elaborate.explaining.corrections import Correction, find_correction
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.names import Reference, reference
from derive.elaborate.symbols.roles import Link
from derive.elaborate.symbols.scope import Definition, Scope
from derive.model import Right
from derive.reader import syntax as s
from derive.reader.tree import walk

WEIGHT = r"\weight"


def for_any_loss(story: Story, link: Link) -> Judgement | None:
    """The judgement of a chain rule that is right for every loss of what its right side differentiates by.

    The slopes of a loss at one point are those of a sum of these names, weighted with free numbers: what holds for the
    weights holds for the loss, which need not be multiplied out.
    """
    typed = linear_in_named_slopes(story.typed, link)
    if typed is None:
        return None
    found = judge(link, context_of(story, typed, dict(story.order), link))
    return found if isinstance(found.verdict, Right) else None


def linear_correction(story: Story, link: Link) -> Correction | None:
    """The one change with which a chain rule is right for every loss of what it goes through."""
    typed = linear_in_named_slopes(story.typed, link)
    return None if typed is None else find_correction(link, context_of(story, typed, dict(story.order), link))


def linear_in_named_slopes(typed: Typed, link: Link) -> Typed | None:
    """The typing with a loss that is linear in the names by which the right side of a line differentiates it.

    None where the line is no such chain rule, or where its loss depends on the variable in other ways, too.
    """
    scope = typed.scope
    about = _slope(link.left, scope)
    if about is None or about.loss.indices or typed.axes.get(about.loss.key):
        return None
    derived = [part for part in walk(link.right) if isinstance(part, s.Derivative | s.Nabla | s.Differential)]
    slopes = [found for part in derived if (found := _slope(part, scope)) is not None]
    if not slopes or len(slopes) < len(derived) or any(one.loss.key != about.loss.key for one in slopes):
        return None
    between = {one.by.key: one.variable for one in slopes}
    if about.by.key in between or any(one.by.indices for one in slopes):
        return None
    if about.by.key in scope.without(frozenset(between)).ancestors_of(about.loss.key):
        return None
    return _with_weights(typed, about.loss.key, between)


def _with_weights(typed: Typed, loss: str, between: Mapping[str, s.Node]) -> Typed:
    """The typing in which a loss is the sum of some names, each weighted with numbers of its own."""
    typing, axes = dict(typed.typing), dict(typed.axes)
    summands: list[s.Node] = []
    for key, name in sorted(between.items()):
        weight = f"{WEIGHT}{{{key}}}"
        typing[weight], axes[weight] = typing[key], axes.get(key, ())
        summands.append(s.Product(s.Name(weight), name, ":" if axes[weight] else ""))
    body = reduce(s.Add, summands)
    return replace(typed, scope=typed.scope.define(Definition(loss, body)), typing=typing, axes=axes)


class _Slope(NamedTuple):
    """A first derivative of a name by a name."""

    loss: Reference
    by: Reference
    variable: s.Node


def _slope(part: object, scope: Scope) -> _Slope | None:
    """A first derivative that is written with names alone."""
    match part:
        case (
            s.Derivative(of=s.Name() | s.Index() as of, by=(s.Name() | s.Index() as by,))
            | s.Nabla(of=s.Name() | s.Index() as of, by=s.Name() | s.Index() as by, order=1)
        ):
            top, below = reference(of, scope.letters), reference(by, scope.letters)
            return _Slope(top, below, by) if top is not None and below is not None else None
    return None
