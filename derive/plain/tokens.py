"""Numbers, names and signs: the tokens of expressions written like Python."""

from __future__ import annotations

import re
from dataclasses import dataclass

from derive.errors import ReadError

LONGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind ("number", "name", "symbol", "end"), its text and its offset."""

    kind: str
    text: str
    start: int


_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)
  | (?P<name>(?:\\[A-Za-z]+(?:\{[^{}]*\})?|[^\W\d])\w*(?:(?<=_)\{[^{}]*\}|\^\{\([^{}]*\)\}|_\{[^{}]*\}|_\w+)*'*)
  | (?P<symbol>\*\*|<=|>=|==|!=|[-+*/^()\[\],<>=−·≤≥≠])
  )""",
    re.VERBOSE,
)
_SAME = {"−": "-", "·": "*", "^": "**", "≤": "<=", "≥": ">=", "≠": "!=", "=": "=="}


def tokens(text: str) -> list[Token]:
    """The tokens of a text, with an end token; raises ``ReadError`` at a character that means nothing.

    >>> [token.text for token in tokens("2*x^3")]
    ['2', '*', 'x', '**', '3', '']
    """
    if len(text) > LONGEST:
        raise ReadError(f"the expression is longer than {LONGEST} characters", start=LONGEST)
    found, at = [], 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            start = at + len(text[at:]) - len(text[at:].lstrip())
            raise ReadError(f"{text[start]!r} means nothing here", start=start)
        kind, at = match.lastgroup, match.end()
        piece = match[kind]
        found.append(Token(kind, _SAME.get(piece, piece), match.start(kind)))
    return [*found, Token("end", "", len(text.rstrip()))]
