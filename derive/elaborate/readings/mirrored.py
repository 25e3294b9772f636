r"""Derivatives by an entry of a symmetric matrix: ∂L/∂S_ij where S_ij = S_ji is one number, which stands twice."""

from __future__ import annotations

import re
from dataclasses import replace

from derive.elaborate.claims.judge import Judgement, judge
from derive.elaborate.evaluation.variables import free_letters
from derive.elaborate.readings.apart import where_apart
from derive.elaborate.readings.story import Story
from derive.elaborate.shapes.symmetric import named
from derive.elaborate.symbols.names import reference
from derive.elaborate.symbols.roles import Link
from derive.model import Reason, Right, Unknown, Wrong
from derive.reader import syntax as s

_BOTH = re.compile(
    r"\b(?:two|both)\s+(?:\w+\s+)?(?:entries|elements|places|copies)\b|\b(?:moves?|moved|vary|varied)\s+together\b"
)
_MAYBE = re.compile(r"\bsymmetr\w+\b")


def with_mirrored_entries(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """A slope by an entry off the diagonal, where the mirrored one may move with it.

    Right so where words near it say that both move, and only so; open where they call the matrix symmetric alone.
    """
    decided = isinstance(judgement.verdict, Wrong | Right)
    both = _by_both(story, link) if decided else None
    letters = sorted(free_letters(link, story.post.scope.letters))
    if both is None or len(letters) != 2:
        return judgement
    found = judge(both, where_apart(story, both, letters))
    told = _BOTH.search(link.block.before.lower()) is not None
    if isinstance(found.verdict, Right) and told:
        condition = f"for {letters[0]} ≠ {letters[1]}, where the mirrored entry moves with it"
        return replace(found, conditions=(*found.conditions, condition), link=link)
    open_either_way = isinstance(judgement.verdict, Right) == told and decided
    if open_either_way and isinstance(found.verdict, Right) != told:
        return replace(
            judgement, verdict=Unknown(Reason.READINGS_DISAGREE, "whether the mirrored entry moves")
        )
    return judgement


def _by_both(story: Story, link: Link) -> Link | None:
    """The link with the sum of the slopes by S_ij and S_ji on its left, where a text calls S symmetric."""
    scope = story.typed.scope
    by = link.left.by[0] if isinstance(link.left, s.Derivative) and len(link.left.by) == 1 else None
    match by:
        case s.Index(below=s.Indices(items=(s.Name() as i, s.Name() as j)) as below, above=None) if i != j:
            ref = reference(by, scope.letters)
        case _:
            return None
    assert isinstance(link.left, s.Derivative)
    is_meant = ref is not None and (
        ref.key.lower() in named(scope.words) or _BOTH.search(link.block.before.lower())
    )
    if not is_meant or _MAYBE.search(scope.words) is None:
        return None
    mirrored = replace(by, below=replace(below, items=(j, i)))
    other = replace(link.left, by=(mirrored,))
    return replace(link, left=s.Add(link.left, other, span=link.left.span))
