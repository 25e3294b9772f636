"""What a factor can begin with: numbers, names, words, braces, fractions, roots, text."""

from __future__ import annotations

from collections.abc import Callable

from derive.reader import (
    bigs,
    brackets,
    calls,
    derivative_fractions,
    derivatives,
    environments,
    functions,
    groups,
    signs,
)
from derive.reader.cursor import Cursor
from derive.reader.decoration import decorate
from derive.reader.scripts import scripts
from derive.reader.syntax import (
    Binomial,
    Dots,
    Fraction,
    Hole,
    Index,
    Name,
    Node,
    Number,
    Root,
    Sequence,
    Span,
    Text,
)

_KNOWN = signs.GREEK | {"top", "dagger"}


def number(cursor: Cursor) -> Node:
    """Digits; 1[y = k] and 1{…} are indicators."""
    token = cursor.advance()
    node: Node = Number(token.text, Span(token.start, token.end))
    if token.text == "1" and (found := calls.indicator(cursor, node, token.start)) is not None:
        return scripts(cursor, found, token.start, True)
    return scripts(cursor, node, token.start, False)


def letter(cursor: Cursor) -> Node:
    """One letter: a name, the d of a differential, or Σ written as a letter."""
    token = cursor.token
    if token.text == "d" and derivatives.is_differential(cursor):
        return derivatives.differential(cursor)
    if token.text in ("\\Sigma", "\\Pi") and bigs.is_big_letter(cursor):
        return bigs.big(cursor, "sum" if token.text == "\\Sigma" else "prod")
    if token.text == "D" and derivatives.is_operator_d(cursor):
        return derivatives.operator_d(cursor)
    cursor.advance()
    if token.text.startswith("\\") and token.text[1:] not in _KNOWN:
        cursor.repair(token.start, token.end, f"{token.text} is defined nowhere: read as a name", "replaced")
    return named(cursor, Name(token.text, (), Span(token.start, token.end)), token.start)


def named(cursor: Cursor, name: Node, start: int) -> Node:
    """A name with its scripts, and its argument if it is called."""
    if cursor.kind in ("^", "_", "prime"):
        return calls.applied(cursor, scripts(cursor, name, start, False), start)
    if cursor.kind == "open" or cursor.kind == "bang":
        return (
            calls.applied(cursor, name, start)
            if cursor.kind == "open"
            else scripts(cursor, name, start, False)
        )
    return name


def accented(cursor: Cursor) -> Node:
    """A letter with combining marks, such as ŷ."""
    token = cursor.advance()
    text, *marks = token.text.split(",")
    return named(cursor, Name(text, tuple(marks), Span(token.start, token.end)), token.start)


def styled_letter(cursor: Cursor) -> Node:
    """ℝ, 𝔼, ℒ and bold letters of Unicode."""
    token = cursor.advance()
    style = {"bb": "bb", "bf": "bold", "cal": "cal"}[token.kind]
    return named(cursor, Name(token.text, (style,), Span(token.start, token.end)), token.start)


def decorated(cursor: Cursor) -> Node:
    r"""\hat y, \mathbf{w}, \bar{x + y}: an accent or a style over what follows."""
    start = cursor.token.start
    token = cursor.advance()
    if token.kind == "style" and cursor.kind in ("^", "_", "op", "eof", "rel", "close", "endgroup"):
        return cursor.rules.factor(cursor)
    inner = argument(cursor)
    node = decorate(inner, token.text, cursor.span(start))
    return (
        named(cursor, node, start) if isinstance(node, Name | Index) else scripts(cursor, node, start, True)
    )


