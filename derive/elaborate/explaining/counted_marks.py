r"""A number of all where only some count: the n/k for (Σ_i d_i)/k of Σ_i d_i log k, where d_i marks a failure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.names import reference
from derive.elaborate.symbols.roles import Link
from derive.elaborate.symbols.scope import Axes
from derive.reader import syntax as s
from derive.reader.tree import walk

_ALL_COUNT = re.compile(
    r"\b(?:no|without|free\s+of)\s+censor|\buncensored|\bnormali[sz]ed\b|\bsum(?:s|ming)?\s+(?:up\s+)?to\b|\badds?\s+up\s+to\b"
    r"|\\sum(?:_(?:\{[^}]*\}|\w))?(?:\^(?:\{[^}]*\}|\w))?\s*\\?[a-z]+_(?:\{[^}]*\}|\w)\s*="
    r"|(?<!not\s)\b(?:all|each|every)(?:\s+\w+){0,3}\s+(?:fail|die|happen|observed|count|relapse)\w*"
)
"""Words that say that all members count, or what their marks sum to."""


def counted_marks(link: Link, typed: Typed) -> Iterator[tuple[s.Node, s.Node]]:
    """The sizes of a line with what a sum of the definitions may mean by them, if it goes with marks of its members.

    Not where a formula or words say what the marks sum to: Σ_i w_i = n.
    """
    scope = typed.scope
    if scope.shows(_ALL_COUNT):
        return
    keys = sorted(scope.ancestors(link.left))
    bodies = [made.body for key in keys if (made := scope.definitions.get(key)) and made.body is not None]
    sums = dict.fromkeys(each for body in bodies for part in walk(body) for each in _sums(part, typed))
    for part in walk(link.right):
        if isinstance(part, s.Name) and part.letter in scope.letters.sizes:
            for total in sums:
                if total.above == part:
                    yield part, total


def _sums(part: object, typed: Typed) -> Iterator[s.Big]:
    """Σ_i d_i of every Σ_i d_i (…), where the d_i are data."""
    match part:
        case s.Big(symbol="sum", body=body, below=below, above=s.Name() as count) if body is not None:
            letters = bound_letters(below) if below is not None else frozenset()
            for inner in walk(body):
                ref = reference(inner, typed.scope.letters) if isinstance(inner, s.Index) else None
                if (
                    not isinstance(inner, s.Index)
                    or ref is None
                    or ref.key in typed.scope.definitions
                    or len(ref.indices) != 1
                ):
                    continue
                number = typed.typing.get(ref.key, Axes(0)).count == 1
                if number and ref.indices[0] in {s.Name(letter) for letter in letters}:
                    yield s.Big("sum", inner, below, count)
