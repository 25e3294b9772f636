"""Sums, products and extrema: what stands below and above them, and how far they reach."""

from __future__ import annotations

from typing import cast

from derive.reader import products
from derive.reader.cursor import Cursor
from derive.reader.syntax import (
    Add,
    Big,
    BigSymbol,
    Chain,
    Index,
    Name,
    Neg,
    Node,
    PlusMinus,
    Product,
    Sequence,
    Sub,
)
from derive.reader.tree import walk

_SUMS = ("+", "-", "pm")
_EXTREMA = frozenset(("max", "min", "argmax", "argmin", "sup", "inf"))


def big_or_function(cursor: Cursor) -> Node:
    """Σ, Π, ∫, and max, min and the like, which are functions where a bracket follows them at once."""
    from derive.reader import functions
    from derive.reader.syntax import Span

    token = cursor.token
    following = cursor.ahead()
    if token.text in _EXTREMA and following.kind == "open":
        cursor.advance()
        return functions.known_function(
            cursor, Name(token.text, (), Span(token.start, token.end)), token.start
        )
    return big(cursor, token.text)


def is_big_letter(cursor: Cursor) -> bool:
    r"""\Sigma_{i=1}^m, or Σ_i before something with an index i: a sum typed as a letter."""
    if cursor.ahead().kind != "_":
        return False
    first = cursor.at + 2
    end = cursor.partner[first] if cursor.tokens[first].kind == "group" else first
    if any(token.kind == "rel" for token in cursor.tokens[first:end]):
        return True
    below = [token.text for token in cursor.tokens[first : end + 1] if token.kind == "letter"]
    typed = len(below) == 1 and _is_one_sign(cursor) and not _is_inverted(cursor, end + 1)
    return typed and _carries(cursor, end + 1, below[0])


def _is_inverted(cursor: Cursor, at: int) -> bool:
    """Whether −1 or a transpose stands above: then Σ is a matrix."""
    above = [token.text for token in cursor.tokens[at : at + 3]]
    return above[:1] == ["^"] and any(sign in above for sign in ("-", "\\top", "T"))


def _is_one_sign(cursor: Cursor) -> bool:
    """Whether Σ was typed as one sign of the keyboard, as in text without TeX."""
    return cursor.token.end - cursor.token.start == 1


def _carries(cursor: Cursor, at: int, letter: str) -> bool:
    """Whether what follows, up to the end of its term, has the letter as an index."""
    depth, below = 0, False
    for token in cursor.tokens[at:]:
        depth += (token.kind in ("open", "group")) - (token.kind in ("close", "endgroup"))
        if depth < 0 or (not depth and (token.kind == "rel" or token.text in _SUMS)):
            return False
        if below and token.kind == "letter" and token.text == letter:
            return True
        below = token.kind == "_" or (below and token.kind in ("group", "letter"))
    return False


def big(cursor: Cursor, symbol: str) -> Node:
    """Read a big sign with what stands below and above it, and its body."""
    start = cursor.token.start
    cursor.advance()
    below: Node | None = None
    above: Node | None = None
    while (cursor.kind == "_" and below is None) or (cursor.kind == "^" and above is None):
        if cursor.advance().kind == "_":
            below = _limit(cursor)
        else:
            above = _limit(cursor)
    return finish(cursor, symbol, below, above, start)


def _limit(cursor: Cursor) -> Node:
    """What stands below or above: parts with commas, each a chain of relations."""
    from derive.reader.atoms import argument

    if cursor.kind != "group":
        return argument(cursor)
    start = cursor.token.start
    end = cursor.partner[cursor.at]
    saved = cursor.colon, cursor.bars, cursor.in_index
    cursor.colon, cursor.bars, cursor.in_index = "relation", [], True
    cursor.advance()
    parts: list[Node] = []
    while cursor.at < end:
        before = cursor.at
        parts.append(cursor.rules.chain(cursor))
        cursor.must_move(before)
        if cursor.at < end and cursor.kind not in ("comma", "semicolon", "row", "wide", "text", "mid", "bar"):
            raise cursor.fail(f"this cannot stand below or above a sum: {cursor.token.text or cursor.kind}")
        while cursor.at < end and cursor.kind in ("comma", "semicolon", "row", "wide", "text", "mid", "bar"):
            cursor.advance()
    cursor.advance()
    cursor.colon, cursor.bars, cursor.in_index = saved
    return _limits(parts, cursor, start)


