"""Groups in braces, and lists without anything around them."""

from __future__ import annotations

from derive.reader import products
from derive.reader.cursor import Cursor
from derive.reader.listing import append
from derive.reader.scripts import scripts
from derive.reader.syntax import (
    Hole,
    Index,
    Name,
    Node,
    Sequence,
)
from derive.reader.tree import placed


def group(cursor: Cursor) -> Node:
    """The inside of a brace group, without what may follow it."""
    start = cursor.token.start
    end = cursor.partner[cursor.at]
    saved = cursor.bars, cursor.colon
    cursor.bars, cursor.colon = [], "product"
    cursor.deeper()
    cursor.advance()
    if cursor.at == end:
        cursor.advance()
        node: Node = Hole(cursor.span(start))
    else:
        node = _inside(cursor, end)
    cursor.depth -= 1
    cursor.bars, cursor.colon = saved
    return node


def _inside(cursor: Cursor, end: int) -> Node:
    node = bare_list(cursor)
    while cursor.kind in ("wide", "amp", "row", "comma", "text") and cursor.at < end:
        cursor.advance()
    if cursor.at != end:
        raise cursor.fail(f"this cannot follow here: {cursor.token.text or cursor.kind}")
    cursor.advance()
    return node


def braced(cursor: Cursor) -> Node:
    """A factor in braces: {\\hat y}, {a + b}, {\\rm tr}(A)."""
    from derive.reader import atoms, functions, signs

    start = cursor.token.start
    closed = cursor.ahead().kind == "open" and cursor.partner[cursor.at + 1] == cursor.partner[cursor.at] - 1
    node = group(cursor)
    if isinstance(node, Hole) and products.begins_factor(cursor):
        return cursor.rules.factor(cursor)
    if isinstance(node, Name) and node.letter in signs.FUNCTION_WORDS:
        return functions.known_function(cursor, node, start)
    node = placed(node, cursor.span(start))
    if isinstance(node, Name | Index) and not closed:
        return atoms.named(cursor, node, start)
    return scripts(cursor, node, start, not isinstance(node, Name | Index | Hole))


def bare_list(cursor: Cursor) -> Node:
    """Chains with commas between them and nothing around; i = 1, …, N keeps its values together."""
    start = cursor.token.start
    parts: list[Node] = [cursor.rules.chain(cursor)]
    while cursor.kind in ("comma", "semicolon", "wide"):
        while cursor.kind in ("comma", "semicolon", "wide", "row", "amp"):
            cursor.advance()
        if cursor.kind in ("eof", "endgroup", "close", "end", "colon"):
            break
        append(parts, cursor.rules.chain(cursor))
    return parts[0] if len(parts) == 1 else Sequence(tuple(parts), "", "", cursor.span(start))
