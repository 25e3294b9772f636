"""Variables that a document solves for further down: ∂L/∂P of a free P, before P is what makes it 0."""

from __future__ import annotations

from dataclasses import replace

from derive.elaborate.claims.judge import INDEPENDENT, Judgement, judge
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.symbols.names import reference
from derive.elaborate.symbols.roles import Link
from derive.model import Right, Unknown
from derive.reader import syntax as s


def with_variables_free(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """The judgement with the variable as free, where both sides are nothing at the value that it gets further down.

    What holds for every value holds for this one, so that the line can only become right.
    """
    if not isinstance(judgement.verdict, Unknown) or judgement.verdict.detail != INDEPENDENT:
        return judgement
    scope = story.typed.scope
    refs = (
        [reference(by, scope.letters) for by in link.left.by] if isinstance(link.left, s.Derivative) else []
    )
    made = [scope.definitions.get(ref.key) for ref in refs if ref is not None]
    later = [one for one in made if one is not None and one.body is not None and not one.parameters]
    keys = frozenset(one.key for one in later if one.body is not None and _stands_below(one.body, link))
    if not keys:
        return judgement
    typed = replace(story.typed, scope=scope.without(keys))
    free = judge(link, context_of(story, typed, dict(story.order), link))
    return free if isinstance(free.verdict, Right) else judgement


def _stands_below(body: s.Node, link: Link) -> bool:
    return body.span.start >= link.right.span.end
