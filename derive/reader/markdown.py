"""Markdown: front matter, headings, code, and the parts of an exam card."""

from __future__ import annotations

import re

from derive.reader import cards
from derive.reader.blocks import Code, Role
from derive.reader.source import Source
from derive.reader.syntax import Span

_FRONT = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_MAYBE_CODE = re.compile(r"^(?:\s*(?:```|~~~)|(?: {4}|\t)\S)", re.MULTILINE)
_MATH_FENCE = re.compile(r"[ \t]*(?:math|latex|tex|\{math\})[ \t]*\n")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ROLES = (
    (re.compile(r"^(question|problem|exercise|task|aufgabe)\b", re.IGNORECASE), Role.QUESTION),
    (re.compile(r"^(solution|answer|lösung|proof)s?\b", re.IGNORECASE), Role.SOLUTION),
)


_SCRIPT = re.compile(r"(<script[^>]*\btype=[\"']math/tex([^\"']*)[\"'][^>]*>)(.*?)(</script>)", re.DOTALL)


def _with_dollars(text: str) -> str:
    """A text of the same length in which dollars stand around what is in <script type="math/tex">.

    >>> _with_dollars('So <script type="math/tex">a = b</script>.').split()
    ['So', '$a', '=', 'b$', '.']
    """
    return _SCRIPT.sub(_in_dollars, text)


def _in_dollars(match: re.Match[str]) -> str:
    dollars = "$$" if "display" in match[2] else "$"
    begin, end = len(match[1]), len(match[4])
    return dollars.rjust(begin) + match[3] + dollars.ljust(end)


def source(text: str) -> Source:
    """A Markdown text as a source.

    >>> source("---\\nid: a\\n---\\n# Solution\\n$x$").posts
    ((14, 1, <Role.SOLUTION: 'solution'>),)
    """
    whole, text = text, _with_dollars(text)
    front = _FRONT.match(text)
    begin = front.end() if front else 0
    values = cards.readable(cards.entries(text, *front.span(1))) if front else []
    code, ranges = _code(text, begin)
    spans = [match.span() for match in _CODE_SPAN.finditer(text, begin) if _is_code(text, match)]
    comments = [(match.start(), match.end()) for match in _COMMENT.finditer(text, begin)]
    skipped = [
        *_between(values, begin),
        *ranges,
        *(span for span in spans if not _inside(span, ranges)),
        *comments,
    ]
    headings = [
        (match.start(), match[2])
        for match in _HEADING.finditer(text, begin)
        if not _inside(match.span(), ranges)
    ]
    return Source(
        cards.unescaped(text, values),
        whole=whole,
        skipped=tuple(sorted(span for span in skipped if span[1] > span[0])),
        headings=tuple(headings),
        posts=tuple(_posts(headings, cards.posts(values), begin)),
        code=tuple(code),
        header=front[1] if front else None,
    )


def _is_code(text: str, match: re.Match[str]) -> bool:
    """Whether backticks hold code: a fence marked math, {math}`…` and $`…`$ hold mathematics."""
    dollars = text[match.start() - 1 : match.start()] == "$" == text[match.end() : match.end() + 1]
    role = text.endswith("{math}", 0, match.start())
    return not ("\n\n" in match[2] or dollars or role or _MATH_FENCE.match(match[2]))


def _between(values: list[cards.Entry], end: int) -> list[tuple[int, int]]:
    """What of the front matter is no value."""
    starts = [0, *(value.end for value in values)]
    return list(zip(starts, [*(value.start for value in values), end], strict=True))


def _inside(span: tuple[int, int], ranges: list[tuple[int, int]]) -> bool:
    return any(start <= span[0] < end for start, end in ranges)


def _code(text: str, begin: int) -> tuple[list[Code], list[tuple[int, int]]]:
    """Fenced and indented code behind the front matter by CommonMark; a fence marked math is mathematics."""
    if _MAYBE_CODE.search(text) is None:
        return [], []
    from markdown_it import MarkdownIt

    lines = [0]
    lines.extend(at + 1 for at, sign in enumerate(text) if sign == "\n")
    lines.append(len(text))
    code: list[Code] = []
    ranges: list[tuple[int, int]] = []
    for token in MarkdownIt("commonmark").parse(text):
        if token.type in ("fence", "code_block") and token.map is not None:
            start, end = lines[token.map[0]], lines[min(token.map[1], len(lines) - 1)]
            if start < begin or _is_mathematics(token.type, token.info, token.content):
                continue
            ranges.append((start, end))
            code.append(
                Code(token.content, token.info.split()[0] if token.info.strip() else "", Span(start, end))
            )
    return code, ranges


def _is_mathematics(kind: str, info: str, content: str) -> bool:
    return (
        kind == "code_block" and ("$$" in content or "\\[" in content or "\\begin{" in content)
    ) or info.strip() in (
        "math",
        "latex",
        "tex",
        "{math}",
    )


def _posts(
    headings: list[tuple[int, str]], posts: list[tuple[int, int, Role]], begin: int
) -> list[tuple[int, int, Role]]:
    """Question and solution of a card: each further solution is a post of its own."""
    number = max((number for _, number, _ in posts), default=0)
    if posts:
        posts = [*posts, (begin, number, Role.BODY)]
    for at, title in headings:
        role = next((role for pattern, role in _ROLES if pattern.match(title.strip("*_ "))), None)
        if role is Role.SOLUTION:
            number += 1
            posts.append((at, number, role))
        elif role is Role.QUESTION:
            posts.append((at, 0, role))
    return posts
