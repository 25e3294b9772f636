r"""Adjoints: a bar or dot over any name for the slope of one loss: "$\bar v$ denotes $\partial L/\partial v$"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.symbols.rewriting import rewritten
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.fragments import fragment
from derive.reader.tree import rebuilt

_BETWEEN = (
    r"(?:,|\s|\b(?:we|means?|denotes?|denoted|stands?|is|are|be|short|for|abbreviates?|abbreviated|writes?|written|call(?:ed)?|by|as"
    r"|the|an?|this|its|adjoint|gradient|derivative|partial|slope|sensitivity|array|matrix|vector|column|row|number"
    r"|quantity)\b)*"
)
"""The words between a short form and what it stands for, in either order; others may tell the two apart."""
_OPEN, _CLOSE = r"(?:\$|\\\()", r"(?:\$|\\\))"
_PAIR = re.compile(rf"{_OPEN}([^$=()]+){_CLOSE}(?={_BETWEEN}{_OPEN}([^$=()]+){_CLOSE})")
_EQUAL = re.compile(r"\$([^$=]+?)\s*(?:\\coloneqq|\\equiv|:=|=)\s*([^$=]+)\$")
_ANY = re.compile(
    r"\b(?:adjoints?|cotangents?|sensitivit(?:y|ies)|throughout|for\s+(?:any|every|each|all)|notation)\b",
    re.IGNORECASE,
)
NEAR = 90
MARKS = ("dot", "bar", "hat", "tilde")
Adjoint = tuple[str, s.Name]
"""The mark over a name, and the loss whose slope by the name it stands for."""


def with_adjoints(document: Document) -> Document:
    r"""The document with every marked name written out as a derivative, where the mark means this over any name.

    >>> from derive.reader.document import read_text
    >>> read = with_adjoints(read_text(r"Here $\bar v$ denotes $\partial L/\partial v$. $$\bar u = w\bar v$$"))
    >>> read.blocks[-1].formulas[0].tree.members[0].by
    (Name(letter='u', decorations=()),)
    """
    found = set(_declared(document.prose))
    if len(found) != 1:
        return document
    (adjoint,) = found

    def whole(tree: s.Node) -> s.Node:
        return adjoint[1] if _says_it(tree) else _spelled(tree, adjoint)

    return rewritten(document, lambda tree: _spelled(tree, adjoint), whole)


def _declared(text: str) -> Iterator[Adjoint]:
    """What the words of a text say of a mark; an equation says it of any name only where the words do."""
    for match in _PAIR.finditer(text):
        yield from _adjoint(fragment(match[1]), fragment(match[2]))
        yield from _adjoint(fragment(match[2]), fragment(match[1]))
    for match in _EQUAL.finditer(text):
        if _ANY.search(text, max(0, match.start() - NEAR), match.end() + NEAR):
            yield from _adjoint(fragment(match[1]), fragment(match[2]))


def _adjoint(short: s.Node | None, full: s.Node | None) -> Iterator[Adjoint]:
    match full:
        case s.Derivative(of=s.Name() as loss, by=(by,)) if short is not None:
            for mark in MARKS:
                if (plain := _without(short, mark)) is not None and plain == by:
                    yield mark, loss


def _without(node: s.Node, mark: str) -> s.Name | s.Index | None:
    """The name below a mark, with its indices; None where it has no such mark."""
    match node:
        case s.Name(decorations=decorations) if mark in decorations:
            return replace(node, decorations=tuple(each for each in decorations if each != mark))
        case s.Index(base=base) if (inner := _without(base, mark)) is not None:
            return replace(node, base=inner)
    return None


def _says_it(tree: s.Node) -> bool:
    """Whether a formula is the one that says what the mark means."""
    match tree:
        case s.Chain(members=(short, full)):
            return any(True for _ in _adjoint(short, full))
    return False


def _spelled(node: s.Node, adjoint: Adjoint) -> s.Node:
    mark, loss = adjoint
    if isinstance(node, s.Name | s.Index) and (plain := _without(node, mark)) is not None:
        return s.Derivative(loss, (plain,), span=node.span)
    changed: s.Node = rebuilt(node, lambda part: _spelled(part, adjoint))
    return changed
