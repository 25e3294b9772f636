"""Conditions that were said somewhere before a line: where no maximum is 0, "for z > 0" and then prose."""

from __future__ import annotations

import re
from dataclasses import replace

from derive.elaborate.claims.judge import Judgement, judge
from derive.elaborate.prose.other_cases import denies_idle, leaves_idle, led_in
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import NEARBY, context_of
from derive.elaborate.shapes.provisos import (
    earlier_conditions,
    restricts,
    says_active,
    where_active,
    words_before,
)
from derive.elaborate.symbols.names import keys_in
from derive.elaborate.symbols.roles import (
    Link,
)
from derive.model import Reason, Right, Unknown, Wrong
from derive.reader import syntax as s
from derive.reader.tree import walk


def unless_where_active(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """A refuted line that holds where no maximum is 0: right where its sentence says so, open where the page does."""
    refuted = isinstance(judgement.verdict, Wrong)
    judgement = _unless_under_a_condition(story, link, judgement)
    beside = restricts(link.block.before) or restricts(link.block.after)
    before = words_before(story.document, link.block)
    other = denies_idle(before) or leaves_idle(_words_after(story, link))
    if not refuted or not (beside or other or says_active(story.typed.scope.words)):
        return judgement
    context = replace(context_of(story, story.typed, dict(story.order), link), supposed=where_active)
    inside = judge(link, context)
    led = led_in(story.document, link.block)
    told = other or any(map(says_active, (before, link.block.after, led)))
    if told and isinstance(inside.verdict, Unknown):
        return replace(
            judgement, verdict=Unknown(Reason.READINGS_DISAGREE, "it may hold where no maximum is 0")
        )
    if not isinstance(inside.verdict, Right):
        return judgement
    if told and not _picks_members(link):
        return replace(inside, conditions=(*inside.conditions, "where no maximum is 0"))
    if isinstance(judgement.verdict, Wrong) and (told or beside or _is_said_nearby(story, link)):
        return replace(judgement, verdict=Unknown(Reason.READINGS_DISAGREE, "it holds where no maximum is 0"))
    return judgement


def _picks_members(link: Link) -> bool:
    """Whether a line sums over a part of the data, i : m_i < 1: it does not suppose that all are in it."""
    sums = (part.below for part in walk(link.right) if isinstance(part, s.Big))
    return any(
        isinstance(below, s.Chain) and any(r.sign in ("colon", "mid", "|") for r in below.relations)
        for below in sums
    )


def _words_after(story: Story, link: Link) -> str:
    """The words not far behind a line, up to the end of its post or section."""
    end = link.block.span.end
    others = [b.span.start for b in story.document.blocks if b.span.start > end and b.post != link.block.post]
    return _HEADING.split(story.document.words(end, min((end + NEARBY, *others))))[0]


_HEADING = re.compile(r"\n#|\\(?:sub)*section\b|<h\d")


def _unless_under_a_condition(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """Open where a refuted line holds under a condition that was said somewhat earlier: "for z > 0", then prose."""
    if not isinstance(judgement.verdict, Wrong):
        return judgement
    context = context_of(story, story.typed, dict(story.order), link)
    if context.provisos:
        return judgement
    for chain in earlier_conditions(story.document, link, story.post.scope.letters):
        if _gives_what_is_written(chain, link, story):
            continue
        if isinstance(judge(link, replace(context, provisos=(chain,))).verdict, Right):
            doubt = Unknown(Reason.READINGS_DISAGREE, "it holds under a condition that stands before it")
            return replace(judgement, verdict=doubt)
    return judgement


def _gives_what_is_written(chain: s.Chain, link: Link, story: Story) -> bool:
    """Whether a condition gives a value to a name that the line still writes: nobody writes an ε where ε = 0."""
    given = set(keys_in(chain.members[0], story.post.scope.letters))
    return chain.relations[0].sign == "=" and bool(given & set(keys_in(link.right, story.post.scope.letters)))


def _is_said_nearby(story: Story, link: Link) -> bool:
    end = link.block.span.start
    return says_active(story.document.words(end - NEARBY, end))
