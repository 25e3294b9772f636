"""Relations: chains such as a = b ≤ c, and what stands over a relation sign as its reason."""

from __future__ import annotations

from typing import cast

from derive.reader.cursor import Cursor
from derive.reader.syntax import Chain, Conditional, Hole, Node, Relation, RelationSign, Span

_OVER = ("overset", "underset", "stackrel", "xrightarrow", "xleftarrow", "xlongequal")
_MEMBER_ENDS = (
    "eof",
    "rel",
    "close",
    "endgroup",
    "row",
    "amp",
    "end",
    "wide",
    "comma",
    "semicolon",
    "text",
    "mid",
)
_DEFINING = ("def", "def.", "\\triangle", "Δ", "definition", "\\Delta")


def chain(cursor: Cursor) -> Node:
    """Read members with relations between them, or a lone member."""
    start = cursor.token.start
    members: list[Node] = []
    relations: list[Relation] = []
    members.append(_member(cursor))
    while (found := relation(cursor)) is not None:
        relations.append(found)
        members.append(_member(cursor))
    if not relations:
        return members[0]
    return _chain(members, relations, cursor.span(start))


def _member(cursor: Cursor) -> Node:
    while cursor.kind == "amp" and cursor.colon != "matrix":
        cursor.advance()
    if cursor.kind == "text":
        return cursor.rules.factor(cursor)
    if cursor.kind in _MEMBER_ENDS or (cursor.kind == "colon") or relation_ahead(cursor):
        return Hole(Span(cursor.token.start, cursor.token.start))
    start = cursor.token.start
    node = cursor.rules.sum(cursor)
    if cursor.kind == "mid" and not cursor.inside and cursor.colon == "product":
        cursor.advance()
        given = cursor.rules.sum(cursor)
        return Conditional(node, given, cursor.span(start))
    return node


def _chain(members: list[Node], relations: list[Relation], span: Span) -> Node:
    """Members that are chains themselves (written in braces) become part of this one."""
    flat: list[Node] = []
    signs: list[Relation] = []
    for index, member in enumerate(members):
        if index:
            signs.append(relations[index - 1])
        if isinstance(member, Chain) and index == len(members) - 1:
            flat.extend(member.members)
            signs.extend(member.relations)
        else:
            flat.append(member)
    return Chain(tuple(flat), tuple(signs), span)


def relation(cursor: Cursor) -> Relation | None:
    """Read a relation sign with its note, if one stands here."""
    while cursor.kind == "amp" and cursor.colon != "matrix":
        cursor.advance()
    start = cursor.token.start
    if cursor.kind == "rel":
        sign = cast(RelationSign, cursor.advance().text)
        if cursor.colon != "matrix":
            while cursor.kind == "amp":
                cursor.advance()
        return Relation(sign, "", cursor.span(start))
    if cursor.kind == "colon" and (cursor.colon == "relation" or declares(cursor)):
        cursor.advance()
        return Relation("colon", "", cursor.span(start))
    return _noted(cursor) if relation_ahead(cursor) else None


def relation_ahead(cursor: Cursor) -> bool:
    """Whether a relation with a note over or under it stands here."""
    if cursor.kind != "command" or cursor.token.text not in _OVER:
        return False
    if cursor.token.text.startswith("x"):
        return True
    first = _argument(cursor, cursor.at + 1)
    second = _argument(cursor, first[1])
    return any(_is_sign(cursor, *argument) for argument in (first, second))


def declares(cursor: Cursor) -> bool:
    """f : A → B, and x : = 1."""
    if cursor.ahead().kind == "rel":
        return False
    for token in cursor.tokens[cursor.at + 1 :]:
        if token.kind == "rel":
            return token.text in ("->", "mapsto")
    return False


def _noted(cursor: Cursor) -> Relation:
    start = cursor.token.start
    command = cursor.advance().text
    if command.startswith("x"):
        note, after = _argument(cursor, cursor.at)
        sign = {"xrightarrow": "->", "xleftarrow": "<-"}.get(command, "=")
        text = _text(cursor, note, after)
        cursor.jump(after)
        return Relation(cast(RelationSign, sign), text, cursor.span(start))
    first = _argument(cursor, cursor.at)
    second = _argument(cursor, first[1])
    over, under = (first, second) if _is_sign(cursor, *second) else (second, first)
    sign = next(token.text for token in cursor.tokens[under[0] : under[1]] if token.kind == "rel")
    text = _text(cursor, *over)
    cursor.jump(second[1])
    if text in _DEFINING and sign == "=":
        sign = ":="
    while cursor.kind == "amp" and cursor.colon != "matrix":
        cursor.advance()
    return Relation(cast(RelationSign, sign), text, cursor.span(start))


def _argument(cursor: Cursor, at: int) -> tuple[int, int]:
    """The tokens of an argument: first index and the one after its last."""
    if at < len(cursor.tokens) and cursor.tokens[at].kind == "group":
        return at, cursor.partner[at] + 1
    return at, min(at + 1, len(cursor.tokens) - 1)


def _is_sign(cursor: Cursor, first: int, last: int) -> bool:
    kinds = [token.kind for token in cursor.tokens[first:last] if token.kind not in ("group", "endgroup")]
    return kinds == ["rel"]


def _text(cursor: Cursor, first: int, last: int) -> str:
    return "".join(
        token.text for token in cursor.tokens[first:last] if token.kind not in ("group", "endgroup")
    )
