"""Derivatives in every written form, gradients and differentials, and how far an operator reaches."""

from __future__ import annotations

from derive.reader import products
from derive.reader.cursor import Cursor
from derive.reader.derivative_fractions import Symbol, order_of, step_over_symbol, symbol_here, variables_of
from derive.reader.reach import applied
from derive.reader.scripts import scripts
from derive.reader.syntax import (
    Derivative,
    Differential,
    Nabla,
    Name,
    Node,
    Number,
    Product,
    Span,
)

_OPERAND = frozenset(
    ("letter", "accented", "accent", "style", "word", "open", "group", "bb", "bf", "cal", "big", "begin")
)


def is_differential(cursor: Cursor) -> bool:
    """Whether the letter d here is the sign of a differential or of a derivative, not a name."""
    following = cursor.ahead()
    if cursor.in_index:
        return False
    if following.kind == "^":
        return _is_second(cursor)
    if cursor.notation.d_is_a_name and cursor.kind != "upd" and not _adjacent(cursor):
        return False
    if following.kind in _OPERAND:
        return not (following.kind == "letter" and following.text in ("\\top", "\\intercal"))
    if following.kind == "nabla":
        return True
    if following.kind == "command":
        return following.text in ("frac", "underbrace", "dfrac", "tfrac", "sqrt")
    if following.kind == "bar":
        return _bars_open(cursor, following.text)
    return (
        following.kind == "op" and following.text == "/" and cursor.ahead(2).text == "d" and _named(cursor, 3)
    )


def _bars_open(cursor: Cursor, bar: str) -> bool:
    """Whether the next bar opens: d‖x‖ is a differential, ‖d‖ the length of a vector d, p(d | x) a probability."""
    places = [at for at, token in enumerate(cursor.tokens) if token.kind == "bar" and token.text == bar]
    return len(places) % 2 == 0 and places.index(cursor.at + 1) % 2 == 0


def _adjacent(cursor: Cursor) -> bool:
    following = cursor.ahead()
    if following.text in ("log", "ln", "exp", "\\log", "\\ln", "\\exp"):
        return False
    return following.start == cursor.token.end and following.kind in _NAMES


_NAMES = ("letter", "accented", "accent", "style", "bf", "cal")


def _named(cursor: Cursor, steps: int) -> bool:
    return cursor.ahead(steps).kind in ("letter", "accented", "accent", "style", "group", "word")


def upright_d(cursor: Cursor) -> Node:
    """An upright d."""
    if is_differential(cursor):
        return differential(cursor)
    token = cursor.advance()
    return scripts(cursor, Name("d", (), Span(token.start, token.end)), token.start, False)


def differential(cursor: Cursor) -> Node:
    """dL, d log(ŷ), d(1 − ŷ); d/dx in one line is an operator."""
    start = cursor.advance().start
    if cursor.kind == "^":
        return _second_slash(cursor, "d", start)
    if cursor.kind == "op":
        return _slash_operator(cursor, "d", start)
    bracketed = cursor.kind in ("open", "group")
    of = cursor.rules.factor(cursor)
    if isinstance(of, Product) and of.sign == "" and not bracketed:
        first = Differential(of.left, "d", Span(start, of.left.span.end))
        return Product(first, of.right, "", cursor.span(start))
    return Differential(of, "d", cursor.span(start))


def _slash_operator(cursor: Cursor, symbol: Symbol, start: int) -> Node:
    cursor.advance()
    cursor.advance()
    by = cursor.rules.factor(cursor)
    span = cursor.span(start)
    return applied(
        cursor, lambda of, end: Derivative(of, (by,), symbol, "operator", Span(start, end)), (by,), span
    )


def partial(cursor: Cursor) -> Node:
    """∂_x f, ∂L/∂w, ∂/∂w L, ∂L alone."""
    second = cursor.ahead().kind == "^" and _is_second(cursor)
    start = cursor.advance().start
    if second:
        return _second_slash(cursor, "partial", start)
    if cursor.kind == "_":
        from derive.reader.scripts import subscript

        cursor.advance()
        by = _twice(cursor, subscript(cursor).items)
        return applied(
            cursor,
            lambda of, end: Derivative(of, by, "partial", "subscript", Span(start, end)),
            by,
            cursor.span(start),
        )
    if cursor.kind == "op" and cursor.token.text == "/" and cursor.ahead().kind == "partial":
        return _slash_operator(cursor, "partial", start)
    if not products.begins_factor(cursor):
        return Name("\\partial", (), cursor.span(start))
    return Differential(cursor.rules.factor(cursor), "partial", cursor.span(start))


