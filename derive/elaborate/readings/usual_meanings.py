"""Letters that the document never explains, by what everybody means by them: σ, and the unit vectors e_k."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derive.elaborate.claims.judge import Judgement, judge
from derive.elaborate.evaluation.calls import MEANT, WORDS
from derive.elaborate.evaluation.special_names import says_basis
from derive.elaborate.readings.apart import with_slots_apart
from derive.elaborate.readings.elsewhere import with_usual_words
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.symbols.roles import (
    Link,
)
from derive.model import Right, Wrong
from derive.reader import syntax as s
from derive.reader.tex import tex
from derive.reader.tree import walk


def with_unit_vectors(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """A line with an e_c that nothing explains, right where that is the unit vector that everybody means by it."""
    scope = story.typed.scope
    if isinstance(judgement.verdict, Right) or "e" in scope.definitions or says_basis(scope):
        return judgement
    vectors = [part for part in walk(link.right) if isinstance(part, s.Index) and part.base == s.Name("e")]
    if not vectors:
        return judgement
    typed = replace(story.typed, scope=replace(scope, words=f"{scope.words} unit vector"))
    usual = judge(link, context_of(story, typed, dict(story.order), link))
    told = f"with {tex(vectors[0])} the unit vector"
    return (
        replace(usual, conditions=(*usual.conditions, told))
        if isinstance(usual.verdict, Right)
        else judgement
    )


def unknown_functions_used(story: Story, link: Link, judgement: Judgement) -> set[str]:
    """The functions of which only the letter is known: in what was read, else in all that a line is made of."""
    if judgement.reading is not None:
        return {function.rstrip("'") for function, _ in judgement.reading.opaque.values()}
    scope = story.typed.scope
    return set((scope.ancestors(link.left) | scope.ancestors(link.right)) & scope.functions)


def usual_told(letters: Sequence[str]) -> tuple[str, ...]:
    """What a verdict says of letters that are taken for their usual functions."""
    return tuple(f"with {letter} the {MEANT[WORDS[letter][0]]}" for letter in letters)


def with_usual_functions(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """A letter such as σ that the document never explains means its usual function, and the verdict says so.

    *Right* names the assumption; *wrong* needs the line to be refuted with and without it.
    """
    used = unknown_functions_used(story, link, judgement)
    letters = sorted(used & WORDS.keys())
    if not letters or isinstance(judgement.verdict, Right):
        return judgement
    typed = with_usual_words(story.typed, letters)
    usual = judge(link, context_of(story, typed, dict(story.order), link))
    usual = with_slots_apart(replace(story, typed=typed), link, usual)
    if isinstance(usual.verdict, Right):
        return replace(usual, conditions=(*usual.conditions, *usual_told(letters)))
    return usual if isinstance(judgement.verdict, Wrong) else judgement
