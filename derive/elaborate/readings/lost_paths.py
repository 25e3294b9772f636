"""Derivatives that follow one way alone where the variable goes several: ∂L/∂x = Wᵀ(…) of y = x + V tanh(Wx)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.claims.judge import Context, judge
from derive.elaborate.prose.sentences import own_sentence
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.told_held import movers
from derive.elaborate.symbols.names import keys_in
from derive.elaborate.symbols.roles import Link, contains
from derive.model import Right
from derive.reader import syntax as s

_ONE_WAY = re.compile(
    r"\b(?:direct\w*|skip\w*|shortcut\w*|branch\w*|paths?|ways?|routes?|contribut\w*|parts?|partial\w*|explicit\w*|"
    r"local\w*|immediate\w*|via|through|along|only|alone|term|first|second|third|other|plus|add\w*|sum\w*|identity)\b"
)
"""What a sentence says of a line that gives one summand of several on purpose."""
_EXPLICIT = re.compile(r"\b(?:total|explicit|partial) (?:derivative|differential|dependence)s?\b")


def loses_a_path(story: Story, link: Link, context: Context) -> bool:
    """Whether a refuted derivative is proved to be one with a way from its variable left out, and not on purpose."""
    if not isinstance(link.left, s.Derivative | s.Nabla) or contains(link.right, s.Derivative, s.Nabla):
        return False
    words = own_sentence(link.block)
    if _ONE_WAY.search(words) or _EXPLICIT.search(story.document.text.lower()) or _is_said_again(story, link):
        return False
    if not (_follows_ways(story, link) or _is_d_beside_partials(story, link)):
        return False
    return any(isinstance(judge(one, context).verdict, Right) for one in _with_one_way(story, link))


def _with_one_way(story: Story, link: Link) -> Iterator[Link]:
    """The line as it would be with what goes through one name left out, or all that does not."""
    for key in movers(story, link):
        if not _stands_before(story, link, key):
            continue
        rest = s.At(link.left, s.Sequence((s.Name(key),)), link.left.span)
        yield replace(link, left=rest)
        yield replace(link, right=s.Add(link.right, rest, span=link.right.span))


def _stands_before(story: Story, link: Link, key: str) -> bool:
    """Whether a name is defined before a line: what follows may be another object of the same letter."""
    body = story.typed.scope.definitions[key].body
    return body is not None and body.span.start < link.left.span.start


def _is_said_again(story: Story, link: Link) -> bool:
    """Whether another line is about the same derivative: then each may be one of its summands."""
    return any(
        other.left == link.left and other.block is not link.block and other.right != link.right
        for other in story.post.links
    )


def _follows_ways(story: Story, link: Link) -> bool:
    """Whether a right line differentiates the same by what its definition does not mention: all ways count, then."""
    of, scope = _of(link.left), story.typed.scope
    if of is None:
        return False
    bodies = [made.body for key in keys_in(of, scope.letters) if (made := scope.definitions.get(key))]
    near = {key for body in bodies if body is not None for key in keys_in(body, scope.letters)}
    rights = [other.left for other, found in story.judged if isinstance(found.verdict, Right)]
    return any(
        isinstance(left, type(link.left)) and _of(left) == of and not set(_by(left, story)) & near
        for left in rights
    )


def _is_d_beside_partials(story: Story, link: Link) -> bool:
    """Whether a slope is written with d on a page that has ∂ for others: d counts all ways."""
    if not isinstance(link.left, s.Derivative) or link.left.symbol != "d":
        return False
    lefts = (other.left for other in story.post.links)
    return any(isinstance(left, s.Derivative) and left.symbol == "partial" for left in lefts)


def _of(node: s.Node) -> s.Node | None:
    return node.of if isinstance(node, s.Derivative | s.Nabla) else None


def _by(node: s.Node, story: Story) -> tuple[str, ...]:
    by = node.by if isinstance(node, s.Derivative) else (node.by,) if isinstance(node, s.Nabla) else ()
    return tuple(key for each in by if each is not None for key in keys_in(each, story.typed.scope.letters))