def _twice(cursor: Cursor, by: tuple[Node, ...]) -> tuple[Node, ...]:
    """The variables of ∂_x or, with a square behind it, of ∂_x²."""
    if cursor.kind != "^" or cursor.ahead().text != "2" or len(by) != 1:
        return by
    cursor.advance()
    cursor.advance()
    return by * 2


def _is_second(cursor: Cursor) -> bool:
    """Whether ∂²f/∂x∂y or d²f/dx² stands in one line: the sign, a two, and below the same sign."""
    sign = cursor.token.text
    line = [token.text for token in cursor.tokens[cursor.at : cursor.at + _LONGEST_SECOND]]
    if "/" not in line[2:]:
        return False
    slash = line.index("/", 2)
    two = "".join(line[2:slash]).startswith(("2", "{2", "("))
    return two and slash + 1 < len(line) and line[slash + 1] == sign


_LONGEST_SECOND = 24


def _second_slash(cursor: Cursor, symbol: Symbol, start: int) -> Node:
    cursor.advance()
    order = order_of(cursor)
    of = None if cursor.kind == "op" else cursor.rules.factor(cursor)
    cursor.advance()
    by: list[Node] = []
    while len(by) < order and symbol_here(cursor):
        step_over_symbol(cursor)
        by.extend(variables_of(cursor.rules.factor(cursor), order))
    if len(by) != order:
        raise cursor.fail("a second derivative needs two variables")
    span = cursor.span(start)
    if of is not None:
        return Derivative(of, tuple(by), symbol, "slash", span)
    return applied(
        cursor,
        lambda of, end: Derivative(of, tuple(by), symbol, "operator", Span(start, end)),
        tuple(by),
        span,
    )


_ENTRIES = frozenset("ijklmn")


def is_operator_d(cursor: Cursor) -> bool:
    """D_x f and D_{\\varphi} f; D_i x and D_{ij} x are entries of a matrix."""
    if cursor.ahead().kind != "_" or cursor.ahead(2).kind not in ("letter", "group"):
        return False
    below = cursor.at + 2
    behind = cursor.partner[below] + 1 if cursor.tokens[below].kind == "group" else below + 1
    inner = [
        token for token in cursor.tokens[below:behind] if token.kind not in ("group", "endgroup", "style")
    ]
    lone = len(inner) == 1 and inner[0].kind in ("letter", "accented") and inner[0].text not in _ENTRIES
    return lone and cursor.tokens[behind].kind == "letter"


def operator_d(cursor: Cursor) -> Node:
    """D_x f: a derivative where a name follows at once, else D is a name."""
    from derive.reader.scripts import subscript

    start = cursor.token.start
    token = cursor.advance()
    name = Name("D", (), Span(token.start, token.end))
    at = cursor.at
    cursor.advance()
    by = subscript(cursor).items
    if not products.begins_factor(cursor):
        cursor.jump(at)
        return scripts(cursor, name, start, False)
    return Derivative(cursor.rules.factor(cursor), by, "D", "subscript", cursor.span(start))


def nabla(cursor: Cursor) -> Node:
    """∇f, ∇_w L, ∇²f."""
    from derive.reader.atoms import argument
    from derive.reader.scripts import subscript
    from derive.reader.syntax import Sequence

    start = cursor.advance().start
    by: Node | None = None
    order = 1
    while cursor.kind in ("_", "^"):
        if cursor.advance().kind == "_":
            below = subscript(cursor)
            by = below.items[0] if len(below.items) == 1 else Sequence(below.items, "", "", below.span)
        else:
            exponent = argument(cursor)
            order = int(exponent.text) if isinstance(exponent, Number) and exponent.text == "2" else 1
    variables = () if by is None else (by,)
    return applied(
        cursor, lambda of, end: Nabla(of, by, order, Span(start, end)), variables, cursor.span(start)
    )
