r"""A bar over data that nothing explains, t̄ beside Σ_{i=1}^n t_i: the mean of them, if the line is right so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.claims.judge import Judgement, judge
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.symbols.names import key_of
from derive.elaborate.symbols.roles import Link
from derive.model import Right
from derive.reader import syntax as s
from derive.reader.tree import Part, rebuilt, walk


def with_bars_as_means(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """An open or refuted line, right where the bars over its data are means; it is never wrong for that."""
    if isinstance(judgement.verdict, Right):
        return judgement
    means = {bar: mean for bar in _bars(story, link) if (mean := _mean(story, bar)) is not None}
    if not means:
        return judgement
    spelled = replace(link, left=_with(link.left, means), right=_with(link.right, means))
    found = judge(spelled, context_of(story, story.typed, dict(story.order), link))
    if not isinstance(found.verdict, Right):
        return judgement
    told = tuple(f"with {key_of(bar)} the mean" for bar in means)
    return replace(found, conditions=(*found.conditions, *told), link=link)


def _bars(story: Story, link: Link) -> Iterator[s.Name]:
    """The names with a bar in a line that nothing defines."""
    known = story.post.scope.definitions.keys() | story.post.scope.shapes.keys()
    for part in (part for side in (link.left, link.right) for part in walk(side)):
        if isinstance(part, s.Name) and part.decorations[-1:] == ("bar",) and key_of(part) not in known:
            yield part


def _mean(story: Story, bar: s.Name) -> s.Node | None:
    """The mean of the data below a bar, over the range of a sum in which they stand."""
    plain = s.Name(bar.letter, bar.decorations[:-1])
    for part in (p for one in story.post.links for side in (one.left, one.right) for p in walk(side)):
        match part:
            case s.Big("sum", body, s.Chain((s.Name() as index, s.Number("1")), _), s.Name() as count) if (
                body
            ):
                datum = s.Index(plain, s.Indices((index,)), None)
                if datum in walk(body):
                    return s.Product(s.Fraction(s.Number("1"), count), replace(part, body=datum), "")
    return None


def _with(node: Part, means: dict[s.Name, s.Node]) -> s.Node:
    if isinstance(node, s.Name) and node in means:
        return means[node]
    changed: s.Node = rebuilt(node, lambda part: _with(part, means))
    return changed
