"""Brackets, braces and bars: grouping, tuples, sets, intervals, norms, inner products."""

from __future__ import annotations

from typing import Literal, NamedTuple, cast

from derive.reader.cursor import Cursor
from derive.reader.listing import append
from derive.reader.scripts import scripts
from derive.reader.syntax import (
    Abs,
    Add,
    At,
    Call,
    Chain,
    Choice,
    Conditional,
    Hole,
    Indicator,
    Inner,
    Name,
    Neg,
    Node,
    Norm,
    Product,
    Relation,
    Sequence,
    SetOf,
    Span,
    Sub,
)
from derive.reader.tree import placed


class Bracket(NamedTuple):
    """What stands between two brackets."""

    items: list[Node]
    opening: str
    closing: str
    start: int
    end: int


def bracket(cursor: Cursor) -> Bracket:
    """Read a bracket and what is in it, and step behind it."""
    opening = cursor.token
    end = cursor.partner[cursor.at]
    closing = cursor.tokens[end]
    saved = cursor.bars, cursor.colon, cursor.inside
    cursor.bars = []
    cursor.inside = True
    cursor.colon = "relation" if opening.text == "{" else "product"
    cursor.advance()
    found = items(cursor)
    if cursor.at != end:
        raise cursor.fail(f"this cannot follow here: {cursor.token.text or cursor.kind}")
    cursor.advance()
    cursor.bars, cursor.colon, cursor.inside = saved
    return Bracket(found, opening.text, closing.text, opening.start, closing.end)


def items(cursor: Cursor) -> list[Node]:
    """What stands in a bracket, separated by commas; p(y | x) gives one Conditional."""
    found: list[Node] = []
    while cursor.kind not in ("close", "endgroup", "eof"):
        if cursor.kind in ("comma", "semicolon", "wide", "row"):
            if cursor.kind == "comma" and cursor.ahead().kind == "comma":
                cursor.repair(cursor.token.start, cursor.token.end, "removed ,", "removed")
            cursor.advance()
            continue
        before = cursor.at
        found.append(_item(cursor))
        cursor.must_move(before)
        if _conditional_follows(cursor):
            found = [_conditional(cursor, found)]
        elif cursor.kind not in ("comma", "semicolon", "close", "wide", "row", "endgroup", "text"):
            raise cursor.fail(f"this cannot follow here: {cursor.token.text or cursor.kind}")
    return found


def _item(cursor: Cursor) -> Node:
    start = cursor.token.start
    if cursor.token.text == "cdot" and cursor.ahead().kind in ("close", "comma", "semicolon", "bar", "mid"):
        cursor.advance()
        return Name(r"\cdot", (), cursor.span(start))
    node = cursor.rules.chain(cursor)
    if cursor.kind == "text" and cursor.token.text.lower() == "or" and not isinstance(node, Chain):
        options: list[Node] = [node]
        while cursor.kind == "text" and cursor.token.text.lower() == "or":
            cursor.advance()
            options.append(cursor.rules.sum(cursor))
        return Choice(tuple(options), cursor.span(start))
    return _linked(cursor, node, start)


def _linked(cursor: Cursor, node: Node, start: int) -> Node:
    """x > 0 and y < 1, in words."""
    while cursor.kind == "text" and cursor.token.text.lower() in ("and", "or") and isinstance(node, Chain):
        word = cursor.advance()
        sign = cast(Literal["and", "or"], word.text.lower())
        other = cursor.rules.chain(cursor)
        node = Chain((node, other), (Relation(sign, "", Span(word.start, word.end)),), cursor.span(start))
    return node


def _conditional_follows(cursor: Cursor) -> bool:
    return cursor.kind == "mid" or (cursor.kind == "bar" and cursor.token.text not in cursor.bars)


def _conditional(cursor: Cursor, before: list[Node]) -> Node:
    start = before[0].span.start
    bar = cursor.advance()
    if bar.kind == "bar" and cursor.kind == "bar" and cursor.token.start == bar.end:
        cursor.advance()
    given: list[Node] = []
    for item in items(cursor):
        if given:
            append(given, item)
        else:
            given.append(item)
    if not given:
        given = [Hole(Span(cursor.token.start, cursor.token.start))]
    return Conditional(_several(before), _several(given), cursor.span(start))


def _several(nodes: list[Node]) -> Node:
    if len(nodes) == 1:
        return nodes[0]
    return Sequence(tuple(nodes), "", "", Span(nodes[0].span.start, nodes[-1].span.end))


def bracketed(cursor: Cursor) -> Node:
    """A factor that is a bracket."""
    start = cursor.token.start
    node = as_node(cursor, bracket(cursor))
    return scripts(cursor, node, start, not isinstance(node, At))


def as_node(cursor: Cursor, found: Bracket) -> Node:
    """What a bracket means that is not an argument."""
    span = Span(found.start, found.end)
    match found.opening:
        case "⟨":
            return _inner(found, span)
        case "‖":
            return _norm(cursor, _several(found.items or [Hole(span)]), found.start)
        case "|":
            return Abs(_several(found.items or [Hole(span)]), span)
        case "⌊":
            return Call(Name("floor", (), span), tuple(found.items), "(", span)
        case ".":
            return _evaluated(cursor, found, span)
        case "{":
            return _braces(found, span)
        case _:
            return _grouping(found, span)


