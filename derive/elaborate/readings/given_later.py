"""What is given only after a line: its names may be free there, or stand for something else."""

from __future__ import annotations

from dataclasses import replace

from derive.elaborate.claims.clashes import is_sure
from derive.elaborate.claims.judge import judge
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.symbols.names import keys_in
from derive.elaborate.symbols.roles import Link
from derive.model import Right, Wrong
from derive.reader import syntax as s


def comes_too_early(story: Story, link: Link) -> bool:
    """Whether other displays stand between a claim and a later definition of what it differentiates."""
    made = story.post.scope.definitions.get(differentiated(story, link) or "")
    if made is None or made.body is None or made.body.span.start < link.right.span.end:
        return False
    start, end = link.block.span.end, made.body.span.start
    return any(
        other.display and start <= other.span.start and other.span.end <= end for other in story.blocks
    )


def is_redefined_later(story: Story, link: Link) -> bool:
    """Whether a name behind a claim is defined only in another section further down: its letter was free so far.

    A line that is refuted also with the letter free is about that one.
    """
    scope = story.post.scope
    later = {id(block): block for block in story.blocks if block.span.start >= link.right.span.end}
    others = [block for block in later.values() if block.heading != link.block.heading]
    made = (scope.definitions.get(key) for key in scope.ancestors(link.left) | scope.ancestors(link.right))
    starts = {one.key: one.body.span.start for one in made if one is not None and one.body is not None}
    spans = [block.span for block in others]
    later_keys = {key for key, at in starts.items() if any(span.start <= at < span.end for span in spans)}
    return bool(later_keys) and not _is_refuted_with_free(story, link, frozenset(later_keys))


def _is_refuted_with_free(story: Story, link: Link, keys: frozenset[str]) -> bool:
    """Whether a line is refuted where nothing says what some names are made of.

    Numbers keep their shape, and so do names with a label, z_f, and those whose shape is stated: any other letter may
    be something else further down.
    """
    if any(
        story.typed.axes.get(key, ()) and "_" not in key and not is_sure(story.typed, key) for key in keys
    ):
        return False
    typed = replace(story.typed, scope=story.typed.scope.without(keys))
    return isinstance(judge(link, context_of(story, typed, dict(story.order), link)).verdict, Wrong)


def holds_before_what_follows(story: Story, link: Link) -> bool:
    """Whether a refuted line is right where a name is free that only a later paragraph makes from its variable.

    A second run, a constraint, a special case: ω is given there as √(ω₀² − γ²), and no line before knows of it.
    """
    scope = story.typed.scope
    later = frozenset(
        key
        for key in scope.ancestors(link.left) | scope.ancestors(link.right)
        if (made := scope.definitions.get(key)) is not None
        and made.body is not None
        and made.body.span.start >= link.block.span.end
    )
    if not later:
        return False
    typed = replace(story.typed, scope=scope.without(later))
    return isinstance(judge(link, context_of(story, typed, dict(story.order), link)).verdict, Right)


def differentiated(story: Story, link: Link) -> str | None:
    """A defined name in what is differentiated, the variable apart: what that is made of does not matter."""
    if not isinstance(link.left, s.Derivative | s.Nabla) or link.left.of is None:
        return None
    letters = story.post.scope.letters
    by = link.left.by if isinstance(link.left, s.Derivative) else ()
    own = {key for each in by for key in keys_in(each, letters)}
    keys = sorted(set(keys_in(link.left.of, letters)) - own)
    return next((key for key in keys if key in story.post.scope.definitions), None)
