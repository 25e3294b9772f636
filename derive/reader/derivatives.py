"""Derivatives in every written form, gradients and differentials, and how far an operator reaches."""

from __future__ import annotations

from typing import Literal, cast

from derive.reader import products
from derive.reader.cursor import Cursor
from derive.reader.reach import applied
from derive.reader.scripts import scripts
from derive.reader.syntax import (
    Ambiguous,
    Derivative,
    Differential,
    Fraction,
    Nabla,
    Name,
    Node,
    Number,
    Power,
    Product,
    Span,
)

Symbol = Literal["partial", "d", "D", "delta"]
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
    order = _order(cursor)
    of = None if cursor.kind == "op" else cursor.rules.factor(cursor)
    cursor.advance()
    by: list[Node] = []
    while len(by) < order and _symbol_here(cursor):
        _step_over_symbol(cursor)
        by.extend(_variables(cursor.rules.factor(cursor), order))
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


# -- fractions


def is_fraction(cursor: Cursor) -> bool:
    r"""Whether \frac{…}{…} here is a derivative: both parts begin with ∂, or both with d."""
    top = cursor.at + 1
    if cursor.tokens[min(top, len(cursor.tokens) - 1)].kind == "group":
        bottom = cursor.partner[top] + 1
        top += 1
    else:
        bottom = top + 1
    if bottom >= len(cursor.tokens) or cursor.tokens[bottom].kind != "group":
        return False
    above, below = _symbol(cursor, top), _symbol(cursor, bottom + 1)
    if above is None or above != below:
        return False
    following = cursor.tokens[bottom + 2]
    return following.kind not in ("op", "endgroup", "rel", "_", "comma")


def _symbol(cursor: Cursor, at: int) -> Symbol | None:
    token = cursor.tokens[at]
    following = cursor.tokens[min(at + 1, len(cursor.tokens) - 1)].kind
    if token.kind == "partial":
        return "partial"
    if token.kind == "group":
        return _symbol(cursor, at + 1)
    if token.kind == "style" and following in ("letter", "group"):
        return _symbol(cursor, at + 1)
    if token.kind == "upd" or (token.kind == "letter" and token.text == "d"):
        return "d" if following not in ("_", "op", "prime") else None
    if token.kind == "letter" and token.text == "\\delta" and following in ("letter", "accent", "style"):
        return "delta"
    return None


def fraction(cursor: Cursor) -> Node:
    """∂L/∂w as a fraction, or the operator ∂/∂w with what it is applied to."""
    start = cursor.token.start
    at, repairs = cursor.at, len(cursor.repairs)
    cursor.advance()
    symbol, of, order = _top(cursor)
    by = _bottom(cursor, order)
    if by is None:
        cursor.jump(at)
        del cursor.repairs[repairs:]
        return _plain(cursor)
    span = cursor.span(start)
    if of is not None:
        return scripts(cursor, Derivative(of, by, symbol, "fraction", span), start, True)
    return applied(cursor, lambda of, end: Derivative(of, by, symbol, "operator", Span(start, end)), by, span)


def _plain(cursor: Cursor) -> Node:
    from derive.reader.atoms import argument

    start = cursor.token.start
    cursor.advance()
    top = argument(cursor)
    return scripts(cursor, Fraction(top, argument(cursor), "frac", cursor.span(start)), start, True)


def _step_over_symbol(cursor: Cursor) -> Symbol:
    while cursor.kind == "style":
        cursor.advance()
    if cursor.kind == "group":
        cursor.advance()
        found = _step_over_symbol(cursor)
        cursor.advance()
        return found
    token = cursor.advance()
    if token.kind == "partial":
        return "partial"
    return "delta" if token.text == "\\delta" else "d"


def _top(cursor: Cursor) -> tuple[Symbol, Node | None, int]:
    if cursor.kind != "group":
        return _step_over_symbol(cursor), None, 1
    end = cursor.partner[cursor.at]
    cursor.advance()
    symbol = _step_over_symbol(cursor)
    order = 1
    if cursor.kind == "^":
        cursor.advance()
        order = _order(cursor)
    of = None if cursor.at == end else cursor.rules.sum(cursor)
    if cursor.at != end:
        raise cursor.fail(f"this cannot follow here: {cursor.token.text or cursor.kind}")
    cursor.advance()
    return symbol, of, order


def _order(cursor: Cursor) -> int:
    from derive.reader.atoms import argument

    node = argument(cursor)
    return int(node.text) if isinstance(node, Number) and node.text.isdigit() and int(node.text) < 9 else 1


def _bottom(cursor: Cursor, order: int) -> tuple[Node, ...] | None:
    """The variables below: ∂x ∂y, ∂x²; None where something else stands there."""
    end = cursor.partner[cursor.at]
    cursor.advance()
    by: list[Node] = []
    plain: list[Node] = []
    while cursor.at < end:
        if not _symbol_here(cursor):
            return None
        _step_over_symbol(cursor)
        if cursor.at == end:
            return None
        variable = cursor.rules.factor(cursor)
        plain.append(variable)
        by.extend(_variables(variable, order))
        if cursor.at < end and cursor.kind == "op" and cursor.token.text in ("cdot", "times", "*"):
            cursor.advance()
    cursor.advance()
    if len(by) != order and len(plain) == order:
        return tuple(plain)
    return tuple(by) if len(by) == order or order == 1 else None


def _symbol_here(cursor: Cursor) -> bool:
    return _symbol(cursor, cursor.at) is not None


def _variables(variable: Node, order: int) -> list[Node]:
    """∂x² in a second derivative is x twice; in a first one it is the derivative by the square of x."""
    if isinstance(variable, Ambiguous) and order > 1:
        variable = next((part for part in variable.readings if isinstance(part, Power)), variable)
    if order > 1 and isinstance(variable, Power) and variable.exponent == Number(str(order)):
        return [variable.base] * order
    if order > 1 and isinstance(variable, Product) and variable.sign == "":
        return [*_variables(variable.left, order), *_variables(variable.right, order)]
    return [variable]


# -- nabla


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


__all__ = [
    "cast",
    "differential",
    "fraction",
    "is_differential",
    "is_fraction",
    "nabla",
    "partial",
    "upright_d",
]
