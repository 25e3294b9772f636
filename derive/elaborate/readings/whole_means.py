"""A slope of one sample beside a mean: all of the line has to lack the 1/N of the mean, not one summand of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.claims.judge import Judgement, judge
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of, sample_counts
from derive.elaborate.symbols.names import key_of
from derive.elaborate.symbols.roles import Link
from derive.model import Right
from derive.reader import syntax as s
from derive.reader.tree import Part, children


def unless_the_mean_is_inside(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """Right "for one sample" only where 1/N times the line is right of the mean, or the words speak of one sample."""
    reading = judgement.reading
    if not isinstance(judgement.verdict, Right) or reading is None:
        return judgement
    if reading.filled & set(_bare_keys(link.right)):
        return judgement
    counts = sorted({reading.dims.find(dim) for dim in reading.one_sample} & sample_counts(story))
    context = context_of(story, story.typed, story.order, link)
    if not counts or context.says_one or all(_is_right_of_the_mean(story, link, count) for count in counts):
        return judgement
    return judge(link, replace(context, sample_letters=frozenset()))


def _bare_keys(node: Part) -> Iterator[str]:
    """The names that stand without an index."""
    if isinstance(node, s.Name):
        yield key_of(node)
    for part in () if isinstance(node, s.Index) else children(node):
        yield from _bare_keys(part)


def _is_right_of_the_mean(story: Story, link: Link, count: str) -> bool:
    shared = s.Product(s.Fraction(s.Number("1"), s.Name(count)), link.right, span=link.right.span)
    whole = replace(link, right=shared)
    context = replace(context_of(story, story.typed, dict(story.order), link), sample_letters=frozenset())
    return isinstance(judge(whole, context).verdict, Right)