def _limits(parts: list[Node], cursor: Cursor, start: int) -> Node:
    from derive.reader.syntax import Hole

    if not parts:
        return Hole(cursor.span(start))
    if (
        len(parts) > 1
        and isinstance(parts[0], Name)
        and isinstance(parts[-1], Chain)
        and len(parts[-1].members) == 2
    ):
        names = Sequence((*parts[:-1], parts[-1].members[0]), "", "", cursor.span(start))
        return Chain((names, parts[-1].members[1]), parts[-1].relations, cursor.span(start))
    return parts[0] if len(parts) == 1 else Sequence(tuple(parts), "", "", cursor.span(start))


def finish(cursor: Cursor, symbol: str, below: Node | None, above: Node | None, start: int) -> Node:
    """Read the body of a big sign: a product, and the terms after it that speak of its index."""
    from derive.reader.syntax import Span

    body: Node | None = None
    if products.begins_factor(cursor):
        body = products.join(cursor, products.run(cursor))
        body = _extended(cursor, body, below, start)
    elif cursor.kind == "op" and cursor.token.text == "-" and symbol in ("sum", "prod"):
        body = cursor.rules.term(cursor)
    end = body.span.end if body is not None else cursor.end_of_last
    return Big(cast(BigSymbol, symbol), body, below, above, Span(start, end))


def bound_names(below: Node | None) -> frozenset[Name]:
    """The names that stand below a big sign as its indices: i and j of Σ_{i,j} and of Σ_{ij}."""
    match below:
        case Name():
            return frozenset((below,))
        case Product(left=left, right=right, sign=""):
            return bound_names(left) | bound_names(right)
        case Sequence(items):
            return frozenset(name for item in items for name in bound_names(item))
        case Chain(members, relations):
            first = members[1] if relations[0].sign in ("<", "<=") and len(members) > 2 else members[0]
            return bound_names(first)
        case _:
            return frozenset()


def _extended(cursor: Cursor, body: Node, below: Node | None, start: int) -> Node:
    names = bound_names(below) or _guessed(body, below)
    while names and cursor.kind == "op" and cursor.token.text in _SUMS:
        at, questions, repairs = cursor.at, cursor.questions, len(cursor.repairs)
        sign = cursor.advance()
        if not products.begins_factor(cursor):
            cursor.jump(at)
            return body
        term = cursor.rules.term(cursor)
        if not occurs_free(names, term):
            cursor.jump(at)
            cursor.questions = questions
            del cursor.repairs[repairs:]
            return body
        body = _joined(body, term, sign.text)
        if len(cursor.repairs) > 200:
            raise cursor.fail("a sum of too many terms")
        cursor.repair(
            sign.start, sign.end, "the sum is read as covering this term too: its index occurs in it", "scope"
        )
    return body


def _joined(left: Node, right: Node, sign: str) -> Node:
    from derive.reader.syntax import Span

    span = Span(left.span.start, right.span.end)
    match sign:
        case "+":
            return Add(left, right, span)
        case "-":
            return Sub(left, right, span)
        case _:
            return PlusMinus(left, right, span)


def _guessed(body: Node, below: Node | None) -> frozenset[Name]:
    """Σ without an index: the indices that its body has."""
    if below is not None:
        return frozenset()
    found: set[Name] = set()
    for part in walk(body):
        if isinstance(part, Index):
            for indices in (part.below, part.above):
                found.update(item for item in (indices.items if indices else ()) if isinstance(item, Name))
    return frozenset(found)


def occurs_free(names: frozenset[Name], term: Node) -> bool:
    """Whether one of the names occurs in the term and no sum in it binds it."""
    return any(_free(name, term) for name in names)


def _free(name: Name, node: Node) -> bool:
    """Whether the name occurs in the node and no sum in it binds it."""
    from derive.reader.tree import children

    if isinstance(node, Big) and name in bound_names(node.below):
        return False
    if isinstance(node, Name):
        return node == name
    return any(_free(name, part) for part in children(node))  # type: ignore[arg-type]


__all__ = ["Neg", "Product", "big", "big_or_function", "bound_names", "finish", "is_big_letter"]
