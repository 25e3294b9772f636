"""Subscripts, superscripts, primes and factorials: index, power, transpose or decoration."""

from __future__ import annotations

from dataclasses import dataclass, field

from derive.reader.cursor import Cursor
from derive.reader.notation import INDEX_LETTERS, LAYER_LETTERS
from derive.reader.syntax import (
    Add,
    Chain,
    Decorated,
    Factorial,
    Index,
    Indices,
    Name,
    Neg,
    Node,
    Number,
    Power,
    Prime,
    Product,
    Sequence,
    Span,
    Sub,
    Text,
    Transpose,
)

_TRANSPOSES = frozenset(("T", "\\top", "\\intercal"))
_STARS = {"*": "star", "ast": "star", "circ": "circ", "+": "plus", "-": "minus"}
_PLAIN = frozenset("ijklmnabcdpqrstuvxyzN")


@dataclass
class _Scripts:
    """What was found around a base, in the order it is to be applied."""

    below: Indices | None = None
    above: Indices | None = None
    further: list[Indices] = field(default_factory=list)
    index_end: int = 0
    primes: int = 0
    marks: list[str] = field(default_factory=list)
    transposed: bool = False
    inverse: bool = False
    power: Node | None = None


def scripts(cursor: Cursor, base: Node, start: int, closed: bool) -> Node:
    """Read the scripts that follow a base; ``closed``: the base is a bracket, a fraction or the like."""
    node = base
    while cursor.kind in ("^", "_", "prime"):
        found = _Scripts()
        while _take(cursor, node, found, closed):
            pass
        node = _applied(cursor, node, found, start, closed)
    while cursor.kind == "bang":
        cursor.advance()
        node = Factorial(node, cursor.span(start))
    return scripts(cursor, node, start, True) if cursor.kind in ("^", "_", "prime") else node


def _take(cursor: Cursor, base: Node, found: _Scripts, closed: bool) -> bool:
    if cursor.kind == "prime":
        found.primes += len(cursor.advance().text)
        return True
    if (
        cursor.kind == "_"
        and found.below is None
        and (found.power is None or _may_be_index(base, found.power, closed))
    ):
        cursor.advance()
        found.below = subscript(cursor)
        found.index_end = cursor.end_of_last
        return True
    if cursor.kind == "^" and found.power is None and not found.transposed:
        cursor.advance()
        _superscript(cursor, base, found, closed)
        if found.above is not None and not found.transposed:
            found.index_end = cursor.end_of_last
        return True
    return False


def subscript(cursor: Cursor) -> Indices:
    """What stands below: i, ij, (i, j), i,j or words."""
    start = cursor.token.start
    if cursor.kind != "group":
        return Indices((_lone(cursor),), False, "", cursor.span(start))
    end = cursor.partner[cursor.at]
    label = _label(cursor, end)
    if label is not None:
        cursor.jump(end + 1)
        return Indices((label,), False, "", cursor.span(start))
    cursor.advance()
    items = _items(cursor, end)
    cursor.advance()
    return _indices(items, cursor.span(start))


def _items(cursor: Cursor, end: int) -> list[Node]:
    items: list[Node] = []
    while cursor.at < end:
        before = cursor.at
        items.append(_item(cursor))
        cursor.must_move(before)
        if cursor.at < end and cursor.kind not in ("comma", "semicolon", "row", "wide", "text", "mid"):
            raise cursor.fail(f"this cannot stand in an index: {cursor.token.text or cursor.kind}")
        while cursor.at < end and cursor.kind in ("comma", "semicolon", "row", "wide", "mid"):
            cursor.advance()
    return items


