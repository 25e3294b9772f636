"""The slope of all data where the loss of one was written: ∂ℓ/∂β = Σ_i … after "per observation, ℓ = …"."""

from __future__ import annotations

from dataclasses import replace

from derive.elaborate.claims.judge import Judgement, judge
from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.symbols.example_keys import example_key, unmarked_names
from derive.elaborate.symbols.names import key_of, reference
from derive.elaborate.symbols.roles import Link, head_of, is_loss
from derive.elaborate.symbols.scope import Definition
from derive.model import Right
from derive.reader import syntax as s
from derive.reader.names import EXAMPLE, PAIR
from derive.reader.tree import walk


def of_all_data(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """Right for the sum over all data, where a slope of the loss of one is set equal to a sum over them."""
    if isinstance(judgement.verdict, Right):
        return judgement
    total = _of_total(story, link)
    if total is None:
        return judgement
    found = judge(total, context_of(story, story.typed, dict(story.order), link))
    right = isinstance(found.verdict, Right)
    return replace(found, conditions=(*found.conditions, "for the sum over all data")) if right else judgement


def _of_total(story: Story, link: Link) -> Link | None:
    """The link with the sum of the losses of all data for the loss of one; None where it is not about that."""
    if not isinstance(link.left, s.Derivative) or not isinstance(link.left.of, s.Name):
        return None
    name = link.left.of
    key = unmarked_names(key_of(name))
    made = story.typed.scope.definitions.get(key)
    if EXAMPLE not in name.decorations or made is None or len(made.indices) != 1 or not is_loss(key):
        return None
    own = story.typed.scope.definitions.get(key_of(name))
    if not _sums_over(link.right, made) or (own is not None and own.body is not None and _is_total(own.body)):
        return None
    letter = s.Name(made.indices[0])
    base = replace(name, decorations=tuple(mark for mark in name.decorations if mark != EXAMPLE))
    member = s.Index(base, s.Indices((letter,)), None, name.span)
    total = s.Big("sum", member, letter, None, name.span)
    return replace(link, left=replace(link.left, of=total))


def _is_total(body: s.Node) -> bool:
    """Whether a loss is written out as a sum or a mean over data itself: J beside the J_i of one draw."""
    return any(isinstance(part, s.Big) and part.symbol == "sum" for part in walk(body))


def _sums_over(node: s.Node, made: Definition) -> bool:
    """Whether a formula is a sum over the letter by which a name counts the data."""
    sums = (part for part in walk(node) if isinstance(part, s.Big) and part.symbol == "sum" and part.below)
    return any(bound_letters(each.below) & set(made.indices) for each in sums if each.below is not None)


def sums_its_members(story: Story, link: Link) -> bool:
    """Whether ℓ(β) = Σ_i ℓ_i says no more than that the ℓ of all data is the sum of those of each."""
    scope = story.post.scope
    head = head_of(link.left, scope.letters)
    body = link.right.body if isinstance(link.right, s.Big) and link.right.symbol == "sum" else None
    ref = reference(body, scope.letters) if body is not None else None
    if head is None or ref is None or len(ref.indices) != 1:
        return False
    member = (
        ref.key.removeprefix(f"\\{PAIR}{{").removesuffix("}") if ref.key.startswith(f"\\{PAIR}") else ref.key
    )
    return example_key(member) in scope.definitions and unmarked_names(head.key) == member
