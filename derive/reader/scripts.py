"""Subscripts, superscripts, primes and factorials: index, power, transpose or decoration."""

from __future__ import annotations

from derive.reader.anatomy import base_of
from derive.reader.cursor import Cursor
from derive.reader.notation import INDEX_LETTERS, LAYER_LETTERS, SURE_FUNCTIONS
from derive.reader.subscripts import subscript
from derive.reader.superscripts import Scripts, superscript
from derive.reader.syntax import (
    Add,
    Chain,
    Decorated,
    Factorial,
    Fraction,
    Index,
    Indicator,
    Indices,
    Name,
    Neg,
    Node,
    Number,
    Power,
    Prime,
    Sequence,
    Span,
    Sub,
    Transpose,
)

_ONES = frozenset(("1", "I", "\\chi", "\\delta"))


def scripts(cursor: Cursor, base: Node, start: int, closed: bool) -> Node:
    """Read the scripts that follow a base; ``closed``: the base is a bracket, a fraction or the like."""
    node = base
    while cursor.kind in ("^", "_", "prime"):
        found = Scripts()
        while _take(cursor, node, found, closed):
            pass
        node = _applied(cursor, node, found, start, closed)
    while cursor.kind == "bang":
        cursor.advance()
        node = Factorial(node, cursor.span(start))
    return scripts(cursor, node, start, True) if cursor.kind in ("^", "_", "prime") else node


def _take(cursor: Cursor, base: Node, found: Scripts, closed: bool) -> bool:
    if cursor.kind == "prime":
        found.primes += len(cursor.advance().text)
        return True
    if (
        cursor.kind == "_"
        and found.below is None
        and (found.power is None or _may_be_index(base, found.power, closed, True))
    ):
        cursor.advance()
        found.below = subscript(cursor)
        found.index_end = cursor.end_of_last
        return True
    if cursor.kind == "^" and found.power is None and not found.transposed:
        cursor.advance()
        superscript(cursor, base, found, closed)
        if found.above is not None and not found.transposed:
            found.index_end = cursor.end_of_last
        return True
    return False


def _applied(cursor: Cursor, base: Node, found: Scripts, start: int, closed: bool) -> Node:
    span = cursor.span(start)
    node = _marked(base, found.marks, span)
    power = found.power
    if (
        power is not None
        and _may_be_index(base, power, closed, found.below is not None)
        and found.above is None
    ):
        return _index_or_power(cursor, node, found, power, start)
    if found.below is not None or found.above is not None:
        index = Index(node, found.below, found.above, Span(start, found.index_end or span.end))
        node = _indicator(index) or index
    for indices in found.further:
        node = Index(node, None, indices, span)
    node = _primed(cursor, node, found.primes, start, closed)
    if power is not None:
        node = Power(node, power, span)
    if found.inverse:
        node = Power(node, Neg(Number("1", span), span), span)
    return Transpose(node, span) if found.transposed else node


def _indicator(node: Index) -> Indicator | None:
    r"""𝟙_{y = k}, 1_{i = j}, δ_{i = j}, χ_{\{x > 0\}}."""
    if node.below is None or node.above is not None or len(node.below.items) != 1:
        return None
    (item,) = node.below.items
    if isinstance(item, Sequence) and len(item.items) == 1:
        (item,) = item.items
    condition = item.condition if isinstance(item, Indicator) else item
    is_one = isinstance(node.base, Number) and node.base.text == "1"
    marked = is_one or (isinstance(node.base, Name) and node.base.letter in _ONES)
    return Indicator(condition, node.span) if marked and isinstance(condition, Chain) else None


def _marked(base: Node, marks: list[str], span: Span) -> Node:
    if not marks:
        return base
    if isinstance(base, Name):
        return Name(base.letter, (*base.decorations, *marks), Span(base.span.start, span.end))
    if isinstance(base, Index) and isinstance(base.base, Name):
        return Index(_marked(base.base, marks, base.base.span), base.below, base.above, span)
    node = base
    for mark in marks:
        node = Decorated(node, mark, span)
    return node


