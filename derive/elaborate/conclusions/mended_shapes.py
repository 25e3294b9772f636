"""A line that a transpose or an input put back makes right, on a page where it is the only word on the shapes.

A wrong line is evidence of shapes as others are: ∂J/∂θ = (o − r) o makes the target r as long as θ, where nothing
else says that r is a number. With the mended line in its place the page is typed anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from derive.elaborate.claims.clashes import in_words
from derive.elaborate.claims.judge import Context, Judgement, judge
from derive.elaborate.explaining.corrections import (
    QUICK_TRIES,
    Correction,
    with_inputs,
    with_other_names,
)
from derive.elaborate.readings.attempts import judged
from derive.elaborate.readings.equal_sizes import TURNED, changed_shapes
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.readings.usual_meanings import with_usual_functions
from derive.elaborate.shapes.infer import typed_scope
from derive.elaborate.shapes.plans import SMALL
from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.roles import Link
from derive.model import Right, Wrong

MOST_TRIES = 40
MOST_LINKS = 1500
"""How many links are typed anew for one page: a page of 300 would take minutes for its refuted lines otherwise."""


def with_a_mended_shape(story: Story, link: Link, is_stated: bool) -> tuple[Judgement, Correction] | None:
    """What is said against a line, and what it should be, where one other name or transpose makes it right.

    ``is_stated``: the document says all shapes of the line; else a number may be taken for a matrix, which is turned.
    """
    place = next(
        (k for k, other in enumerate(story.typed.links) if other.right.span == link.right.span), None
    )
    if place is None:
        return None
    for correction in islice(_mended(story, link, is_stated), MOST_TRIES):
        links = list(story.typed.links)
        story.typed_anew += len(links)
        if story.typed_anew > MOST_LINKS:
            return None
        links[place] = mended = replace(link, right=correction.corrected)
        typed = typed_scope(story.typed.scope, links, story.typed.defining)
        if _raises_a_name(story.typed, typed):
            continue
        anew = replace(story, typed=typed)
        context = context_of(anew, typed, {}, mended)
        quick = replace(context, plans=SMALL, tries=QUICK_TRIES)
        if all(_is_right(anew, mended, each) for each in (quick, context)):
            wrong = _as_wrong(anew, link)
            return (wrong, correction) if isinstance(wrong.verdict, Wrong) else None
    return None


def _is_right(story: Story, link: Link, context: Context) -> bool:
    return isinstance(with_usual_functions(story, link, judge(link, context)).verdict, Right)


def _raises_a_name(typed: Typed, anew: Typed) -> bool:
    """Whether a name is a vector or a matrix only with the mended line: that is no page with a line less bent."""
    before = {key: axes.count for key, axes in typed.typing.items()}
    return any(axes.count > before.get(key, axes.count) for key, axes in anew.typing.items())


def _as_wrong(story: Story, link: Link) -> Judgement:
    """What is said against a line where the page is typed without it: other shapes, or else a counterexample."""
    left, right = in_words(link, story.typed)
    if left != right:
        return Judgement(Wrong((), left, right, kind="shape"), link=link)
    return judged(story, link)


def _mended(story: Story, link: Link, is_stated: bool) -> Iterator[Correction]:
    """The right sides with another shape that a slip of a known kind may have come from."""
    if is_stated:
        yield from (each for each in changed_shapes(link.right) if each.mends == TURNED)
    yield from with_inputs(link, story.typed)
    yield from with_other_names(link, story.typed)
