"""What a text puts into a formula of before: "taking s_k = log π_k in the lemma" says nothing of the s of the lemma."""

from __future__ import annotations

import re
from collections.abc import Sequence

from derive.elaborate.names import Letters
from derive.elaborate.roles import Link, head_of, referred

_TAKING = re.compile(
    r"\b(?:taking|take|setting|putting|put|choosing|inserting|insert|substituting|substitute|plugging|plug|with)\s*$",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"^\s*(?:in|into)\s+(?:(?:the|this|that|our)\s+(?:\w+\s+){0,2}?"
    r"(?:lemma|identity|formula|rule|equation|result|proposition|theorem|item)\b|\((?:\d|\\|\$)|\\eqref|\\ref)",
    re.IGNORECASE,
)


def is_put_in(key: str, links: Sequence[Link], place: int, letters: Letters) -> bool:
    """Whether the link at a place only says what a formula of before is used for.

    Neither its name nor what was made from it stands in a formula after it.
    """
    link = links[place]
    said = _TAKING.search(link.block.before) is not None and _THERE.match(link.block.after) is not None
    before = [other for other in links[:place] if key in referred(other, letters)]
    if not said or not before or link.block.display:
        return False
    heads = (head_of(other.left, letters) for other in before)
    made = {key, *(head.key for head in heads if head is not None)}
    return all(made.isdisjoint(referred(other, letters)) for other in links[place + 1 :])
