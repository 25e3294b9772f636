"""Differentials while some variables are held: dL = tr(Δᵀ dA Z) "with B fixed" says nothing of dB."""

from __future__ import annotations

import re
from dataclasses import replace

from derive.elaborate.judge import Judgement, judge
from derive.elaborate.roles import Link, contains
from derive.elaborate.story import Story
from derive.elaborate.surroundings import context_of
from derive.model import Reason, Right, Unknown, Wrong
from derive.reader import syntax as s
from derive.reader.tex import tex
from derive.reader.tree import walk

AROUND = 160
_HELD = re.compile(
    r"\b(fixed|frozen|freez\w+|constants?|held|hold\w*|fix|alone|only|one (?:variable|factor|at a time))\b"
)
_BY = r"(?i:with respect to|w\.?\s?r\.?\s?t\.?|variation of|perturb\w*|vary\w*|only)\s+(?:the \w+ |the )?\$?"


def with_others_held(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """A refuted line of differentials, judged again where only what it writes a differential of moves.

    Right only where the document holds the others, in words or by lines that move them in turn; a line that is
    right then, but of which nothing says so, may have lost a summand.
    """
    varying = story.typed.scope.varying
    moving = _moving(story, link)
    if not isinstance(judgement.verdict, Wrong) or not moving or moving == varying:
        return judgement
    typed = replace(story.typed, scope=replace(story.typed.scope, varying=moving))
    alone = judge(link, context_of(story, typed, dict(story.order), link))
    if not isinstance(alone.verdict, Right):
        return judgement
    if not (_says_held(story, link, moving) or _moved_in_turn(story, link, moving)):
        return replace(judgement, verdict=Unknown(Reason.READINGS_DISAGREE, "which names vary"))
    held = tuple(f"with {key} held" for key in sorted(varying - moving))
    return replace(alone, conditions=(*alone.conditions, *held))


def _moving(story: Story, link: Link) -> frozenset[str]:
    """The independent names of whose differentials a line is made, the total on its left apart."""
    sides = (link.right,) if isinstance(link.left, s.Differential) else (link.left, link.right)
    written = [part.of for side in sides for part in walk(side) if isinstance(part, s.Differential)]
    above = (story.typed.scope.ancestors(of) for of in written)
    return frozenset[str]().union(*above) & story.typed.scope.varying


def _says_held(story: Story, link: Link, moving: frozenset[str]) -> bool:
    start, end = link.block.span
    text = story.document.text
    words = f"{link.block.heading} {text[max(0, start - AROUND) : end + AROUND]}"
    by = "|".join(re.escape(tex(s.Name(key))) for key in moving)
    return bool(_HELD.search(words.lower()) or (len(moving) == 1 and re.search(rf"{_BY}({by})(?!\w)", words)))


def _moved_in_turn(story: Story, link: Link, moving: frozenset[str]) -> bool:
    """Whether another line says the differential of the same thing in other variables."""
    others = (
        _moving(story, other)
        for other in story.post.links
        if other.left == link.left and contains(other.right, s.Differential)
    )
    return any(each and not each & moving for each in others)