def argument(cursor: Cursor) -> Node:
    """The argument of a command: a brace group, or the one sign that follows (one digit of a number)."""
    if cursor.kind == "group":
        return groups.group(cursor)
    token = cursor.token
    if token.kind == "number" and len(token.text) > 1:
        return _first_digit(cursor)
    if token.kind in ("letter", "number"):
        cursor.advance()
        span = Span(token.start, token.end)
        return Name(token.text, (), span) if token.kind == "letter" else Number(token.text, span)
    if token.kind in ("accent", "style"):
        start = token.start
        mark = cursor.advance().text
        cursor.deeper()
        inner = argument(cursor)
        cursor.depth -= 1
        return decorate(inner, mark, cursor.span(start))
    if token.kind == "partial":
        cursor.advance()
        return Name("\\partial", (), Span(token.start, token.end))
    return cursor.rules.factor(cursor)


def _first_digit(cursor: Cursor) -> Node:
    token = cursor.token
    rest = token._replace(text=token.text[1:], start=token.start + 1)
    cursor.tokens[cursor.at] = rest
    cursor.token = rest
    cursor.end_of_last = token.start + 1
    return Number(token.text[0], Span(token.start, token.start + 1))


def word(cursor: Cursor) -> Node:
    """A word: a known function with its argument, or a name of several letters."""
    token = cursor.advance()
    name = Name(token.text, (), Span(token.start, token.end))
    if token.text == "arg":
        return named(cursor, name, token.start)
    if token.text in signs.FUNCTION_WORDS:
        return functions.known_function(cursor, name, token.start)
    return named(cursor, name, token.start)


def text(cursor: Cursor) -> Node:
    """Words: a name where they are used as one, else a remark."""
    token = cursor.advance()
    span = Span(token.start, token.end)
    plain = token.text.strip()
    if plain not in signs.CONNECTIVES and (
        cursor.kind in ("_", "^") or (cursor.kind == "open" and cursor.token.text == "(")
    ):
        return named(cursor, Name(plain, (), span), token.start)
    if plain not in signs.CONNECTIVES and cursor.kind in ("rel", "op") and len(plain.split()) <= 4:
        return Name(plain.rstrip(" :"), (), span)
    return Text(token.text, span)


def command(cursor: Cursor) -> Node:
    """A command with arguments."""
    return _COMMANDS[cursor.token.text](cursor)


def _fraction(cursor: Cursor) -> Node:
    start = cursor.token.start
    if derivative_fractions.is_fraction(cursor):
        return derivative_fractions.fraction(cursor)
    cursor.advance()
    top = argument(cursor)
    bottom = argument(cursor)
    return scripts(cursor, Fraction(top, bottom, "frac", cursor.span(start)), start, True)


def _root(cursor: Cursor) -> Node:
    start = cursor.token.start
    cursor.advance()
    degree = None
    if cursor.kind == "open" and cursor.token.text == "[":
        degree = brackets.bracket(cursor).items[0]
    return scripts(cursor, Root(argument(cursor), degree, cursor.span(start)), start, True)


def _binomial(cursor: Cursor) -> Node:
    start = cursor.token.start
    cursor.advance()
    top = argument(cursor)
    return scripts(cursor, Binomial(top, argument(cursor), cursor.span(start)), start, True)


def _annotated(cursor: Cursor) -> Node:
    r"""\underbrace{x}_{note}: the note is left out."""
    start = cursor.token.start
    over = cursor.advance().text.startswith("over")
    node = argument(cursor)
    if cursor.kind == ("^" if over else "_"):
        cursor.advance()
        cursor.jump(cursor.partner[cursor.at] + 1 if cursor.kind == "group" else cursor.at + 1)
    return scripts(cursor, node, start, True)


def _stacked(cursor: Cursor) -> Node:
    r"""\underset{w}{\text{argmin}} f is an extremum; other things over or under a sign are left out."""
    start = cursor.token.start
    over = cursor.advance().text != "underset"
    at = cursor.at
    note = argument(cursor)
    if cursor.kind == "group" and cursor.ahead().kind == "big" and not over:
        cursor.advance()
        symbol = cursor.advance().text
        cursor.jump(cursor.at + 1 if cursor.kind == "endgroup" else at)
        return bigs.finish(cursor, symbol, note, None, start)
    if cursor.kind == "big" and not over:
        return bigs.finish(cursor, cursor.advance().text, note, None, start)
    return scripts(cursor, argument(cursor), start, True)


