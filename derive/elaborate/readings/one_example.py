"""The loss of one example: where the words say "for one example (x, y)", ∂J/∂θ of a sum over x_i may be meant of x."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.claims.judge import Judgement, judge
from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of, says_one_sample
from derive.elaborate.shapes.counterparts import without_index
from derive.elaborate.shapes.infer import typed_scope
from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.example_keys import example_key
from derive.elaborate.symbols.names import letters_of, reference
from derive.elaborate.symbols.roles import Link
from derive.elaborate.symbols.scope import Definition, Scope
from derive.model import Right
from derive.reader import syntax as s
from derive.reader.names import EXAMPLE
from derive.reader.tree import rebuilt, walk


def of_one_example(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """Right for one example, where the loss without its sum over the data is meant and the words say so."""
    keys = story.typed.scope.ancestors(link.right)
    if isinstance(judgement.verdict, Right) or not any(key.startswith(f"\\{EXAMPLE}") for key in keys):
        return judgement
    scope = _with_single_losses(story.typed, link) if says_one_sample(story, link) else None
    if scope is None:
        return judgement
    typed = _retyped(story.typed, scope)
    found = judge(link, context_of(story, typed, dict(story.order), link))
    right = isinstance(found.verdict, Right)
    return replace(found, conditions=(*found.conditions, "for one sample")) if right else judgement


def _retyped(typed: Typed, scope: Scope) -> Typed:
    """The typing with the definitions of another scope in the place of their equations."""
    bodies = {place: scope.definitions[key].body for place, key in typed.defining.items()}
    links = [replace(link, right=bodies.get(place) or link.right) for place, link in enumerate(typed.links)]
    return typed_scope(scope, links, typed.defining)


def _with_single_losses(typed: Typed, link: Link) -> Scope | None:
    """The scope in which what a left side differentiates is made of one example; None where no sum is dropped."""
    scope = changed = typed.scope
    for key in sorted(scope.ancestors(link.left) & scope.definitions.keys()):
        made = scope.definitions[key]
        single = _single(made, typed) if made.body is not None and not made.indices else made
        changed = changed.define(single) if single is not made else changed
    return changed if changed is not scope else None


def _single(made: Definition, typed: Typed) -> Definition:
    assert made.body is not None
    counts = frozenset(_counts(made.body))
    body = _without_sums(made.body, typed)
    return made if body is made.body else replace(made, body=_at_one(body, counts))


def _counts(body: s.Node) -> Iterator[str]:
    """The numbers of data over which is summed."""
    for part in walk(body):
        if isinstance(part, s.Big) and isinstance(part.above, s.Name):
            yield part.above.letter


def _without_sums(node: s.Node, typed: Typed) -> s.Node:
    if isinstance(node, s.Big) and node.symbol == "sum" and node.body is not None and node.below is not None:
        letters = bound_letters(node.below)
        freed = _freed(node.body, letters, typed) if len(letters) == 1 else node.body
        if freed is not node.body:
            return freed
    changed: s.Node = rebuilt(node, lambda part: _without_sums(part, typed))
    return changed


def _freed(node: s.Node, letters: frozenset[str], typed: Typed) -> s.Node:
    ref = reference(node, typed.scope.letters) if isinstance(node, s.Name | s.Index) else None
    if ref is not None:
        is_datum = example_key(ref.key) in typed.typing
        counted = is_datum and bool(ref.indices) and letters_of(ref.indices[0]) == letters
        return without_index(node, ref) if counted else node
    changed: s.Node = rebuilt(node, lambda part: _freed(part, letters, typed))
    return changed


def _at_one(node: s.Node, counts: frozenset[str]) -> s.Node:
    if isinstance(node, s.Name) and node.letter in counts:
        return s.Number("1", node.span)
    changed: s.Node = rebuilt(node, lambda part: _at_one(part, counts))
    return changed
