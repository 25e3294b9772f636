"""Superscripts: transposes, stars, indices in brackets, words, and exponents."""

from __future__ import annotations

from dataclasses import dataclass, field

from derive.reader.cursor import Cursor
from derive.reader.subscripts import index_items, indices, lone
from derive.reader.syntax import Indices, Name, Node, Number, Span, Text

_TRANSPOSES = frozenset(("T", "\\top", "\\intercal"))
_TYPES = (("sans",), ("bold",), ("upright",))
_TRANSPOSE_WORDS = ("tr", "trans", "transpose")
_STARS = {"*": "star", "ast": "star", "circ": "circ", "+": "plus", "-": "minus"}


@dataclass
class Scripts:
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


def superscript(cursor: Cursor, base: Node, found: Scripts, closed: bool) -> None:
    if cursor.kind == "group":
        _braced(cursor, base, found, closed)
        return
    token = cursor.token
    if _sign(token.kind, token.text, found):
        cursor.advance()
    elif token.kind == "prime":
        found.primes += len(cursor.advance().text)
    else:
        _sort(cursor, base, found, lone(cursor), closed)


def _sign(kind: str, text: str, found: Scripts) -> bool:
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


def _braced(cursor: Cursor, base: Node, found: Scripts, closed: bool) -> None:
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


def _leading_index(cursor: Cursor, base: Node, found: Scripts, closed: bool, end: int) -> None:
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
    items = index_items(cursor, last)
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
    return token.kind == "letter" and token.text in "cijklmnty" and cursor.ahead(2).kind == "close"


def _bracketed_indices(items: list[Node], bracket: str, span: Span) -> Indices:
    made = indices(items, span)
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


def _is_only_a_transpose(cursor: Cursor, end: int) -> bool:
    r"""Whether nothing but T, in whatever type, stands between a minus and the end: −T, −\mathsf{T}."""
    frames = ("style", "group", "endgroup")
    inner = [token for token in cursor.tokens[cursor.at + 1 : end] if token.kind not in frames]
    return len(inner) == 1 and inner[0].kind == "letter" and inner[0].text in _TRANSPOSES


def _leading_signs(cursor: Cursor, found: Scripts, end: int) -> None:
    if cursor.kind == "op" and cursor.token.text == "-" and cursor.at + 1 < end:
        if _is_only_a_transpose(cursor, end):
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


def _rest(cursor: Cursor, base: Node, found: Scripts, closed: bool, stop: int) -> None:
    start = cursor.token.start
    label = _superscript_label(cursor, stop)
    if label is not None:
        cursor.jump(stop)
        if label.text in _TRANSPOSE_WORDS:
            found.transposed = True
        else:
            found.above = Indices((label,), False, "", label.span)
        return
    if stop < len(cursor.tokens) and cursor.tokens[stop].kind != "endgroup":
        node = lone(cursor)
    else:
        items = index_items(cursor, stop)
        if len(items) > 1:
            found.above = Indices(tuple(items), False, "", cursor.span(start))
            return
        node = items[0]
    _sort(cursor, base, found, node, closed)


def _superscript_label(cursor: Cursor, stop: int) -> Text | None:
    inner = [token for token in cursor.tokens[cursor.at : stop] if token.kind != "style"]
    if not inner:
        return None
    span = Span(inner[0].start, inner[-1].end)
    if all(token.kind in ("word", "text", "big") for token in inner):
        return Text(" ".join(token.text for token in inner), span)
    if "".join(token.text for token in inner) in ("th", "st", "nd", "rd"):
        return Text("".join(token.text for token in inner), span)
    return None


def _is_transpose(base: Node, node: Name) -> bool:
    r"""T in upright, sans serif or bold type, wherever braces stand; e^\mathbf{T} is an exponential."""
    number = isinstance(base, Number) or (isinstance(base, Name) and base.letter == "e")
    return node.letter in _TRANSPOSES and (
        not node.decorations or (node.decorations in _TYPES and not number)
    )


def _sort(cursor: Cursor, base: Node, found: Scripts, node: Node, closed: bool) -> None:
    """A plain superscript: exponent or index. Only names have indices above."""
    if isinstance(node, Text) and node.text in _TRANSPOSE_WORDS:
        found.transposed = True
        return
    if isinstance(node, Text):
        found.above = Indices((node,), False, "", node.span)
        return
    if isinstance(node, Name) and _is_transpose(base, node):
        found.transposed = True
        return
    found.power = node
