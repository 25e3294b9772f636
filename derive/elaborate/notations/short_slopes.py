r"""Slopes that a document writes for short, where it says so: δh_t for ∂L/∂h_t, dZ for ∂L/∂Z."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.fragments import fragment
from derive.reader.tree import rebuilt, walk

Mark = Literal["d", r"\delta", r"\Delta"]
_SHORT = r"\$\s*((?:\\delta|\\Delta|d|\\mathrm\{d\})[^$=<>]{1,20}?)\s*\$"
_SLOPE = r"\$\s*([^$=<>]*?\\partial[^$=<>]*?)\s*\$"
_SAID = re.compile(
    rf"{_SHORT}\s+(?:for|is|denotes?|means?|stands\s+for|abbreviates)\s+(?:the\s+\w+\s+)?{_SLOPE}"
    rf"|{_SLOPE}\s+(?:is|are)?\s*(?:written|denoted|abbreviated)\s+(?:as\s+|by\s+)?{_SHORT}",
    re.IGNORECASE,
)


def with_short_slopes(document: Document) -> Document:
    """The document with every δx written out as ∂L/∂x, where one such line or phrase says that this is meant."""
    found = {*_in_formulas(document), *_in_words(document.prose)}
    if len(found) != 1:
        return document
    ((mark, loss),) = found
    said = _for_any_name(document.prose)

    def whole(tree: s.Node) -> s.Node:
        stands_for_any = any(start <= tree.span.start < end for start, end in said)
        return loss if stands_for_any else _unless_said(tree, mark, loss)

    return rewritten(document, lambda tree: _spelled(tree, mark, loss), whole)


def _for_any_name(text: str) -> list[tuple[int, int]]:
    """Where a text says what a short form means of a word that stands for any name."""
    matches = list(_SAID.finditer(text))
    return [match.span() for match in matches if any(_of_any_name(*_short_and_slope(match)))]


def _short_and_slope(match: re.Match[str]) -> tuple[str, str]:
    return match[1] or match[4], match[2] or match[3]


def _in_formulas(document: Document) -> Iterator[tuple[Mark, s.Node]]:
    for tree in written_trees(document):
        match tree:
            case s.Chain(members=(short, slope, *_), relations=(relation, *_)) if relation.sign in (
                "=",
                ":=",
                "equiv",
            ):
                yield from _pair(short, slope)


def _in_words(text: str) -> Iterator[tuple[Mark, s.Node]]:
    for match in _SAID.finditer(text):
        short, slope = map(fragment, _short_and_slope(match))
        if short is not None and slope is not None:
            yield from _pair(short, slope)
        yield from _of_any_name(*_short_and_slope(match))


_OF_ANY = re.compile(r"(?:\\d?frac\{)?\\partial\s*([^/{}\s]+?)\s*(?:/|\}\{)\s*\\partial\s*(.+?)\}?")
_ANY_NAME = re.compile(r"d\s*((?:\\(?:text|mathrm|mathit)\s*)?.{2,})")


def _of_any_name(short: str, slope: str) -> Iterator[tuple[Mark, s.Node]]:
    r"""The mark and the loss of "$dfoo$ for $\partial L/\partial foo$", where foo is a word for any name."""
    left, right = _ANY_NAME.fullmatch(short), _OF_ANY.fullmatch(slope)
    loss = fragment(right[1]) if right is not None else None
    if left is not None and right is not None and left[1] == right[2] and isinstance(loss, s.Name):
        yield "d", loss


def _pair(short: s.Node, slope: s.Node) -> Iterator[tuple[Mark, s.Node]]:
    """The mark and the loss where δx is said to be ∂L/∂x of the same x."""
    marked = _marked(short)
    match slope:
        case s.Derivative(of=s.Name() as loss, by=(by,)) if marked is not None and marked[1] == by:
            yield marked[0], loss


def _marked(node: s.Node) -> tuple[Mark, s.Node] | None:
    """The mark and the name of δx or dx."""
    match node:
        case s.Differential(of=s.Name() | s.Index() as of, symbol="d"):
            return "d", of
        case s.Differential(of=s.Name() | s.Index() as of, symbol="delta"):
            return r"\delta", of
        case s.Product(
            left=s.Name(letter=r"\delta" | r"\Delta" as letter, decorations=()), right=right, sign=""
        ):
            return (letter, right) if isinstance(right, s.Name | s.Index) else None
    return None


def _unless_said(tree: s.Node, mark: Mark, loss: s.Node) -> s.Node:
    """A formula spelled out, the one that says what the short form means left as it is."""
    match tree:
        case s.Chain(members=(short, slope, *_)) if list(_pair(short, slope)):
            return tree
    return _spelled(tree, mark, loss)


def _spelled(node: s.Node, mark: Mark, loss: s.Node) -> s.Node:
    marked = _marked(node)
    if marked is not None and marked[0] == mark:
        return s.Derivative(loss, (marked[1],), span=node.span)
    match node:
        case s.Product(left=s.Product() as left, right=s.Name() | s.Index() as right, sign=""):
            return _rejoined(node, left, right, mark, loss)
        case s.Ambiguous(readings=readings):
            together = [_spelled(each, mark, loss) for each in readings]
            kept = [each for each in together if s.Name(mark) not in walk(each)] or together
            return kept[0] if len(kept) == 1 else replace(node, readings=tuple(kept))
    spelled: s.Node = rebuilt(node, lambda part: _spelled(part, mark, loss))
    return spelled


def _rejoined(node: s.Product, left: s.Product, right: s.Name | s.Index, mark: Mark, loss: s.Node) -> s.Node:
    """W δ x, which is read as (W δ) x, with its last two factors together."""
    last = s.Product(left.right, right)
    if (
        (marked := _marked(last)) is not None
        and marked[0] == mark
        and left.sign in ("", "cdot", "odot", "circ")
    ):
        slope = s.Derivative(loss, (marked[1],), span=s.Span(left.right.span.start, right.span.end))
        return s.Product(_spelled(left.left, mark, loss), slope, left.sign, node.span)
    spelled: s.Node = rebuilt(node, lambda part: _spelled(part, mark, loss))
    return spelled
