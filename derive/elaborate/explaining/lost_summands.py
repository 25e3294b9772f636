"""One summand of a definition where the whole belongs: (1 − ε)δ_{iy} for q_i = (1 − ε)δ_{iy} + ε/K, Wx for Wx + b."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.evaluation.variables import free_letters
from derive.elaborate.explaining.lost_factors import Change, definitions_behind, leaves_out
from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.roles import Link
from derive.elaborate.symbols.scope import Definition
from derive.reader import syntax as s
from derive.reader.tree import rebuilt, walk

MOST_WHOLES = 24


def lost_summands(link: Link, typed: Typed) -> Iterator[Change]:
    """The parts of a line that are one summand of a definition behind it, with the whole definition.

    Where the words around the line say that it leaves something out, nothing was lost.
    """
    if leaves_out(link):
        return
    letters = sorted(free_letters(link, typed.scope.letters))
    wholes = [
        pair
        for made in definitions_behind(link, typed)
        for renamed in _with_letters(made, letters)
        for pair in _summands(renamed)
    ]
    for summand, whole in wholes[:MOST_WHOLES]:
        yield from ((part, whole) for part in walk(link.right) if part == summand)


def _with_letters(made: Definition, letters: list[str]) -> Iterator[s.Node]:
    """The body of a definition, for the member of each letter that a line has: q_i where q_k was said."""
    match made:
        case Definition(body=s.Add() | s.Sub() as body, indices=(own,)):
            yield from (_renamed(body, own, letter) for letter in dict.fromkeys((own, *letters)))
        case Definition(body=s.Add() | s.Sub() as body, indices=()):
            yield body


def _summands(whole: s.Node) -> Iterator[tuple[s.Node, s.Node]]:
    match whole:
        case s.Add(left=left, right=right):
            yield from ((left, whole), (right, whole))
        case s.Sub(left=left):
            yield left, whole


def _renamed(node: s.Node, old: str, new: str) -> s.Node:
    if isinstance(node, s.Name) and node.letter == old and not node.decorations:
        return replace(node, letter=new)
    changed: s.Node = rebuilt(node, lambda part: _renamed(part, old, new))
    return changed
