"""Subscripts: i, ij, (i, j), i,j, words, and conditions."""

from __future__ import annotations

from derive.reader.cursor import Cursor
from derive.reader.signs import FUNCTION_WORDS
from derive.reader.syntax import Index, Indices, Name, Node, Number, Prime, Product, Sequence, Span, Text

_PLAIN = frozenset("ijklmnabcdpqrstuvxyzN")


def subscript(cursor: Cursor) -> Indices:
    """What stands below: i, ij, (i, j), i,j or words."""
    start = cursor.token.start
    if cursor.kind != "group":
        return Indices((lone(cursor),), False, "", cursor.span(start))
    end = cursor.partner[cursor.at]
    pair = _typed_if(cursor, end)
    if pair is not None:
        cursor.jump(end + 1)
        return pair
    label = _label(cursor, end)
    if label is not None:
        if not label.text:
            raise cursor.fail("an index is empty")
        cursor.jump(end + 1)
        return Indices((label,), False, "", cursor.span(start))
    cursor.advance()
    items = index_items(cursor, end)
    cursor.advance()
    return indices(items, cursor.span(start))


def _typed_if(cursor: Cursor, end: int) -> Indices | None:
    """v_{if}: two indices; v_{\\text{if}} is a word."""
    token = cursor.ahead()
    if cursor.at + 2 != end or token.text != "if" or token.end - token.start != len("if"):
        return None
    places = (Span(token.start, token.start + 1), Span(token.start + 1, token.end))
    items = tuple(Name(letter, (), place) for letter, place in zip("if", places, strict=True))
    return Indices(items, True, "", cursor.span(token.start))


def index_items(cursor: Cursor, end: int) -> list[Node]:
    items: list[Node] = []
    outside, cursor.in_index = cursor.in_index, True
    while cursor.at < end:
        before = cursor.at
        items.append(_item(cursor))
        cursor.must_move(before)
        if cursor.at < end and cursor.kind not in ("comma", "semicolon", "row", "wide", "text", "mid"):
            raise cursor.fail(f"this cannot stand in an index: {cursor.token.text or cursor.kind}")
        while cursor.at < end and cursor.kind in ("comma", "semicolon", "row", "wide", "mid"):
            cursor.advance()
    cursor.in_index = outside
    if not items:
        raise cursor.fail("an index is empty")
    return items


def _item(cursor: Cursor) -> Node:
    applied = cursor.kind == "big" or cursor.token.text in FUNCTION_WORDS
    behind = ("comma", "endgroup") if applied else ("comma", "endgroup", "_", "^")
    if cursor.kind in ("word", "text", "big") and cursor.ahead().kind in behind:
        token = cursor.advance()
        return Text(token.text, Span(token.start, token.end))
    if cursor.kind in ("op", "colon") and cursor.ahead().kind in ("endgroup", "comma"):
        token = cursor.advance()
        return Text(token.text, Span(token.start, token.end))
    colon, cursor.colon = cursor.colon, "relation"
    node = cursor.rules.chain(cursor)
    cursor.colon = colon
    return node


def lone(cursor: Cursor) -> Node:
    from derive.reader.atoms import argument

    token = cursor.token
    span = Span(token.start, token.end)
    if token.kind in ("word", "text", "big"):
        cursor.advance()
        return Text(token.text, span)
    if token.kind == "number":
        cursor.advance()
        return Number(token.text, span)
    if token.kind == "op":
        cursor.advance()
        return Text(token.text, span)
    return argument(cursor)


def _label(cursor: Cursor, end: int) -> Text | None:
    """Words below a name: hinge, train; also typed without \\text, such as hid."""
    inner = cursor.tokens[cursor.at + 1 : end]
    if not inner:
        return Text("", Span(cursor.token.start, cursor.tokens[end].end))
    span = Span(inner[0].start, inner[-1].end)
    words = [token.kind in ("word", "text", "big") for token in inner]
    if all(words):
        return Text(" ".join(token.text for token in inner), span)
    letters = [token.text for token in inner if token.kind == "letter" and len(token.text) == 1]
    adjacent = span.end - span.start == len(inner)
    if len(letters) == len(inner) >= 3 and adjacent and not _PLAIN.issuperset(letters):
        return Text("".join(letters), span)
    return None


def indices(items: list[Node], span: Span) -> Indices:
    if len(items) == 1:
        only = items[0]
        if isinstance(only, Sequence) and only.opening in ("", "("):
            return Indices(only.items, False, "(" if only.opening else "", span)
        flat = _flattened(only)
        if len(flat) > 1:
            return Indices(tuple(flat), True, "", span)
    return Indices(tuple(items), False, "", span)


def _flattened(node: Node) -> list[Node]:
    """The factors of i j k side by side, where all of them can be indices."""
    if isinstance(node, Product) and node.sign == "":
        left, right = _flattened(node.left), _flattened(node.right)
        if left and right:
            return [*left, *right]
    return [node] if isinstance(node, Name | Number | Index | Prime) else []
