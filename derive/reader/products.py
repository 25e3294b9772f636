"""Products: factors side by side or with ·, ×, *, ⊙, / between them, and the groupings people may mean."""

from __future__ import annotations

from typing import cast

from derive.reader.cursor import Cursor, Run
from derive.reader.syntax import (
    Ambiguous,
    Big,
    Chain,
    Derivative,
    Differential,
    Fraction,
    Indicator,
    Name,
    Neg,
    Node,
    Number,
    Power,
    Product,
    ProductSign,
    Span,
)

MOST_FACTORS = 120
SIGNS = frozenset(("cdot", "times", "*", "odot", "circ", "ast", "/", "otimes", "oslash"))
_ENTRYWISE = frozenset(("odot", "circ", "ast"))
_ASKING = _ENTRYWISE | {"*", "cdot", "times"}
_ORDERS = frozenset(("<", ">", "<=", ">="))
_BEGINS = frozenset(
    ("number", "letter", "accented", "word", "big", "nabla", "partial", "upd", "open", "group", "begin",
    "dots", "accent",
     "style", "bb", "bf", "cal")
)  # fmt: skip
_COMMANDS = frozenset(
    ("frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac", "sqrt", "binom", "dbinom", "tbinom",
    "underbrace", "overbrace",
     "substack", "underset", "overset", "stackrel", "operatornamewithlimits", "overbracket", "underbracket",
     "eqalign",
     "displaylines", "eqalignno", "matrix", "pmatrix", "cases")
)  # fmt: skip


def begins_factor(cursor: Cursor, steps: int = 0) -> bool:
    """Whether a factor can begin with the token some steps ahead."""
    token = cursor.ahead(steps) if steps else cursor.token
    if token.kind in _BEGINS:
        return True
    if token.kind == "command":
        return token.text in _COMMANDS and not (steps == 0 and _relation_ahead(cursor))
    if token.kind == "text":
        return " " not in token.text and cursor.ahead(steps + 1).kind == "open"
    return token.kind == "bar" and _bar_opens(cursor, cursor.at + steps)


def _relation_ahead(cursor: Cursor) -> bool:
    from derive.reader.relations import relation_ahead

    return relation_ahead(cursor)


def _bar_opens(cursor: Cursor, at: int) -> bool:
    """A bar opens where none of its kind is open, nothing hangs on it, and another one follows in the same brackets."""
    text = cursor.tokens[at].text
    if text in cursor.bars or cursor.tokens[at + 1].kind in ("_", "^", "eof", "close"):
        return False
    double = cursor.tokens[at + 1].kind == "bar" and cursor.tokens[at + 1].start == cursor.tokens[at].end
    wanted = 3 if double and text == "|" else 1
    depth = 0
    for token in cursor.tokens[at + 1 :]:
        depth += (token.kind in _OPENING) - (token.kind in _CLOSING)
        if depth < 0 or token.kind in ("rel", "row", "amp", "comma"):
            return False
        wanted -= token.kind == "bar" and token.text == text and not depth
        if not wanted:
            return True
    return False


_OPENING, _CLOSING = ("open", "group", "begin"), ("close", "endgroup", "end")


def run(cursor: Cursor) -> Run:
    """Read factors side by side, with the product signs between them."""
    found = Run([], [], [])
    _factor(cursor, found, "")
    while True:
        sign = _sign(cursor)
        if sign is None:
            return found
        if len(found.factors) > MOST_FACTORS:
            raise cursor.fail(f"a product of more than {MOST_FACTORS} factors")
        _factor(cursor, found, sign)


def _sign(cursor: Cursor) -> str | None:
    if cursor.kind == "op" and cursor.token.text in SIGNS:
        sign = cursor.advance()
        if begins_factor(cursor) or (cursor.kind == "op" and cursor.token.text in ("-", "+")):
            return sign.text
        if cursor.kind == "op" and cursor.token.text in SIGNS:
            cursor.repair(sign.start, sign.end, f"removed {sign.text}", "removed")
            return _sign(cursor)
        if cursor.kind not in ("eof", "close", "endgroup", "rel", "row", "amp", "comma", "wide"):
            raise cursor.fail(f"something is missing behind {sign.text}")
        cursor.repair(sign.start, sign.end, f"removed {sign.text}", "removed")
        return None
    return "" if begins_factor(cursor) else None


def _factor(cursor: Cursor, found: Run, sign: str) -> None:
    start = cursor.token.start
    kind = cursor.kind
    if found.factors and cursor.kind == "op" and cursor.token.text in ("-", "+"):
        minus = cursor.advance().text == "-"
        factor = cursor.rules.factor(cursor)
        factor = Neg(factor, cursor.span(start)) if minus else factor
    else:
        factor = cursor.rules.factor(cursor)
    if cursor.kind == "bar":
        from derive.reader.brackets import evaluated_at

        factor = evaluated_at(cursor, factor, start)
    if sign == "/" and (slash := _slash_derivative(found.factors[-1], factor)) is not None:
        found.factors[-1] = slash
        return
    if sign in _ASKING:
        found.factors[-1], factor = _asked(found.factors[-1]), _asked(factor)
    if found.factors:
        found.signs.append(sign)
    _append(found, factor, kind)