def _primed(cursor: Cursor, node: Node, primes: int, start: int, closed: bool) -> Node:
    """f′ or X′: a derivative or a transpose."""
    if not primes:
        return node
    span = cursor.span(start)
    prime, transpose = Prime(node, primes, span), Transpose(node, span)
    if primes > 1:
        return prime
    base = base_of(node)
    if isinstance(base, Fraction):
        return prime
    if closed and not isinstance(base, Name | Index):
        return _stroke(cursor, "prime ()", prime, transpose, start)
    if isinstance(base, Name):
        return _primed_name(cursor, base, prime, transpose, start)
    return prime


def _primed_name(cursor: Cursor, base: Name, prime: Node, transpose: Node, start: int) -> Node:
    key = "prime " + spelling(base)
    upper = base.letter.isupper() and base.letter not in ("L", "J", "F", "E", "S", "H", "G")
    called = cursor.kind == "open" and cursor.token.text == "("
    if upper and not called:
        return _stroke(cursor, key, prime, transpose, start)
    if base.letter in ("w", "x", "y", "u", "v", "a", "b") and not called and _follows(cursor):
        return _stroke(cursor, key, prime, transpose, start)
    general = cursor.notation.choices.get("prime ()") == "transpose" and not called
    if cursor.notation.choices.get(key) == "transpose" or (general and base.letter not in SURE_FUNCTIONS):
        return _stroke(cursor, key, prime, transpose, start)
    return prime


def _stroke(cursor: Cursor, key: str, prime: Node, transpose: Node, start: int) -> Node:
    """A stroke that may be either: the transpose first, unless the document writes its transposes in another way."""
    if cursor.notation.choices.get(key) == "prime":
        return prime
    return cursor.open(key, {"transpose": transpose, "prime": prime}, start)


def _follows(cursor: Cursor) -> bool:
    return cursor.kind in ("letter", "accented", "style", "accent")


def _may_be_index(base: Node, power: Node, closed: bool, has_subscript: bool) -> bool:
    """x^i, δ^l, W^{l−1}: index-like above a name; above an e only where it has another index below."""
    if closed or not isinstance(base, Name) or "bb" in base.decorations:
        return False
    return index_like(power) and (has_subscript or base.letter != "e")


def index_like(node: Node) -> bool:
    """i, l − 1, t + 1, k: what people use as an index."""
    match node:
        case Name(letter, ()):
            return letter in INDEX_LETTERS
        case Add(left, right) | Sub(left, right):
            return index_like(left) and isinstance(right, Number)
        case _:
            return False


def _index_or_power(cursor: Cursor, node: Node, found: Scripts, power: Node, start: int) -> Node:
    span = cursor.span(start)
    index: Node = Index(node, found.below, Indices((power,), False, "", power.span), span)
    below = Index(node, found.below, None, span) if found.below is not None else node
    raised: Node = Power(_primed(cursor, below, found.primes, start, False), power, span)
    index = _primed(cursor, index, found.primes, start, False)
    base = node
    assert isinstance(base, Name)
    options = {"index": index, "power": raised}
    if power == Name("t"):
        options = {"transpose": Transpose(below, span), **options}
    elif not _prefers_index(base, power, found.below is not None):
        options = {"power": raised, "index": index}
    return cursor.choose("power " + spelling(base), options, start)


def _prefers_index(base: Name, power: Node, has_subscript: bool) -> bool:
    letter = next(
        (part.letter for part in (power, getattr(power, "left", None)) if isinstance(part, Name)), ""
    )
    if letter in LAYER_LETTERS or "cal" in base.decorations:
        return True
    if isinstance(power, Add | Sub):
        return letter in ("t", "k", "l") or has_subscript
    return has_subscript or letter in ("i", "j", "\\ell")


def reads_as_index(base: Node, power: Node) -> bool:
    """Whether a superscript on a name without brackets is taken for an index first."""
    name = base_of(base)
    below = isinstance(base, Index) and base.below is not None
    return (
        isinstance(name, Name)
        and _may_be_index(name, power, False, below)
        and _prefers_index(name, power, below)
    )


def spelling(name: Name) -> str:
    r"""A name as a key: its decorations, then its letter.

    >>> spelling(Name("y", ("hat",)))
    'hat y'
    """
    return " ".join((*name.decorations, name.letter))


__all__ = ["index_like", "reads_as_index", "scripts", "spelling", "subscript"]
