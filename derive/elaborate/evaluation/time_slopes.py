r"""Slopes along a motion: dL/dt of what moves with \dot w is the sum of ∂L/∂w times \dot w, and \dot L is dL/dt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from derive import arrays
from derive.elaborate.evaluation import lookup
from derive.elaborate.evaluation.unknown_functions import symbols_of, total_derivative
from derive.elaborate.evaluation.values import Value
from derive.elaborate.symbols.errors import outside
from derive.elaborate.symbols.names import Reference
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.elaborate.symbols.roles import contains
from derive.elaborate.symbols.scope import Axes
from derive.reader import syntax as s
from derive.reader.anatomy import base_of
from derive.reader.blocks import Document
from derive.reader.tree import Part, rebuilt, walk
from derive.terms import Sym, Term, add, mul

if TYPE_CHECKING:
    from derive.elaborate.evaluation.evaluate import Evaluation, Frame

TIME = s.Name("t")


def with_time_slopes(document: Document) -> Document:
    r"""The document with dL/dt for the \dot L of what equations make; the \dot w of the rest stay names.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text(r"$$L = w^2, \quad \dot L = 2 w \dot w$$")
    >>> tex(with_time_slopes(read).blocks[0].formulas[1].tree)
    '\\frac{\\partial L}{\\partial t} = 2 w \\dot{w}'
    """
    trees = written_trees(document)
    dotted = {below for tree in trees for part in walk(tree) if (below := _undotted(part)) is not None}
    if not dotted:
        return document
    made = {head for tree in trees for head in _made(tree)}
    by = told_by_dots(document.prose)

    def spelled(node: s.Node) -> s.Node:
        below = _undotted(base_of(node))
        if below is not None and (by != TIME or (below, isinstance(node, s.Index)) in made):
            whole = replace(node, base=below) if isinstance(node, s.Index) else below
            return s.Derivative(whole, (by,), span=node.span)
        changed: s.Node = rebuilt(node, spelled)
        return changed

    return rewritten(document, spelled)


_SAID = re.compile(
    r"\b(?:over)?dots?\b(?:\s+(?:above|over|on(?:\s+top\s+of)?)\s+(?:an?|the|any)\s+\w+)?\s+(?:will\s+|shall\s+|always\s+)?"
    r"(?:denotes?|means?|stands?\s+for|is|are|indicates?|marks?)\s+(?:the\s+)?"
    r"(?:\$\s*(?:\\[dt]?frac\s*\{\s*(?:d|\\partial)\s*\}\s*\{\s*(?:d|\\partial)|(?:d|\\partial)\s*/\s*(?:d|\\partial))\s*"
    r"(\\?[a-zA-Z]+)\s*\}?\s*\$|(?:\w+\s+)?(?:derivatives?|differentiation|slopes?)\s+"
    r"(?:with\s+respect\s+to|w\.?\s?r\.?\s?t\.?|in|by|along)\s+(?:the\s+\w+\s+)?\$\s*(\\?[a-zA-Z]+)\s*\$)",
    re.IGNORECASE,
)


def told_by_dots(prose: str) -> s.Name:
    r"""What a dot differentiates by, as the words of a document say; the time where they say nothing or two things.

    >>> told_by_dots(r"A dot will denote $d/d\lambda$; thus").letter, told_by_dots("dots are rates").letter
    ('\\lambda', 't')
    >>> told_by_dots("a dot means the derivative with respect to $s$").letter
    's'
    """
    found = {match[1] or match[2] for match in _SAID.finditer(prose)}
    letter = found.pop() if len(found) == 1 else TIME.letter
    return s.Name(letter) if len(letter) == 1 or letter.startswith("\\") else TIME


def _undotted(node: Part) -> s.Name | None:
    match node:
        case s.Name(decorations=(*others, "dot")):
            return replace(node, decorations=tuple(others))
    return None


def _made(tree: s.Node) -> Iterator[tuple[s.Name, bool]]:
    """The name that an equation makes from others, and whether it has indices: r_0 = … says nothing of r."""
    if isinstance(tree, s.Chain) and tree.relations[0].sign in ("=", ":="):
        head = tree.members[0]
        name = base_of(head)
        if isinstance(name, s.Name) and not contains(tree.members[1], s.Dots):
            yield name, isinstance(head, s.Index)


def along_time(ev: Evaluation, of: s.Node, ref: Reference, at: Frame) -> Value | None:
    """The slope of a formula by the time where names in it move; None where none does."""
    if ref.key != TIME.letter or ref.indices:
        return None
    moving = {key: f"\\dot{{{key}}}" for key in sorted(ev.typing) if f"\\dot{{{key}}}" in ev.typing}
    moving = {key: dotted for key, dotted in moving.items() if key not in ev.scope.definitions}
    if not moving:
        return None
    twice = {dotted: f"\\ddot{{{key}}}" for key, dotted in moving.items()}
    moving |= {dotted: again for dotted, again in twice.items() if again in ev.typing}
    for key, dotted in moving.items():
        count = ev.typing.get(key, Axes(0)).count
        if count == ev.typing.get(dotted, Axes(0)).count:
            pairs = (lookup.dims_of(ev, name, count) for name in (key, dotted))
            for one, other in zip(*pairs, strict=True):
                ev.dims.unify(one, other)
    target = ev.value(of, at)
    if not ev.concrete:
        return Value(target.shape, None, target.loose)
    rates = _rates(ev, moving, at)
    speeds = {name for dotted in twice.keys() - moving.keys() for name in _atoms(ev, dotted, at)}
    if any(symbols_of(ev, term) & speeds for term in target.entries):
        raise outside("how a velocity changes in time is not written")
    if not any(symbols_of(ev, term) & rates.keys() for term in target.entries):
        return None
    entries = [
        add(
            *(
                mul(total_derivative(ev, term, name), rates[name])
                for name in sorted(symbols_of(ev, term) & rates.keys())
            )
        )
        for term in target.entries
    ]
    assert target.array is not None
    return Value(target.shape, arrays.constant(entries, target.array.shape), target.loose)


def _atoms(ev: Evaluation, key: str, at: Frame) -> Iterator[str]:
    """The atoms of a name of at most two axes."""
    if ev.typing.get(key, Axes(0)).count <= 2 and key not in ev.scope.definitions:
        yield from (atom.name for atom in lookup.fetch(ev, key, [], at).entries if isinstance(atom, Sym))


def _rates(ev: Evaluation, moving: dict[str, str], at: Frame) -> dict[str, Term]:
    """What every atom of the names that move grows by."""
    found: dict[str, Term] = {}
    for key, dotted in moving.items():
        if ev.typing.get(key, Axes(0)).count == ev.typing.get(dotted, Axes(0)).count <= 2:
            atoms, rates = lookup.fetch(ev, key, [], at).entries, lookup.fetch(ev, dotted, [], at).entries
            if len(atoms) == len(rates):
                pairs = zip(atoms, rates, strict=True)
                found |= {atom.name: rate for atom, rate in pairs if isinstance(atom, Sym)}
    return found
