"""Slots of a function with two indices: ∂ log p_ij/∂s_i is taken in the first one, whatever s_j is."""

from __future__ import annotations

from dataclasses import replace

from derive.elaborate.claims.judge import Context, Judgement, judge
from derive.elaborate.evaluation.variables import free_letters, index_letters
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of, restrictions
from derive.elaborate.symbols.rewriting import written_trees
from derive.elaborate.symbols.roles import Link
from derive.model import Right, Wrong
from derive.reader import syntax as s
from derive.reader.tree import walk

DIFFERENT = s.Relation("!=")


def with_slots_apart(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """A refuted derivative of something with two free indices, judged again where they differ.

    Where one of the two stands only below the variable, ∂p_i/∂z_j, the case i = j is meant as well, unless ∂p_i/∂z_i
    has an equation of its own.
    """
    if not isinstance(judgement.verdict, Wrong):
        return judgement
    letters = slots(story, link) or _of_two_cases(story, link)
    if not letters:
        return judgement
    inside = judge(link, where_apart(story, link, letters))
    if not isinstance(inside.verdict, Right):
        return judgement
    return replace(inside, conditions=(*inside.conditions, rf"where {letters[0]} \neq {letters[1]}"))


def slots(story: Story, link: Link) -> list[str]:
    """The two free indices of what a link differentiates, of one family, where nothing else restricts them."""
    letters = _of_one_family(story, link, sorted(free_letters(link, story.post.scope.letters)))
    alone = len(letters) == 2 and not restrictions(story, link)
    return letters if alone and set(letters) <= _letters_of_target(story, link) else []


def _of_two_cases(story: Story, link: Link) -> list[str]:
    """The j and i of ∂p_j/∂z_i, from which a line goes on, where the page has ∂p_i/∂z_i as a case of its own."""
    chains = [
        formula.chain for formula in link.block.formulas if formula.span.start <= link.formula.span.start
    ]
    begun = [chain.members[0] for chain in chains if chain is not None]
    heads = (link.left, *[head for head in begun if not isinstance(head, s.Hole)][-1:])
    pairs = {pair for head in heads if (pair := _entry(head)) is not None}
    shown = (
        {_entry(part) for tree in written_trees(story.document) for part in walk(tree)} if pairs else set()
    )
    for of, by in pairs:
        letters = [str(each.letter) for _, each in (of, by) if isinstance(each, s.Name)]
        apart = len(set(letters)) == 2 and not restrictions(story, link)
        if apart and any(((of[0], i), (by[0], i)) in shown for i in (of[1], by[1])):
            return sorted(letters)
    return []


def _entry(part: object) -> tuple[tuple[s.Node, s.Node], tuple[s.Node, s.Node]] | None:
    """The names and the indices of ∂p_j/∂z_i."""
    match part:
        case s.Derivative(
            of=s.Index(base=of, below=s.Indices(items=(first,)), above=None),
            by=(s.Index(base=by, below=s.Indices(items=(second,)), above=None),),
        ):
            return (of, first), (by, second)
    return None


def _of_one_family(story: Story, link: Link, letters: list[str]) -> list[str]:
    """Of three letters the only two that count one family: the i and j of p_uᵀ(q_i − q_j)."""
    if len(letters) != 3:
        return letters
    scope = story.typed.scope
    made = (scope.definitions.get(key) for key in sorted(scope.ancestors(link.left)))
    bodies = [each.body for each in made if each is not None and each.body is not None]
    held: dict[s.Node, set[str]] = {}
    for part in (part for body in bodies for part in walk(body) if isinstance(part, s.Index)):
        held.setdefault(part.base, set()).update(index_letters(part, scope.letters))
    pairs = {frozenset(found & set(letters)) for found in held.values() if len(found & set(letters)) == 2}
    singles = [pair for pair in pairs if any(len(found) == 2 and pair == found for found in held.values())]
    return sorted(singles[0]) if len(singles) == 1 else letters


def where_apart(story: Story, link: Link, letters: list[str]) -> Context:
    """The context of a link in which two indices differ."""
    chain = s.Chain(tuple(s.Name(letter) for letter in letters), (DIFFERENT,))
    return replace(context_of(story, story.typed, dict(story.order), link), restriction=(chain,))


def _letters_of_target(story: Story, link: Link) -> frozenset[str]:
    """The index letters of what the left side differentiates."""
    of = link.left.of if isinstance(link.left, s.Derivative | s.Nabla) else None
    return frozenset(index_letters(of, story.post.scope.letters)) if of is not None else frozenset()