def _inner(found: Bracket, span: Span) -> Node:
    if len(found.items) == 1 and isinstance(found.items[0], Conditional):
        return Inner(found.items[0].of, found.items[0].given, span)
    left = found.items[0] if found.items else Hole(span)
    return Inner(left, _several(found.items[1:]) if len(found.items) > 1 else None, span)


def _norm(cursor: Cursor, of: Node, start: int) -> Node:
    index = None
    if cursor.kind == "_":
        from derive.reader.scripts import subscript

        cursor.advance()
        below = subscript(cursor)
        index = below.items[0] if len(below.items) == 1 else Sequence(below.items, "", "", below.span)
    return Norm(of, index, cursor.span(start))


def _evaluated(cursor: Cursor, found: Bracket, span: Span) -> Node:
    inner = _several(found.items or [Hole(span)])
    if found.closing in ("|", "]") and cursor.kind == "_":
        return At(inner, _where(cursor), cursor.span(found.start))
    return inner


def _where(cursor: Cursor) -> Node:
    from derive.reader.scripts import subscript

    cursor.advance()
    below = subscript(cursor)
    return below.items[0] if len(below.items) == 1 else Sequence(below.items, "", "", below.span)


def _braces(found: Bracket, span: Span) -> Node:
    from derive.reader.syntax import Cases

    items = found.items
    if len(items) == 1 and isinstance(items[0], Conditional):
        return SetOf(items[0].of, items[0].given, span)
    if len(items) == 1 and isinstance(items[0], Chain) and items[0].relations[0].sign == "colon":
        return _set_by_colon(items[0], span)
    if len(items) == 1 and (found.closing != "}" or _compound(items[0])):
        only = items[0]
        from derive.reader.environments import as_cases

        return as_cases(only) if found.closing == "." else placed(only, span)
    if len(items) == 1 and isinstance(items[0], Cases):
        return items[0]
    return Sequence(tuple(items), "{", "}", span)


def _set_by_colon(chain: Chain, span: Span) -> Node:
    rest: Node = chain.members[1]
    if len(chain.members) > 2:
        rest = Chain(chain.members[1:], chain.relations[1:], Span(rest.span.start, chain.span.end))
    return SetOf(chain.members[0], rest, span)


def _compound(node: Node) -> bool:
    return isinstance(node, Add | Sub | Product | Neg) or (isinstance(node, Call) and node.style == "bare")


def _grouping(found: Bracket, span: Span) -> Node:
    items = found.items
    if not items:
        return Sequence((), "(", ")", span) if found.opening == "(" else Sequence((), "[", "]", span)
    if len(items) == 1:
        only = items[0]
        if found.opening == "[" and isinstance(only, Chain):
            return Indicator(only, span)
        return placed(only, span)
    opening = cast(Literal["(", "[", "]"], found.opening if found.opening in "([]" else "(")
    closing = cast(Literal[")", "]", "["], found.closing if found.closing in ")][" else ")")
    return Sequence(tuple(items), opening, closing, span)


# -- bars and braces


def bars(cursor: Cursor) -> Node:
    """|x|, ||x|| and ‖x‖ written without direction."""
    start = cursor.token.start
    first = cursor.advance()
    double = (
        first.text == "|"
        and cursor.kind == "bar"
        and cursor.token.text == "|"
        and cursor.token.start == first.end
    )
    if double:
        cursor.advance()
    parts = _between(cursor, first.text)
    _close_bars(cursor, first.text, double)
    if double or first.text == "‖":
        return scripts(cursor, _norm(cursor, _several(parts), start), start, True)
    return scripts(cursor, Abs(_several(parts), cursor.span(start)), start, True)


def _between(cursor: Cursor, bar: str) -> list[Node]:
    """What stands between bars; a colon there is a product, in an index as well."""
    colon, cursor.colon = cursor.colon, "product"
    cursor.bars.append(bar)
    parts = [cursor.rules.chain(cursor)]
    while cursor.kind == "comma":
        cursor.advance()
        parts.append(cursor.rules.chain(cursor))
    cursor.bars.pop()
    cursor.colon = colon
    return parts


def _close_bars(cursor: Cursor, text: str, double: bool) -> None:
    for number in range(2 if double else 1):
        if cursor.kind == "bar" and cursor.token.text == text:
            cursor.advance()
        elif number == 0:
            raise cursor.fail(f"the bar {text} is never closed")
        else:
            cursor.repair(cursor.token.start, cursor.token.start, "inserted |", "inserted")


def evaluated_at(cursor: Cursor, node: Node, start: int) -> Node:
    """f |_{x = 0} with a bar that nothing opened."""
    if cursor.kind == "bar" and cursor.ahead().kind == "_" and cursor.token.text not in cursor.bars:
        cursor.advance()
        return At(node, _where(cursor), cursor.span(start))
    return node
