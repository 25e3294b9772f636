"""Lines about a member of a set: e_uv of a loss that is summed over (u, v) ∈ Ω."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.claims.judge import Context, Judgement, judge
from derive.elaborate.evaluation.variables import free_letters
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.shapes.provisos import in_words
from derive.elaborate.symbols.names import letters_of
from derive.elaborate.symbols.roles import Link
from derive.model import Right, Wrong
from derive.reader import syntax as s
from derive.reader.anatomy import items_of
from derive.reader.tree import walk


def as_members(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """A refuted line with free indices, judged again where they are in the set that the sums above it run over."""
    chains = _memberships(story, link) if isinstance(judgement.verdict, Wrong) else ()
    if not chains:
        return judgement
    context = context_of(story, story.typed, dict(story.order), link)
    inside = judge(link, replace(context, provisos=(*context.provisos, *chains)))
    if not isinstance(inside.verdict, Right):
        return judgement
    return replace(inside, conditions=tuple(dict.fromkeys((*inside.conditions, *in_words(chains)))))


def among_members(story: Story, link: Link, context: Context) -> Context:
    """The context of a link where its free indices are in the set that the sums above it run over."""
    return replace(context, provisos=(*context.provisos, *_memberships(story, link)))


def _memberships(story: Story, link: Link) -> tuple[s.Chain, ...]:
    """The conditions (u, v) ∈ Ω of sums all of whose letters are free in a line."""
    free = free_letters(link, story.typed.scope.letters)
    found = (chain for body in _above(story, link) for chain in _chosen(body))
    return tuple(dict.fromkeys(chain for chain in found if _letters(chain.members[0]) <= free))


def _letters(member: s.Node) -> frozenset[str]:
    items = items_of(member)
    return frozenset[str]().union(*map(letters_of, items))


def _above(story: Story, link: Link) -> Iterator[s.Node]:
    yield link.left
    scope = story.typed.scope
    made = (scope.definitions.get(key) for key in sorted(scope.ancestors(link.left)))
    yield from (each.body for each in made if each is not None and each.body is not None)


def _chosen(node: s.Node) -> Iterator[s.Chain]:
    below = (part.below for part in walk(node) if isinstance(part, s.Big) and part.below is not None)
    for part in (inner for each in below for inner in walk(each)):
        match part:
            case s.Chain(members=(s.Sequence() | s.Name(), s.Name()), relations=(s.Relation(sign="in"),)):
                yield part
