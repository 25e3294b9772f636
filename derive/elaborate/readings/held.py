"""Differentials while some variables are held: dL = tr(Δᵀ dA Z) "with B fixed" says nothing of dB."""

from __future__ import annotations

import re
from dataclasses import replace

from derive.elaborate.claims.judge import Judgement, judge
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.symbols.names import key_of, keys_in
from derive.elaborate.symbols.roles import Link, contains
from derive.model import Reason, Right, Unknown, Wrong
from derive.reader import syntax as s
from derive.reader.tex import tex
from derive.reader.tree import Part, walk

AROUND = 160
_HELD = re.compile(
    r"\b(fixed|frozen|freez\w+|constants?|held|hold\w*|fix|alone|only|one (?:variable|factor|at a time))\b"
)
_BY = r"(?i:with respect to|w\.?\s?r\.?\s?t\.?|variation of|perturb\w*|vary\w*|only)\s+(?:the \w+ |the )?\$?"


def with_others_held(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """A refuted line of differentials, judged again where only what it writes a differential of moves.

    Right only where the document holds the others, in words or by lines that move them in turn; a line that is
    right then, but of which nothing says so, may have lost a summand.
    """
    if not isinstance(judgement.verdict, Wrong):
        return judgement
    varying, moving = story.typed.scope.varying, _moving(story, link)
    if not moving or moving == varying:
        return judgement
    typed = replace(story.typed, scope=replace(story.typed.scope, varying=moving))
    alone = judge(link, context_of(story, typed, dict(story.order), link))
    if not isinstance(alone.verdict, Right):
        return judgement
    if not (_says_held(story, link, moving) or _moved_in_turn(story, link, moving) or _is_by(story, moving)):
        return replace(judgement, verdict=Unknown(Reason.READINGS_DISAGREE, "which names vary"))
    held = tuple(f"with {key} held" for key in sorted(varying - moving))
    return replace(alone, conditions=(*alone.conditions, *held))


def _moving(story: Story, link: Link) -> frozenset[str]:
    """The independent names of whose differentials a line is made, the total on its left apart.

    Data that stand in d(y − Xw) only, and of which the document never writes a differential dX alone, do not move.
    """
    scope = story.typed.scope
    sides = (link.right,) if isinstance(link.left, s.Differential) else (link.left, link.right)
    written = [part.of for side in sides for part in walk(side) if isinstance(part, s.Differential)]
    alone = [of for of in written if isinstance(of, s.Name | s.Index)]
    above = frozenset[str]().union(*map(scope.ancestors, written)) & scope.varying
    moved = _moved_alone(story)
    return above & moved if alone and above & moved else above


def _moved_alone(story: Story) -> frozenset[str]:
    """What moves where the document writes the differential of a single name."""
    return story.typed.scope.memory.recall(lambda: _all_moved_alone(story), "moved alone", story.post)


def _all_moved_alone(story: Story) -> frozenset[str]:
    parts = (part for link in story.post.links for side in (link.left, link.right) for part in walk(side))
    names = (part.of for part in parts if isinstance(part, s.Differential) and not _is_total(story, part.of))
    return frozenset[str]().union(*map(story.typed.scope.ancestors, names))


def _is_total(story: Story, node: s.Node) -> bool:
    """Whether a differential is of a formula, or of a number that a formula makes: dL moves nothing by itself."""
    key = key_of(node) if isinstance(node, s.Name) else None
    return not isinstance(node, s.Name | s.Index) or (key in story.typed.scope.definitions)


def _says_held(story: Story, link: Link, moving: frozenset[str]) -> bool:
    start, end = link.block.span
    words = f"{link.block.heading} {story.document.words(start - AROUND, end + AROUND)}"
    by = "|".join(re.escape(tex(s.Name(key))) for key in moving)
    return bool(_HELD.search(words.lower()) or (len(moving) == 1 and re.search(rf"{_BY}({by})(?!\w)", words)))


def _moved_in_turn(story: Story, link: Link, moving: frozenset[str]) -> bool:
    """Whether another line says the differential of the same thing in other variables."""
    others = (
        _moving(story, other)
        for other in story.post.links
        if other.left == link.left and contains(other.right, s.Differential)
    )
    return any(each and not each & moving for each in others)


def _is_by(story: Story, moving: frozenset[str]) -> bool:
    """Whether what moves is all that the document differentiates by: ∂L/∂w, or L(w) = …"""
    scope = story.typed.scope
    sides = [side for link in story.post.links for side in (link.left, link.right)]
    found = (by for side in sides for part in walk(side) for by in _variables(part))
    known = scope.parameters().union(*(keys_in(by, scope.letters) for by in found)) & scope.varying
    return bool(known) and known <= moving and not _moved_alone(story) & (scope.varying - moving)


def _variables(part: Part) -> tuple[s.Node, ...]:
    match part:
        case s.Derivative(by=by):
            return by
        case s.Nabla(by=by) if by is not None:
            return (by,)
    return ()