def _substack(cursor: Cursor) -> Node:
    start = cursor.token.start
    cursor.advance()
    if cursor.kind != "group":
        raise cursor.fail("\\substack misses its argument")
    end = cursor.partner[cursor.at]
    cursor.advance()
    parts: list[Node] = []
    while cursor.at < end:
        before = cursor.at
        parts.append(cursor.rules.chain(cursor))
        cursor.must_move(before)
        while cursor.at < end and cursor.kind in ("row", "comma", "amp"):
            cursor.advance()
        if cursor.at < end and cursor.tokens[cursor.at - 1].kind not in ("row", "comma", "amp"):
            raise cursor.fail(f"this cannot follow here: {cursor.token.text or cursor.kind}")
    cursor.advance()
    return parts[0] if len(parts) == 1 else Sequence(tuple(parts), "", "", cursor.span(start))


def dots(cursor: Cursor) -> Node:
    """An ellipsis."""
    token = cursor.advance()
    return Dots(Span(token.start, token.end))


_COMMANDS: dict[str, Callable[[Cursor], Node]] = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"), _fraction),
    **dict.fromkeys(("binom", "dbinom", "tbinom"), _binomial),
    **dict.fromkeys(("underbrace", "overbrace", "overbracket", "underbracket"), _annotated),
    **dict.fromkeys(("overset", "underset", "stackrel"), _stacked),
    "sqrt": _root,
    "substack": _substack,
    "eqalign": environments.plain_rows,
    "eqalignno": environments.plain_rows,
    "displaylines": environments.plain_rows,
    "matrix": environments.plain_matrix,
    "pmatrix": environments.plain_matrix,
    "cases": environments.plain_matrix,
    **dict.fromkeys(("operatornamewithlimits",), lambda cursor: (cursor.advance(), argument(cursor))[1]),
}


def _known_command(cursor: Cursor) -> Node:
    read = _COMMANDS.get(cursor.token.text)
    if read is None:
        raise cursor.fail(f"\\{cursor.token.text} cannot stand here")
    return read(cursor)


def _before_scripts(cursor: Cursor) -> Node:
    """Scripts with nothing before them: {}^T."""
    start = cursor.token.start
    return scripts(cursor, Hole(Span(start, start)), start, False)


def _lone_sign(cursor: Cursor) -> Node:
    """f(·): a sign alone in brackets stands for whatever is put there, and in ∗ ∈ {i, f, o} for each label."""
    if (
        cursor.ahead().kind == "rel"
        and cursor.ahead().text == "in"
        and cursor.token.text in ("ast", "*", "cdot")
    ):
        token = cursor.token
        cursor.advance()
        return Text(token.text, Span(token.start, token.end))
    if (
        cursor.ahead().kind not in ("close", "eof", "endgroup", "comma")
        or cursor.end_of_last != cursor.tokens[cursor.at - 1].end
    ):
        raise cursor.fail(f"something is missing before {cursor.token.text}")
    token = cursor.token
    before = cursor.tokens[cursor.at - 1].kind if cursor.at else "open"
    if before not in ("open", "group", "comma"):
        raise cursor.fail(f"something is missing before {token.text}")
    cursor.advance()
    return Hole(Span(token.start, token.end))


READERS: dict[str, Callable[[Cursor], Node]] = {
    "number": number,
    "letter": letter,
    "accented": accented,
    "bb": styled_letter,
    "bf": styled_letter,
    "cal": styled_letter,
    "accent": decorated,
    "style": decorated,
    "word": word,
    "text": text,
    "big": bigs.big_or_function,
    "nabla": derivatives.nabla,
    "partial": derivatives.partial,
    "upd": derivatives.upright_d,
    "open": brackets.bracketed,
    "bar": brackets.bars,
    "group": groups.braced,
    "begin": environments.environment,
    "command": _known_command,
    "dots": dots,
    "^": _before_scripts,
    "_": _before_scripts,
    "op": _lone_sign,
}
