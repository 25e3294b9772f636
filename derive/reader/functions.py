"""Known functions (log, exp, softmax and so on), with their argument in brackets or bare."""

from __future__ import annotations

from typing import Literal, cast

from derive.reader import brackets, products
from derive.reader.brackets import Bracket
from derive.reader.calls import after, letter_of
from derive.reader.cursor import Cursor
from derive.reader.scripts import scripts
from derive.reader.syntax import (
    Call,
    Hole,
    Index,
    Name,
    Neg,
    Node,
    Number,
    Power,
    Prime,
    Product,
    Span,
    Transpose,
)

Style = Literal["(", "[", "{", "bare"]
_WIDE_ARGUMENT = frozenset(("tr", "det", "rank", "vec", "logsumexp"))


def known_function(cursor: Cursor, name: Name, start: int) -> Node:
    """log, exp, softmax and so on, with their argument in brackets or bare; tanh⁻¹ is the inverse function."""
    head, power = _head(cursor, name, start)
    if power == Neg(Number("1")) and name.letter not in ("det", "tr"):
        head, power = Power(head, power, cursor.span(start)), None
    if cursor.kind == "open" and cursor.token.text in "([{|‖":
        node = _bracketed_argument(cursor, head, start)
    elif products.begins_factor(cursor) or (cursor.kind == "op" and cursor.token.text == "-"):
        node = _bare_argument(cursor, head, start)
    else:
        node = head
    if power is None:
        return node
    return Power(node, power, cursor.span(start))


def _head(cursor: Cursor, name: Name, start: int) -> tuple[Node, Node | None]:
    node = scripts(cursor, name, start, True) if cursor.kind in ("^", "_", "prime") else name
    if isinstance(node, Power) and isinstance(node.base, Name | Index):
        return node.base, node.exponent
    return node, None


def _bracketed_argument(cursor: Cursor, head: Node, start: int) -> Node:
    if cursor.token.text in "|‖":
        return _bare_argument(cursor, head, start)
    found = brackets.bracket(cursor)
    style = cast(Style, found.opening if found.opening in "([{" else "(")
    call = Call(
        head, tuple(found.items) or (Hole(Span(found.start + 1, found.end - 1)),), style, cursor.span(start)
    )
    if cursor.kind == "^" and letter_of(head) in ("log", "ln", "sin", "cos", "tanh"):
        return _powered(cursor, call, found, start)
    return after(cursor, call, start)


def _powered(cursor: Cursor, call: Call, found: Bracket, start: int) -> Node:
    """log(x)²: of the logarithm, or of its argument."""
    whole = scripts(cursor, call, start, True)
    if not isinstance(whole, Power) or len(call.arguments) != 1:
        return whole
    inner = Power(call.arguments[0], whole.exponent, cursor.span(found.start))
    options: dict[str, Node] = {
        "outside": whole,
        "inside": Call(call.function, (inner,), "bare", cursor.span(start)),
    }
    return cursor.choose(f"power of call {start}", options, start)


def _bare_argument(cursor: Cursor, head: Node, start: int) -> Node:
    bracketed = cursor.kind in ("group", "open")
    if cursor.kind == "op":
        argument: Node = _negative(cursor)
    else:
        argument = cursor.rules.factor(cursor)
    if isinstance(argument, Product) and argument.sign == "" and not bracketed:
        return _called_on_product(cursor, head, argument, start)
    narrow = Call(head, (argument,), "bare", cursor.span(start))
    if letter_of(head) in _WIDE_ARGUMENT and products.begins_factor(cursor):
        return Call(head, (_wide(cursor, argument),), "bare", cursor.span(start))
    extras = _extras(cursor, argument)
    if not extras:
        return narrow
    wide_argument = products.from_left([argument, *extras], [""] * len(extras))
    wide = Call(head, (wide_argument,), "bare", cursor.span(start))
    if isinstance(argument, Number | Transpose):
        return wide
    beside = products.from_left([narrow, *extras], [""] * len(extras))
    return cursor.choose(f"argument {start}", {"narrow": beside, "wide": wide}, start)


def _called_on_product(cursor: Cursor, head: Node, argument: Product, start: int) -> Node:
    """log y (1 − y): the logarithm of y alone, or of the product."""
    first = Call(head, (argument.left,), "bare", Span(start, argument.left.span.end))
    narrow = Product(first, argument.right, "", cursor.span(start))
    wide = Call(head, (argument,), "bare", cursor.span(start))
    return cursor.choose(f"argument {start}", {"narrow": narrow, "wide": wide}, start)


def _negative(cursor: Cursor) -> Node:
    start = cursor.advance().start
    factor = cursor.rules.factor(cursor)
    extras = _extras(cursor, factor)
    return Neg(products.from_left([factor, *extras], [""] * len(extras)), cursor.span(start))


def _wide(cursor: Cursor, argument: Node) -> Node:
    rest = cursor.rules.run(cursor)
    return products.from_left([argument, *rest.factors], ["", *rest.signs])


def _extras(cursor: Cursor, argument: Node) -> list[Node]:
    """Plain names that follow a bare argument and may belong to it: log x y."""
    found: list[Node] = []
    if not isinstance(argument, Name | Number | Index | Power | Transpose | Prime):
        return found
    while cursor.kind in ("letter", "accented", "number", "style", "accent", "bf") and not _starts_new(
        cursor
    ):
        found.append(cursor.rules.factor(cursor))
    return found


def _starts_new(cursor: Cursor) -> bool:
    """A differential or a called name is no part of a bare argument."""
    return cursor.token.text == "d" and cursor.kind == "letter"
