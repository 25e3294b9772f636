r"""The prose of a text without its markup: every formula in it between dollars, words as they are read aloud.

What an author says of names is looked for in words. Whether he writes ``\(A\)`` or ``$A$``, ``\emph{not}``,
``*not*`` or ``<em>not</em>`` changes nothing of what he says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from derive.reader.syntax import Span

_DISPLAY = r"\$\$.*?\$\$|\\\[.*?\\\]"
_INLINE = r"\\\((?P<round>.*?)\\\)|(?<!\\)\$(?P<dollars>[^$\n]+(?:\n[^$\n]+)*)\$"
_EMPHASIS = (
    r"\\(?:emph|text(?:bf|it|sl|sc|rm|sf|tt|up|md)|underline)\{(?P<styled>[^{}]*)\}"
    r"|(?<![\w*^_{}\\)\]])(?P<stars>\*{1,3})(?=[^\s*])(?P<starred>[^*\n]{1,200}?)(?<=\S)(?P=stars)(?![\w*])"
    r"|(?<![\w_^{}\\)\]])(?P<lines>_{1,2})(?=[^\W_])(?P<lined>[^_\n]{1,200}?)(?<=\S)(?P=lines)(?!\w)"
)
_MARKUP = re.compile(rf"(?P<display>{_DISPLAY})|{_INLINE}|{_EMPHASIS}|(?P<tie>(?<!\\)~|\\ )", re.DOTALL)
_NESTED = 3


@dataclass(frozen=True, slots=True)
class Prose:
    """Words, and for every character of them the place in the text at which it stands."""

    words: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Where words stand in the text."""
        return Span(self.places[start], self.places[end - 1] + 1) if start < end else Span(0, 0)


@lru_cache(maxsize=64)
def prose(text: str) -> Prose:
    r"""A text with its inline formulas between dollars, and without emphasis.

    >>> prose(r"where \( A \) is \emph{not} symmetric, *but* $B$~is").words
    'where $A$ is not symmetric, but $B$ is'
    >>> prose("**Note** 2 * a * b, x_i and y_i, $v^*$ and $w^*$").words
    'Note 2 * a * b, x_i and y_i, $v^*$ and $w^*$'
    >>> prose("a *set* $S$").span(2, 5)
    Span(start=3, end=6)
    """
    found = Prose(text, tuple(range(len(text))))
    for _ in range(_NESTED):
        plain = _without_markup(found)
        if plain.words == found.words:
            break
        found = plain
    return found


def _without_markup(found: Prose) -> Prose:
    words, places, done = [], list[int](), 0
    for match in _MARKUP.finditer(found.words):
        kept = [(found.words[done : match.start()], done), *_read(match)]
        for piece, start in kept:
            words.append(piece)
            places.extend(found.places[start : start + len(piece)])
        done = match.end()
    words.append(found.words[done:])
    places.extend(found.places[done:])
    return Prose("".join(words), tuple(places))


def _read(match: re.Match[str]) -> list[tuple[str, int]]:
    """What a piece of markup says, in pieces, each with its place."""
    if match["tie"]:
        return [(" ", match.start())]
    for group in ("round", "dollars"):
        if (formula := match[group]) is not None:
            start = match.start(group) + len(formula) - len(formula.lstrip())
            return [("$", match.start()), (formula.strip(), start), ("$", match.end() - 1)]
    styled = next((name for name in ("styled", "starred", "lined") if match[name] is not None), 0)
    return [(match[styled], match.start(styled))]


@lru_cache(maxsize=16)
def prose_of_page(visible: Prose) -> Prose:
    """The prose of what is seen of a page, with its places in the page."""
    found = prose(visible.words)
    return Prose(found.words, tuple(visible.places[place] for place in found.places))