def _item(cursor: Cursor) -> Node:
    if cursor.kind in ("word", "text", "big") and cursor.ahead().kind in ("comma", "endgroup", "_", "^"):
        token = cursor.advance()
        return Text(token.text, Span(token.start, token.end))
    if cursor.kind in ("op", "colon") and cursor.ahead().kind in ("endgroup", "comma"):
        token = cursor.advance()
        return Text(token.text, Span(token.start, token.end))
    colon, cursor.colon = cursor.colon, "relation"
    node = cursor.rules.chain(cursor)
    cursor.colon = colon
    return node


def _lone(cursor: Cursor) -> Node:
    from derive.reader.atoms import argument

    token = cursor.token
    span = Span(token.start, token.end)
    if token.kind in ("word", "text", "big"):
        cursor.advance()
        return Text(token.text, span)
    if token.kind == "number":
        cursor.advance()
        return Number(token.text, span)
    if token.kind == "op":
        cursor.advance()
        return Text(token.text, span)
    return argument(cursor)


def _label(cursor: Cursor, end: int) -> Text | None:
    """Words below a name: hinge, train; also typed without \\text, such as hid."""
    inner = cursor.tokens[cursor.at + 1 : end]
    if not inner:
        return Text("", Span(cursor.token.start, cursor.tokens[end].end))
    span = Span(inner[0].start, inner[-1].end)
    words = [token.kind in ("word", "text", "big") for token in inner]
    if all(words):
        return Text(" ".join(token.text for token in inner), span)
    letters = [token.text for token in inner if token.kind == "letter" and len(token.text) == 1]
    adjacent = span.end - span.start == len(inner)
    if len(letters) == len(inner) >= 3 and adjacent and not _PLAIN.issuperset(letters):
        return Text("".join(letters), span)
    return None


def _indices(items: list[Node], span: Span) -> Indices:
    if len(items) == 1:
        only = items[0]
        if isinstance(only, Sequence) and only.opening in ("", "("):
            return Indices(only.items, False, "(" if only.opening else "", span)
        flat = _flattened(only)
        if len(flat) > 1:
            return Indices(tuple(flat), True, "", span)
    return Indices(tuple(items), False, "", span)


def _flattened(node: Node) -> list[Node]:
    """The factors of i j k side by side, where all of them can be indices."""
    if isinstance(node, Product) and node.sign == "":
        left, right = _flattened(node.left), _flattened(node.right)
        if left and right:
            return [*left, *right]
    return [node] if isinstance(node, Name | Number | Index | Prime) else []


# -- superscripts
# ------------------------------------------------------------------------------------------------


def _superscript(cursor: Cursor, base: Node, found: _Scripts, closed: bool) -> None:
    if cursor.kind == "group":
        _braced(cursor, base, found, closed)
        return
    token = cursor.token
    if _sign(token.kind, token.text, found):
        cursor.advance()
    elif token.kind == "prime":
        found.primes += len(cursor.advance().text)
    else:
        _sort(cursor, base, found, _lone(cursor), closed)


def _sign(kind: str, text: str, found: _Scripts) -> bool:
    """T, *, † and the like."""
    if kind == "letter" and text in _TRANSPOSES:
        found.transposed = True
    elif kind == "op" and text in _STARS:
        found.marks.append(_STARS[text])
    elif kind == "letter" and text == "\\dagger":
        found.marks.append("dagger")
    else:
        return False
    return True


def _braced(cursor: Cursor, base: Node, found: _Scripts, closed: bool) -> None:
    """A superscript in braces: one after another, an index in brackets, signs, and an exponent."""
    end = cursor.partner[cursor.at]
    cursor.advance()
    if cursor.at == end:
        cursor.advance()
        return
    _leading_index(cursor, base, found, closed, end)
    _leading_signs(cursor, found, end)
    if cursor.at < end and cursor.kind in ("letter", "style") and _transposes_at_end(cursor, end):
        if cursor.kind == "letter" and end - 1 > cursor.at:
            _rest(cursor, base, found, closed, end - 1)
        found.transposed = True
        cursor.jump(end)
    if cursor.at < end:
        _rest(cursor, base, found, closed, end)
    cursor.advance()