def _asked(factor: Node) -> Node:
    """The mask in δ * (z > 0): an order that is multiplied by is 1 where it holds and 0 elsewhere."""
    order = isinstance(factor, Chain) and {relation.sign for relation in factor.relations} <= _ORDERS
    return Indicator(factor, factor.span) if order else factor


def _append(found: Run, factor: Node, kind: str) -> None:
    """A name with a bracket that turned out to be a product is two factors."""
    if (
        isinstance(factor, Product)
        and factor.sign == ""
        and kind not in ("open", "group", "begin", "command")
    ):
        _append(found, factor.left, kind)
        found.signs.append("")
        _append(found, factor.right, "open")
    else:
        found.factors.append(factor)
        found.closed.append(kind == "open")


def _slash_derivative(top: Node, bottom: Node) -> Node | None:
    """dL/dw and ∂L/∂w."""
    if not (isinstance(top, Differential) and isinstance(bottom, Differential)):
        return None
    if top.symbol == bottom.symbol and not isinstance(bottom.of, Number):
        return Derivative(top.of, (bottom.of,), top.symbol, "slash", Span(top.span.start, bottom.span.end))
    return None


def join(cursor: Cursor, factors: Run) -> Node:
    """The product of a run; where its signs leave the grouping open, every grouping."""
    if len(factors.factors) == 1:
        return factors.factors[0]
    kinds = set(factors.signs)
    start = factors.factors[0].span.start
    if kinds & _ENTRYWISE and len(kinds - {"circ"}) > 1:
        return _entrywise(cursor, factors, start)
    if "/" in kinds and len(factors.signs) > 1:
        return _slashed(cursor, factors, start)
    return from_left(factors.factors, factors.signs)


def from_left(factors: list[Node], signs: list[str]) -> Node:
    """Group from the left."""
    node = factors[0]
    for sign, factor in zip(signs, factors[1:], strict=True):
        node = _two(node, factor, sign)
    return node


def _two(left: Node, right: Node, sign: str) -> Node:
    span = Span(left.span.start, right.span.end)
    if sign == "/":
        return Fraction(left, right, "/", span)
    if sign == "oslash":
        return Fraction(left, right, "oslash", span)
    return Product(left, right, cast(ProductSign, sign), span)


def _tight_first(factors: list[Node], signs: list[str], tight: frozenset[str]) -> Node:
    """Join what stands between ``tight`` signs first, then the rest from the left."""
    outer: list[Node] = []
    between: list[str] = []
    group, inner = [factors[0]], list[str]()
    for sign, factor in zip(signs, factors[1:], strict=True):
        if sign in tight:
            group.append(factor)
            inner.append(sign)
        else:
            outer.append(from_left(group, inner))
            between.append(sign)
            group, inner = [factor], []
    outer.append(from_left(group, inner))
    return from_left(outer, between)


def _entrywise(cursor: Cursor, factors: Run, start: int) -> Node:
    """Wᵀδ ⊙ g xᵀ: the entrywise product last (the usual), first, or from left to right."""
    others = frozenset(factors.signs) - _ENTRYWISE
    last = _tight_first(factors.factors, factors.signs, others)
    first = _tight_first(factors.factors, factors.signs, _ENTRYWISE)
    left = from_left(factors.factors, factors.signs)
    options = {"last": last}
    options.update(
        (name, node) for name, node in (("left", left), ("first", first)) if node not in options.values()
    )
    if first in (last,) and "first" in options:
        del options["first"]
    return cursor.choose(f"entrywise {start}", options, start)


def _slashed(cursor: Cursor, factors: Run, start: int) -> Node:
    """1/2m: from left to right, or everything that stands close behind the slash below it."""
    left = from_left(factors.factors, factors.signs)
    at = factors.signs.index("/")
    if all(sign != "" for sign in factors.signs[at + 1 : at + 2]) or _plainly_beside(factors, at):
        return left
    below = _tight_first(factors.factors, factors.signs, frozenset(("",)))
    return left if below == left else cursor.choose(f"slash {start}", {"left": left, "below": below}, start)


def _plainly_beside(factors: Run, at: int) -> bool:
    """1/m Σ…, 1/N (…): what follows is clearly beside the fraction, not below it."""
    top, bottom, beside = factors.factors[at], factors.factors[at + 1], factors.factors[at + 2]
    plain_top = isinstance(top, Number) or (isinstance(top, Neg) and isinstance(top.of, Number))
    spaced = beside.span.start > bottom.span.end
    simple = isinstance(bottom, Number | Name) or factors.closed[at + 1]
    if isinstance(beside, Big | Derivative | Fraction):
        return True
    return plain_top and simple and spaced and not isinstance(beside, Ambiguous | Power)
