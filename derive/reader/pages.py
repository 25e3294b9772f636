r"""Question pages saved as text: posts, comments and the debris between them."""

from __future__ import annotations

import re
from typing import NamedTuple

from derive.reader.blocks import Role
from derive.reader.source import Source

_DEBRIS = re.compile(r"\$\\(?:begin|end)group\$")
_COMMENT = re.compile(r"^\s*(?:[•·∙*\-–]\s*(?:\d+\s*)?(?:\$\\begingroup\$.*)?$|[•·∙]|\d*\s*\$\\begingroup\$)")
_SIGNATURE = re.compile(
    r"^\s*(?:–|—|-)\s*\S.{0,40}$|^\s*(?:[A-Z][a-z]{2} \d{1,2}(?:,? '?\d{2,4})?(?: at \d+:\d+)?)\s*$"
)
_OPENS = re.compile(r"\s*\$\\begingroup\$\s*")
"""The mark alone on its line, with which the text of a post begins; a comment has its words behind it."""
_ANSWER = re.compile(
    r"^\s*(?:\d+\s+Answers?\b|Best Answer|Answers?:?$|Accepted Answer|Solution:?$"
    r"|(?:Answer|A)\s?#?\d+\s*(?:[:.(–—-].{0,60})?$|Answer (?:by\b|\().{0,60}$)",
    re.IGNORECASE,
)
_END = re.compile(r"^\s*(?:Your Answer|Related Questions?|Not the answer you're looking for|By clicking)")
_CODE = re.compile(r"^(?: {4,}|\t)|^(?:def|import|from|class|print|for|return|while)\b.*[:()]|^#\s")


class _Line(NamedTuple):
    start: int
    text: str


def is_page(text: str) -> bool:
    """Whether a text has the marks of a question page."""
    return bool(_DEBRIS.search(text)) or any(
        _ANSWER.match(line) or _END.match(line) for line in text.splitlines()
    )


def source(text: str) -> Source:
    r"""A saved page as a source.

    >>> page = source("Why?\n\n1 Answer 1\n\nBecause.\n\n  • $\\begingroup$ Ah.\n\nOr else.")
    >>> [(number, role.value) for _, number, role in page.posts]
    [(0, 'question'), (1, 'answer'), (1, 'comment'), (2, 'answer')]
    """
    lines = _lines(text)
    skipped = [match.span() for match in _DEBRIS.finditer(text)]
    skipped.extend((line.start, line.start + len(line.text)) for line in lines if _is_code(line.text))
    return Source(text, skipped=tuple(sorted(skipped)), posts=tuple(_posts(lines)))


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    at = 0
    for line in text.split("\n"):
        found.append(_Line(at, line))
        at += len(line) + 1
    return found


def _is_code(line: str) -> bool:
    return bool(_CODE.match(line)) and "$" not in line and "\\" not in line


def _posts(lines: list[_Line]) -> list[tuple[int, int, Role]]:
    """Comments belong to the post above them; what follows comments, or "Answer", is the next post."""
    posts: list[tuple[int, int, Role]] = [(0, 0, Role.BODY)]
    number, in_comment, blank = 0, False, True
    for line in lines:
        text = line.text
        if _END.match(text):
            break
        if _ANSWER.match(text):
            number, in_comment = number + 1, False
            posts.append((line.start, number, Role.ANSWER))
        elif _is_comment(text) and (in_comment or not _OPENS.fullmatch(text)):
            in_comment = True
            posts.append((line.start, number, Role.COMMENT))
        elif (
            in_comment and blank and text.strip() and not text.startswith(" ") and not _SIGNATURE.match(text)
        ):
            number, in_comment = number + 1, False
            posts.append((line.start, number, Role.ANSWER))
        blank = not text.strip()
    return _with_question(posts)


def _is_comment(text: str) -> bool:
    return bool(_COMMENT.match(text)) and ("begingroup" in text or text.lstrip()[:1] in "•·∙")


def _with_question(posts: list[tuple[int, int, Role]]) -> list[tuple[int, int, Role]]:
    return [(0, 0, Role.QUESTION), *posts[1:]] if len(posts) > 1 else posts
