"""Styles and accents: what they make of a name, and of every name in a formula."""

from __future__ import annotations

from derive.reader.syntax import (
    Decorated,
    Index,
    Name,
    Node,
    Number,
    Prime,
    Product,
    Span,
)
from derive.reader.tree import rebuilt

_STYLE_ORDER = {"bold": 0, "cal": 1, "bb": 2, "frak": 3, "sans": 4}


def decorate(node: Node, decoration: str, span: Span) -> Node:
    """Put a style on every name in the node, or an accent on a name."""
    if decoration in _STYLE_ORDER:
        return _styled(node, decoration, span)
    if decoration in ("", "upright"):
        return _upright(node, span) if decoration else node
    match node:
        case Name(letter, decorations):
            return Name(letter, (*decorations, decoration), span)
        case Index(base, below, above) if isinstance(base, Name):
            return Index(decorate(base, decoration, base.span), below, above, span)
        case Prime(of, order):
            return Prime(decorate(of, decoration, of.span), order, span)
        case _:
            return Decorated(node, decoration, span)


def _styled(node: Node, style: str, span: Span) -> Node:
    if isinstance(node, Name):
        kept = node.decorations
        styles = (style, *(mark for mark in kept if mark != style))
        return Name(node.letter, tuple(sorted(styles, key=_decoration_order)), span)
    if isinstance(node, Number):
        return (
            Name(node.text, (style,), span) if style in ("bb", "bold") and node.text in ("0", "1") else node
        )
    styled: Node = rebuilt(node, lambda part: _styled(part, style, part.span))
    return styled


def _decoration_order(mark: str) -> int:
    return _STYLE_ORDER.get(mark, 9)


def _upright(node: Node, span: Span) -> Node:
    """Upright letters side by side are one word."""
    letters = _letters(node)
    return Name(letters, (), span) if letters is not None and len(letters) > 1 else node


def _letters(node: Node) -> str | None:
    match node:
        case Name(letter, ()) if letter.isalpha():
            return letter
        case Product(left, right, ""):
            first, second = _letters(left), _letters(right)
            return first + second if first is not None and second is not None else None
        case _:
            return None
