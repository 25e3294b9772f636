"""Cases told in words: what is said "for a positive example" or "without regularisation" is said of that case alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from derive.elaborate.judge import Judgement, judge
from derive.elaborate.provisos import Supposition, both, where_active, where_idle, where_it_is
from derive.elaborate.roles import Link
from derive.elaborate.story import Story
from derive.elaborate.surroundings import context_of
from derive.model import Reason, Right, Unknown, Wrong

MOST_NAMES = 6
BRANCHES = (("no maximum is 0", where_active), ("every maximum is 0", where_idle))
_BRANCHED = re.compile(r"max|cases|otherwise|relu|_\{?\+", re.IGNORECASE)
_SIGNED = re.compile(r"\\pm\s*1|±\s*1|[,{]\s*-\s*1|-\s*1\s*(?:,|or\b)")
_SENTENCE = re.compile(r"[.!?;](?:\s|$)")
_MATHS = re.compile(r"\$[^$]*\$|\\\(.*?\\\)")
_CASE = re.compile(
    r"\b(?:for|on|in|at|inside|outside|within|under|with(?:out)?|when\w*|where|if|once|unless|while|during|given"
    r"|near|above|below|between|otherwise|case|class|examples?|(?:in)?correct\w*|misclassified|(?:mis)?match\w*"
    r"|positives?|negatives?|zero|ignoring|dropping|neglecting)\b"
)


def unless_a_case_is_told(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """Open where a refuted line holds at a special value, or in a branch, and its sentence may speak of that case."""
    if not isinstance(judgement.verdict, Wrong) or not tells_a_case(link.block.before, link.block.after):
        return judgement
    context = context_of(story, story.typed, dict(story.order), link)
    for where, supposed in _suppositions(story, link):
        if isinstance(judge(link, replace(context, supposed=supposed)).verdict, Right):
            return replace(judgement, verdict=Unknown(Reason.READINGS_DISAGREE, f"it holds where {where}"))
    return judgement


def tells_a_case(before: str, after: str) -> bool:
    """Whether the sentence of a formula may restrict what it says to a case.

    >>> tells_a_case("We derive. For a positive example we get ", ""), tells_a_case("Hence ", "")
    (True, False)
    """
    words = f"{_SENTENCE.split(before)[-1]} {_SENTENCE.split(after)[0]}"
    return _CASE.search(_MATHS.sub(" ", words).lower()) is not None


def _suppositions(story: Story, link: Link) -> Iterator[tuple[str, Supposition]]:
    """Branches of what has some, special values of names that the left side is made of, and both at once."""
    text, right = story.document.text, link.right.span
    left_behind = _BRANCHED.search(text) and not _BRANCHED.search(text[right.start : right.end])
    branches = BRANCHES if left_behind else ()
    yield from branches
    values = (0, 1, -1) if _SIGNED.search(story.document.text) else (0, 1)
    for name, value in product(_names_left_behind(story, link), values):
        told, supposed = f"{name} = {value}", where_it_is(name, value)
        yield told, supposed
        for branch, inside in branches:
            yield f"{told} and {branch}", both(supposed, inside)


def _names_left_behind(story: Story, link: Link) -> list[str]:
    """What the left side is made of and the right side no longer has: a special value leaves no trace of its name."""
    scope = story.typed.scope
    made = scope.ancestors(link.left) - scope.definitions.keys() - scope.ancestors(link.right)
    return sorted(made - scope.letters.indices - scope.letters.sizes - scope.functions)[:MOST_NAMES]
