"""Derivatives that are written as fractions, dL/dw over a bar: what stands above and below it."""

from __future__ import annotations

from typing import Literal

from derive.reader.cursor import Cursor
from derive.reader.reach import applied
from derive.reader.scripts import scripts
from derive.reader.syntax import (
    Ambiguous,
    Derivative,
    Fraction,
    Node,
    Number,
    Power,
    Product,
    Span,
)

Symbol = Literal["partial", "d", "D", "delta"]


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


def step_over_symbol(cursor: Cursor) -> Symbol:
    while cursor.kind == "style":
        cursor.advance()
    if cursor.kind == "group":
        cursor.advance()
        found = step_over_symbol(cursor)
        cursor.advance()
        return found
    token = cursor.advance()
    if token.kind == "partial":
        return "partial"
    return "delta" if token.text == "\\delta" else "d"


def _top(cursor: Cursor) -> tuple[Symbol, Node | None, int]:
    if cursor.kind != "group":
        return step_over_symbol(cursor), None, 1
    end = cursor.partner[cursor.at]
    cursor.advance()
    symbol = step_over_symbol(cursor)
    order = 1
    if cursor.kind == "^":
        cursor.advance()
        order = order_of(cursor)
    of = None if cursor.at == end else cursor.rules.sum(cursor)
    if cursor.at != end:
        raise cursor.fail(f"this cannot follow here: {cursor.token.text or cursor.kind}")
    cursor.advance()
    return symbol, of, order


def order_of(cursor: Cursor) -> int:
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
        if not symbol_here(cursor):
            return None
        step_over_symbol(cursor)
        if cursor.at == end:
            return None
        variable = cursor.rules.factor(cursor)
        plain.append(variable)
        by.extend(variables_of(variable, order))
        if cursor.at < end and cursor.kind == "op" and cursor.token.text in ("cdot", "times", "*"):
            cursor.advance()
    cursor.advance()
    if len(by) != order and len(plain) == order:
        return tuple(plain)
    return tuple(by) if len(by) == order or order == 1 else None


def symbol_here(cursor: Cursor) -> bool:
    return _symbol(cursor, cursor.at) is not None


def variables_of(variable: Node, order: int) -> list[Node]:
    """∂x² in a second derivative is x twice; in a first one it is the derivative by the square of x."""
    if isinstance(variable, Ambiguous) and order > 1:
        variable = next((part for part in variable.readings if isinstance(part, Power)), variable)
    if order > 1 and isinstance(variable, Power) and variable.exponent == Number(str(order)):
        return [variable.base] * order
    if order > 1 and isinstance(variable, Product) and variable.sign == "":
        return [*variables_of(variable.left, order), *variables_of(variable.right, order)]
    return [variable]


# -- nabla
