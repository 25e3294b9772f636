"""The smallest wrong part of a line: the one change of a sign, a factor or a summand that makes it right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from derive.elaborate.judge import SMALL, Context, judge
from derive.elaborate.roles import Link
from derive.model import Right
from derive.reader import syntax as s
from derive.reader.tree import rebuilt, walk

MOST_TRIES = 16
QUICK_TRIES = 4


@dataclass(frozen=True, slots=True)
class Correction:
    """Where the mistake is, and the right side as it should be."""

    place: s.Span
    corrected: s.Node


def find_correction(link: Link, context: Context) -> Correction | None:
    """The first single change of the right side with which the link is right, or None."""
    quick = replace(context, plans=SMALL, tries=QUICK_TRIES, charitable=context.charitable)
    for found in islice(_changes(link.right), MOST_TRIES):
        changed = replace(link, right=found.corrected)
        if _right(changed, quick) and _right(changed, context):
            return found
    return None


def _right(link: Link, context: Context) -> bool:
    return isinstance(judge(link, context).verdict, Right)


def _changes(whole: s.Node) -> Iterator[Correction]:
    yield from _signs(whole)
    yield Correction(whole.span, s.Neg(whole))
    yield from _factors(whole)
    yield from _summands(whole)


def _signs(whole: s.Node) -> Iterator[Correction]:
    for part in walk(whole):
        match part:
            case s.Add():
                yield Correction(_between(part), _with(whole, part, s.Sub(part.left, part.right, part.span)))
            case s.Sub():
                yield Correction(_between(part), _with(whole, part, s.Add(part.left, part.right, part.span)))
            case s.Neg():
                yield Correction(part.span, _with(whole, part, part.of))


def _factors(whole: s.Node) -> Iterator[Correction]:
    for part in walk(whole):
        match part:
            case s.Product():
                yield Correction(part.right.span, _with(whole, part, part.left))
                yield Correction(part.left.span, _with(whole, part, part.right))
            case s.Number() if part.text != "1":
                yield Correction(part.span, _with(whole, part, s.Number("1")))
            case s.Transpose():
                yield Correction(part.span, _with(whole, part, part.of))
            case s.Fraction():
                yield Correction(part.span, _with(whole, part, part.top))
    yield from (Correction(whole.span, s.Product(factor, whole)) for factor in _HALF_AND_TWO)


_HALF_AND_TWO = (s.Number("2"), s.Fraction(s.Number("1"), s.Number("2")))


def _summands(whole: s.Node) -> Iterator[Correction]:
    for part in walk(whole):
        if isinstance(part, s.Add | s.Sub):
            yield Correction(part.right.span, _with(whole, part, part.left))
            rest = part.right if isinstance(part, s.Add) else s.Neg(part.right)
            yield Correction(part.left.span, _with(whole, part, rest))


def _between(part: s.Add | s.Sub) -> s.Span:
    return s.Span(part.left.span.end, part.right.span.start)


def _with(whole: s.Node, old: s.Node, new: s.Node) -> s.Node:
    if whole is old:
        return new
    changed: s.Node = rebuilt(whole, lambda part: _with(part, old, new))
    return changed
