r"""Labels that have other values in another part of a page: "here $y \in \{-1, 1\}$", "from here on $y$ is 0 or 1"."""

from __future__ import annotations

from dataclasses import replace

from derive.domains import Domain
from derive.elaborate.claims.judge import Judgement, judge
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.symbols.roles import Link
from derive.elaborate.told.spoken_labels import USUAL, told_values
from derive.model import Reason, Right, Unknown

Told = tuple[tuple[int, str, Domain], ...]


def with_labels_of_the_part(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """The verdict under the values that were told last, where a page gives a label several kinds of them.

    Wrong is only what is so for each kind.
    """
    text = story.document.text
    told: Told = story.post.scope.memory.recall(
        lambda: tuple(sorted(told_values(text), key=_place)), "labels", text
    )
    scope = story.typed.scope
    above = scope.ancestors(link.left) | scope.ancestors(link.right)
    for key in sorted(above & {name for _, name, _ in told} & set(USUAL)):
        kinds = list(dict.fromkeys(values for _, name, values in told if name == key))
        before = [values for at, name, values in told if name == key and at < link.left.span.start]
        if len(kinds) < 2 or not before:
            continue
        found = {values: _judged_for(story, link, key, values) for values in kinds}
        last = found[before[-1]]
        if len({type(one.verdict) for one in found.values()}) == 1 or isinstance(last.verdict, Right):
            return last if type(last.verdict) is not type(judgement.verdict) else judgement
        doubt = Unknown(Reason.READINGS_DISAGREE, f"which values {key} has here")
        return replace(judgement, verdict=doubt)
    return judgement


def _place(told: tuple[int, str, Domain]) -> int:
    return told[0]


def _judged_for(story: Story, link: Link, key: str, values: Domain) -> Judgement:
    scope = story.typed.scope
    typed = replace(story.typed, scope=replace(scope, domains={**scope.domains, key: values}))
    return judge(link, context_of(story, typed, dict(story.order), link))
