r"""Where the mathematics stands in a text: $…$, $$…$$, \(…\), \[…\], environments, fences and roles marked math."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from derive.reader.signs import ROW_ENVIRONMENTS
from derive.reader.syntax import Span

_ENVIRONMENTS = "|".join(
    sorted(ROW_ENVIRONMENTS - {"split", "aligned", "gathered", "alignedat", "subequations", "empheq"})
)
_OPEN = re.compile(
    r"(?P<escaped>\\\$)|(?P<double>\$\$)|(?P<single>\$)|(?P<bracket>\\\\\[|\\\[)|(?P<paren>\\\\\(|\\\()"
    rf"|\\begin\{{(?P<env>(?:{_ENVIRONMENTS})\*?)\}}"
    r"|^[ \t]*(?P<fence>```|~~~|:::)[ \t]*(?:math|latex|tex|\{math\})[ \t]*\n(?:[ \t]*:\w+:.*\n)*"
    r"|\{math\}(?P<role>`)",
    re.MULTILINE,
)
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_MONEY = re.compile(r"\s*\d[\d.,]*[a-zA-Z]?(?:\s|$)")
_LIMIT = 60_000


class Math(NamedTuple):
    """A piece of mathematics: its inside, the place with its delimiters, whether it is displayed, and without marks."""

    inside: Span
    outside: Span
    display: bool
    plain: bool = False


def mathematics(text: str, skipped: Sequence[tuple[int, int]] = (), until: int | None = None) -> list[Math]:
    """The mathematics in a text, in order, outside the skipped ranges.

    >>> text = "a $x$ for $5 and $6"
    >>> [text[found.inside.start : found.inside.end] for found in mathematics(text)]
    ['x']
    """
    found: list[Math] = []
    at, end = 0, len(text) if until is None else until
    ranges = sorted(skipped)
    while (match := _OPEN.search(text, at, end)) is not None:
        behind = _skip(match.start(), ranges)
        if behind is not None or match["escaped"]:
            at = behind if behind is not None else match.end()
            continue
        piece = _piece(text, match, end)
        if piece is None:
            at = match.end()
        else:
            found.append(piece)
            at = piece.outside.end
    return found


def _skip(at: int, ranges: Sequence[tuple[int, int]]) -> int | None:
    return next((end for start, end in ranges if start <= at < end), None)


def _piece(text: str, match: re.Match[str], end: int) -> Math | None:
    if match["double"]:
        return _closed(text, match, "$$", True, end) or _unclosed(text, match, end)
    if match["single"]:
        return _inline(text, match, end)
    if match["env"]:
        return _environment(text, match, end)
    if match["fence"]:
        return _fenced(text, match, end)
    if match["role"]:
        return _closed(text, match, "`", False, end)
    opening = match["bracket"] or match["paren"]
    closing = opening.replace("[", "]").replace("(", ")")
    return _closed(text, match, closing, bool(match["bracket"]), end)


def _closed(text: str, match: re.Match[str], closing: str, display: bool, end: int) -> Math | None:
    at = text.find(closing, match.end(), min(end, match.end() + _LIMIT))
    while at > 0 and closing in ("\\]", "\\)") and text[at - 1] == "\\":
        at = text.find(closing, at + 1, end)
    if at < 0 or (closing != "$$" and _PARAGRAPH.search(text, match.end(), at) and not display):
        return None
    return Math(Span(match.end(), at), Span(match.start(), at + len(closing)), display)


def _fenced(text: str, match: re.Match[str], end: int) -> Math | None:
    """A fence marked math is one display, unless what stands in it has marks of its own."""
    found = _closed(text, match, match["fence"], True, end)
    return None if found is None or _OPEN.search(text, found.inside.start, found.inside.end) else found


def _unclosed(text: str, match: re.Match[str], end: int) -> Math | None:
    """$$ that nobody closes ends with its paragraph."""
    stop = _PARAGRAPH.search(text, match.end(), end)
    at = stop.start() if stop else min(end, match.end() + _LIMIT)
    return (
        Math(Span(match.end(), at), Span(match.start(), at), True) if text[match.end() : at].strip() else None
    )


def _inline(text: str, match: re.Match[str], end: int) -> Math | None:
    at = match.end()
    while True:
        at = text.find("$", at, end)
        if at < 0:
            return None
        if text[at - 1] != "\\" and not _in_words(text, match.end(), at):
            break
        at += 1
    inside = text[match.end() : at]
    if not inside or _PARAGRAPH.search(inside) or _is_money(inside, text[at + 1 : at + 2]):
        return None
    marks = int(len(inside) > 2 and inside[0] == "`" == inside[-1])
    return Math(Span(match.end() + marks, at - marks), Span(match.start(), at + 1), False)


def _in_words(text: str, start: int, at: int) -> bool:
    r"""A $ inside \text{…} belongs to the words there."""
    opening = max(text.rfind(word, start, at) for word in ("\\text{", "\\mbox{", "\\textrm{"))
    return opening >= 0 and text.find("}", opening, at) < 0


def _is_money(inside: str, following: str) -> bool:
    if following.isdigit() and not any(sign in inside for sign in "\\^_="):
        return True
    words = [word for word in re.findall(r"[A-Za-z]{2,}", inside) if len(word) > 2]
    return bool(_MONEY.match(inside)) and bool(words) and not any(sign in inside for sign in "\\^_=")


def _environment(text: str, match: re.Match[str], end: int) -> Math | None:
    closing = f"\\end{{{match['env']}}}"
    at = text.find(closing, match.end(), end)
    if at < 0:
        return None
    whole = Span(match.start(), at + len(closing))
    return Math(whole, whole, True)