def _leading_index(cursor: Cursor, base: Node, found: _Scripts, closed: bool, end: int) -> None:
    if cursor.kind != "open" or cursor.token.text not in "([{" or closed or isinstance(base, Number):
        return
    if isinstance(base, Name) and base.letter == "e" and not base.decorations and not _lone_index(cursor):
        return
    last = cursor.partner[cursor.at]
    after = cursor.tokens[last + 1 : end]
    brackets = after and after[0].kind == "open" and cursor.partner[last + 1] == end - 1
    if _has_minus_first(cursor, last) or not (brackets or all(_is_mark(one.kind, one.text) for one in after)):
        return
    bracket = cursor.token.text
    start = cursor.token.start
    cursor.advance()
    items = _items(cursor, last)
    cursor.jump(last + 1)
    made = _bracketed_indices(items, bracket, cursor.span(start))
    if found.above is None:
        found.above = made
    else:
        found.further.append(made)
    if cursor.at < end:
        _leading_index(cursor, base, found, closed, end)


def _lone_index(cursor: Cursor) -> bool:
    """(i): an index even above an e."""
    token = cursor.ahead()
    return token.kind == "letter" and token.text in "ijklnmt" and cursor.ahead(2).kind == "close"


def _bracketed_indices(items: list[Node], bracket: str, span: Span) -> Indices:
    made = _indices(items, span)
    return Indices(made.items, made.joined, "(" if bracket == "(" else "[", span)


def _is_mark(kind: str, text: str) -> bool:
    return (
        (kind == "letter" and (text in _TRANSPOSES or text == "\\dagger"))
        or (kind == "op" and text in _STARS)
        or kind == "prime"
    )


def _has_minus_first(cursor: Cursor, last: int) -> bool:
    """(1 − y): an exponent, not an index."""
    first, second = cursor.tokens[cursor.at + 1], cursor.tokens[cursor.at + 2]
    return first.kind == "number" and second.kind == "op" and cursor.at + 2 < last


def _leading_signs(cursor: Cursor, found: _Scripts, end: int) -> None:
    if cursor.kind == "op" and cursor.token.text == "-" and cursor.at + 1 < end:
        token = cursor.ahead()
        if token.kind == "letter" and token.text in _TRANSPOSES and cursor.at + 2 == end:
            found.inverse = found.transposed = True
            cursor.jump(end)
        return
    while cursor.at < end and cursor.kind in ("letter", "op", "prime"):
        if cursor.kind == "prime":
            found.primes += len(cursor.advance().text)
        elif (cursor.at + 1 == end or cursor.token.text in ("*", "ast", "\\top")) and _sign(
            cursor.kind, cursor.token.text, found
        ):
            cursor.advance()
        else:
            return


def _transposes_at_end(cursor: Cursor, end: int) -> bool:
    """{lT}, {\\mathsf T}: a transpose behind an index, or in another type."""
    last = cursor.tokens[end - 1]
    if cursor.kind == "style":
        inner = [
            token
            for token in cursor.tokens[cursor.at : end]
            if token.kind not in ("style", "group", "endgroup")
        ]
        return len(inner) == 1 and inner[0].text in _TRANSPOSES
    return end - cursor.at == 2 and last.kind == "letter" and last.text in _TRANSPOSES


def _rest(cursor: Cursor, base: Node, found: _Scripts, closed: bool, stop: int) -> None:
    start = cursor.token.start
    label = _superscript_label(cursor, stop)
    if label is not None:
        cursor.jump(stop)
        found.above = Indices((label,), False, "", label.span)
        return
    if stop < len(cursor.tokens) and cursor.tokens[stop].kind != "endgroup":
        node = _lone(cursor)
    else:
        items = _items(cursor, stop)
        if len(items) > 1:
            found.above = Indices(tuple(items), False, "", cursor.span(start))
            return
        node = items[0]
    _sort(cursor, base, found, node, closed)


