"""What a text puts into a formula of before: "taking s_k = log π_k in the lemma" says nothing of the s of the lemma."""

from __future__ import annotations

import re
from collections.abc import Sequence

from derive.elaborate.symbols.names import Letters
from derive.elaborate.symbols.roles import Link, head_of, referred
from derive.reader import syntax as s
from derive.reader.tree import is_numeric

_TAKING = re.compile(
    r"\b(?:taking|take|setting|putting|put|choosing|inserting|insert|substituting|substitute|plugging|plug|with)\s*$",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"^\s*(?:in|into)\s+(?:(?:the|this|that|our)\s+(?:\w+\s+){0,2}?"
    r"(?:lemma|identity|formula|rule|equation|result|proposition|theorem|item)\b|\((?:\d|\\|\$)|\\eqref|\\ref)",
    re.IGNORECASE,
)

_INSTANCE = re.compile(
    r"\b(?:for (?:example|instance)|as an example|e\.\s?g\.),?\s(?:[^.]{0,40}\s)?(?:if|when|suppose)\b[^.]*$",
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


def is_an_instance(link: Link) -> bool:
    """Whether a list of numbers is what a name is in one case: "for example, if the label is 2, $y = (0, 0, 1)$"."""
    listed = isinstance(link.right, s.Matrix | s.Sequence) and is_numeric(link.right)
    return link.begins and listed and _INSTANCE.search(link.block.before) is not None


def is_one_choice(key: str, links: Sequence[Link], place: int, letters: Letters) -> bool:
    """Whether sentences give a name that was free before one value after the other: "for d = −g … and for d = u"."""
    if not any(key in referred(other, letters) for other in links[:place]):
        return False
    beside = [links[k] for k in (place - 1, place + 1) if 0 <= k < len(links)]
    return _gives(key, links[place], letters) and any(_gives(key, other, letters) for other in beside)


def _gives(key: str, link: Link, letters: Letters) -> bool:
    """Whether a sentence says what a name without indices is."""
    head = head_of(link.left, letters)
    named = head is not None and head.key == key and not head.indices and not head.parameters
    return named and link.begins and link.sign == "=" and not link.block.display
