"""Slopes by a state: ∂h_t/∂h_{t−1} moves h_{t−1} also where that is h_0 = 0, so that any start is judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.claims.judge import Judgement, judge
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.symbols.names import reference
from derive.elaborate.symbols.roles import Link
from derive.model import Right
from derive.reader import syntax as s
from derive.reader.tree import walk


def with_any_start(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """A line with a slope by the members of a recurrence that begins with 0, right where it is for every beginning."""
    scope = story.typed.scope
    moved = set(_moved(story, link)) & scope.letters.resting
    if isinstance(judgement.verdict, Right) or not moved:
        return judgement
    letters = replace(scope.letters, resting=scope.letters.resting - moved)
    typed = replace(story.typed, scope=replace(scope, letters=letters))
    anywhere = judge(link, context_of(story, typed, dict(story.order), link))
    return anywhere if isinstance(anywhere.verdict, Right) else judgement


def _moved(story: Story, link: Link) -> Iterator[str]:
    """The families by members of which something is differentiated."""
    for side in (link.left, link.right):
        for part in walk(side):
            for by in part.by if isinstance(part, s.Derivative) else ():
                ref = reference(by, story.typed.scope.letters)
                if ref is not None and ref.indices:
                    yield ref.key