def _superscript_label(cursor: Cursor, stop: int) -> Text | None:
    inner = cursor.tokens[cursor.at : stop]
    span = Span(inner[0].start, inner[-1].end)
    if all(token.kind in ("word", "text", "big") for token in inner):
        return Text(" ".join(token.text for token in inner), span)
    if "".join(token.text for token in inner) in ("th", "st", "nd", "rd"):
        return Text("".join(token.text for token in inner), span)
    return None


def _sort(cursor: Cursor, base: Node, found: _Scripts, node: Node, closed: bool) -> None:
    """A plain superscript: exponent or index. Only names have indices above."""
    if isinstance(node, Text):
        found.above = Indices((node,), False, "", node.span)
        return
    if isinstance(node, Name) and node.letter in _TRANSPOSES and not node.decorations:
        found.transposed = True
        return
    found.power = node


def _applied(cursor: Cursor, base: Node, found: _Scripts, start: int, closed: bool) -> Node:
    span = cursor.span(start)
    node = _marked(base, found.marks, span)
    power = found.power
    if power is not None and _may_be_index(base, power, closed) and found.above is None:
        return _index_or_power(cursor, node, found, power, start)
    if found.below is not None or found.above is not None:
        node = Index(node, found.below, found.above, Span(start, found.index_end or span.end))
    for indices in found.further:
        node = Index(node, None, indices, span)
    node = _primed(cursor, node, found.primes, start, closed)
    if power is not None:
        node = Power(node, power, span)
    if found.inverse:
        node = Power(node, Neg(Number("1", span), span), span)
    return Transpose(node, span) if found.transposed else node


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
    base = node.base if isinstance(node, Index) else node
    if closed and not isinstance(base, Name | Index):
        return cursor.choose("prime ()", {"transpose": transpose, "prime": prime}, start)
    if isinstance(base, Name):
        return _primed_name(cursor, base, prime, transpose, start)
    return prime


def _primed_name(cursor: Cursor, base: Name, prime: Node, transpose: Node, start: int) -> Node:
    key = "prime " + spelling(base)
    upper = base.letter.isupper() and base.letter not in ("L", "J", "F", "E", "S", "H", "G")
    called = cursor.kind == "open" and cursor.token.text == "("
    if upper and not called:
        return cursor.choose(key, {"transpose": transpose, "prime": prime}, start)
    if base.letter in ("w", "x", "y", "u", "v", "a", "b") and not called and _follows(cursor):
        return cursor.choose(key, {"transpose": transpose, "prime": prime}, start)
    general = cursor.notation.choices.get("prime ()") == "transpose" and not called
    chosen = cursor.notation.choices.get(key)
    return transpose if chosen == "transpose" or (general and base.letter.isascii()) else prime


def _follows(cursor: Cursor) -> bool:
    return cursor.kind in ("letter", "accented", "style", "accent")


def _may_be_index(base: Node, power: Node, closed: bool) -> bool:
    """x^i, δ^l, W^{l−1}: index-like above a name."""
    if closed or not isinstance(base, Name) or base.letter == "e" or "bb" in base.decorations:
        return False
    return index_like(power)


def index_like(node: Node) -> bool:
    """i, l − 1, t + 1, k: what people use as an index."""
    match node:
        case Name(letter, ()):
            return letter in INDEX_LETTERS
        case Add(left, right) | Sub(left, right):
            return index_like(left) and isinstance(right, Number)
        case _:
            return False


def _index_or_power(cursor: Cursor, node: Node, found: _Scripts, power: Node, start: int) -> Node:
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


def spelling(name: Name) -> str:
    r"""A name as a key: its decorations, then its letter.

    >>> spelling(Name("y", ("hat",)))
    'hat y'
    """
    return " ".join((*name.decorations, name.letter))


__all__ = ["Chain", "index_like", "scripts", "spelling", "subscript"]
