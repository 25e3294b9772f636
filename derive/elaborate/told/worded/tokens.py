"""The prose of a document as words, formulas and signs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from derive.reader import syntax as s
from derive.reader.fragments import fragment

_ENVIRONMENT = (
    r"\\begin\{(?P<kind>(?:equation|align|gather|multline|eqnarray|displaymath|flalign|alignat)\*?)\}"
)
_TOKEN = re.compile(
    rf"(?P<display>\$\$.*?\$\$|\\\[.*?\\\]|{_ENVIRONMENT}.*?\\end\{{(?P=kind)\}})"
    r"|(?P<break>\n\s*\n|\n\s*(?:[-*+]|\d+[.)])(?=\s)|\n#+|\n(?=\|)|\\item\b|\\\\)"
    r"|(?P<formula>\$[^$]+\$|\\\(.*?\\\)|`\w{1,12}`|(?<![\w\\])[A-Za-z]_(?:\w+|\{[^{}]*\}))"
    r"|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<word>i\.e\.|e\.g\.|w\.r\.t\.|cf\.|resp\.|[A-Za-z][A-Za-z'’-]*)"
    r"|(?P<sign>[.,;:!?()=|–—])",
    re.DOTALL,
)
_BRACKETS = re.compile(r"^(?:\$\$?|\\[(\[]|`)|(?:\$\$?|\\[)\]]|`)$")


BREAK = "¶"


@dataclass(frozen=True, slots=True)
class Token:
    """A word in small letters, a formula with its tree, a number or a sign; "¶" is a break or a display."""

    kind: Literal["word", "formula", "number", "sign"]
    text: str
    span: s.Span
    tree: s.Node | None = None

    @property
    def ends_sentence(self) -> bool:
        """Whether no sentence goes on after it."""
        return self.kind == "sign" and self.text in f".;!?{BREAK}"


def tokens(prose: str) -> Iterator[Token]:
    r"""The tokens of a prose, with their places in it.

    >>> [token.text for token in tokens("Let $r$ be half of $s$.")]
    ['let', '$r$', 'be', 'half', 'of', '$s$', '.']
    """
    for match in _TOKEN.finditer(prose):
        span = s.Span(*match.span())
        if match["display"] is not None or match["break"] is not None:
            yield Token("sign", BREAK, span, _tree(match[0]) if match["display"] is not None else None)
        elif match["formula"] is not None:
            yield Token("formula", match[0], span, _tree(match[0]))
        elif match["number"] is not None:
            yield Token("number", match[0], span, s.Number(match[0]))
        elif match["word"] is not None:
            yield Token("word", match[0].lower().replace("’", "'"), span)
        else:
            yield Token("sign", match[0], span)


@lru_cache(maxsize=4096)
def _tree(written: str) -> s.Node | None:
    return fragment(_BRACKETS.sub("", written))


_PLAIN = {
    ("adds", "up"): ("is", "the", "sum", "of"),
    ("sums", "up"): ("is", "the", "sum", "of"),
    ("sums",): ("is", "the", "sum", "of"),
    ("averages",): ("is", "the", "mean", "of"),
}


def plainly(words: Sequence[Token]) -> list[Token]:
    """The words with "is the sum of" for "adds up", and the like.

    >>> [token.text for token in plainly(list(tokens("$J$ adds up $r_i$")))]
    ['$J$', 'is', 'the', 'sum', 'of', '$r_i$']
    """
    found: list[Token] = []
    place = 0
    while place < len(words):
        for said, plain in _PLAIN.items():
            here = words[place : place + len(said)]
            if tuple(token.text for token in here) == said and place and words[place - 1].kind == "formula":
                found += [Token("word", text, words[place].span) for text in plain]
                place += len(said)
                break
        else:
            found.append(words[place])
            place += 1
    return found
