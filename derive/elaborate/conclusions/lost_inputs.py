"""A line that lost the vector its variable is multiplied by, on a page where it is the only word on the shapes.

A wrong line is evidence of shapes as others are: ∂J/∂θ = (o − r) o makes the target r as long as θ, where nothing
else says that r is a number. With the vector put back the page is typed anew.
"""

from __future__ import annotations

from dataclasses import replace

from derive.elaborate.claims.clashes import shapes_apart
from derive.elaborate.claims.judge import Judgement, judge
from derive.elaborate.explaining.corrections import LOST, Correction
from derive.elaborate.explaining.other_names import is_input, lost_vectors
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.shapes.infer import typed_scope
from derive.elaborate.symbols.roles import Link
from derive.model import Right, Wrong


def with_lost_input(story: Story, link: Link) -> tuple[Judgement, Correction] | None:
    """The line as wrong by its shape, and what it should be, where an input put back makes it right."""
    place = next(
        (k for k, other in enumerate(story.typed.links) if other.right.span == link.right.span), None
    )
    if place is None:
        return None
    for _, whole in lost_vectors(link, story.typed):
        if not is_input(whole, link, story.typed):
            continue
        links = list(story.typed.links)
        links[place] = mended = replace(link, right=whole)
        typed = typed_scope(story.typed.scope, links, story.typed.defining)
        found = judge(mended, context_of(story, typed, {}, link))
        shapes = shapes_apart(link, typed)
        if isinstance(found.verdict, Right) and shapes is not None:
            wrong = replace(found, verdict=Wrong((), *shapes, kind="shape"), link=link)
            return wrong, Correction(link.right.span, whole, LOST)
    return None
