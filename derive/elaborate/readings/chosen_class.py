r"""A class chosen for several lines: after "for an observation with y = k" the k of ∂L/∂η = q_k − 1 is its class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.claims.judge import Judgement, judge
from derive.elaborate.evaluation.classes import classes_of
from derive.elaborate.evaluation.variables import free_letters
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.symbols.roles import Link
from derive.model import Right, Wrong
from derive.reader import syntax as s


def with_the_class_said_before(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """A refuted line with an index on its right alone, judged again where the class is that index, as was said."""
    if not isinstance(judgement.verdict, Wrong):
        return judgement
    scope = story.typed.scope
    extra = free_letters(replace(link, left=link.right), scope.letters) - free_letters(
        replace(link, right=link.left), scope.letters
    )
    classes = classes_of(scope, link)
    for chain in _said_before(story, link) if len(extra) == len(classes) == 1 else ():
        names = {member.letter for member in chain.members if isinstance(member, s.Name)}
        if names == extra | classes:
            context = context_of(story, story.typed, dict(story.order), link)
            found = judge(link, replace(context, restriction=(*context.restriction, chain)))
            if isinstance(found.verdict, Right):
                told = f"where {min(classes)} = {min(extra)}"
                return replace(found, conditions=(*found.conditions, told))
    return judgement


def _said_before(story: Story, link: Link) -> Iterator[s.Chain]:
    """The equations of two names in the sentences before a line."""
    for block in story.blocks:
        for formula in (
            block.formulas if block.span.end <= link.block.span.start and not block.display else ()
        ):
            match formula.chain:
                case s.Chain(members=(s.Name(), s.Name()), relations=(s.Relation(sign="="),)) as chain:
                    yield chain
