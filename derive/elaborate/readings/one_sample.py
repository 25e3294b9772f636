"""A gradient whose shapes clash over a batch, where the loss is that of one sample: X is one column, then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.claims.judge import Judgement, judge
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.shapes.infer import retyped, typed_scope
from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.names import keys_in, reference
from derive.elaborate.symbols.roles import Link, contains, is_derivative
from derive.elaborate.symbols.scope import Axes, Typing
from derive.model import Reason, Right, Unknown
from derive.reader import syntax as s
from derive.reader.tree import walk

ROWS = "over several samples the shapes clash; it belongs to samples as rows of {data} ({sums} = {data} {weights})"
CLASH = "over several samples the shapes clash"


def for_one_sample(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """Right for one sample, where no reading makes sense of a gradient over several and the loss sums over none."""
    if not _is_open(story, link, judgement):
        return judgement
    for data, weights, sums in _linear(story, link):
        typed = retyped(story.typed, _axes(story, link, data, weights))
        found = judge(link, context_of(story, typed, dict(story.order), link))
        if len(typed.clashing) < len(story.typed.clashing) and isinstance(found.verdict, Right):
            said = _with_rows(story, link, data, weights, sums) or CLASH
            return replace(found, conditions=("for one sample",), notes=found.notes | {said})
    return judgement


def _axes(story: Story, link: Link, data: str, weights: str) -> Typing:
    """One sample: the data are as long as the weights, and all that a batch has a row of is a number."""
    scope, typing = story.typed.scope, story.typed.typing
    keys = scope.ancestors(link.left) | scope.ancestors(link.right)
    single = {key: Axes(0) for key in keys if typing.get(key, Axes(0)).count == 1 and key not in scope.shapes}
    return {**single, data: Axes(1), weights: Axes(1)}


def _is_open(story: Story, link: Link, judgement: Judgement) -> bool:
    verdict = judgement.verdict
    if (
        not isinstance(verdict, Unknown)
        or verdict.reason is not Reason.UNDECIDED
        or not is_derivative(link.left)
    ):
        return False
    scope = story.typed.scope
    bodies = (scope.definitions[key].body for key in scope.ancestors(link.left) & scope.definitions.keys())
    return not any(contains(body, s.Big) for body in bodies if body is not None)


def _linear(story: Story, link: Link) -> Iterator[tuple[str, str, str]]:
    """The names in definitions h = wᵀX behind the link: X, w and h, where nothing says that X is a matrix.

    A longer product, uᵀMv, is none of one sample; nor is the w of Xᵀw that is varied a sample.
    """
    scope = story.typed.scope
    variables = _variables(story, link)
    for key in sorted(scope.ancestors(link.left) & scope.definitions.keys()):
        body = scope.definitions[key].body
        parts = list(walk(body)) if body is not None else []
        longer = [part.left for part in parts if isinstance(part, s.Product)]
        for part in parts:
            match part:
                case s.Product() if any(part is left for left in longer):
                    continue
                case s.Product(left=s.Transpose(of=left), right=right):
                    weights, data = reference(left, scope.letters), reference(right, scope.letters)
                    if not weights or not data or data.indices or data.key in variables:
                        continue
                    if data.key not in scope.shapes and len(scope.shapes.get(weights.key, ())) < 2:
                        yield data.key, weights.key, key


def _variables(story: Story, link: Link) -> frozenset[str]:
    """What the derivatives on the left are by."""
    letters = story.typed.scope.letters
    found: set[str] = set()
    for part in walk(link.left):
        if isinstance(part, s.Derivative | s.Nabla) and part.by is not None:
            for each in part.by if isinstance(part.by, tuple) else (part.by,):
                found |= set(keys_in(each, letters))
    return frozenset(found)


def _with_rows(story: Story, link: Link, data: str, weights: str, sums: str) -> str | None:
    """What to say where the line is right with h = Xw in the place of h = wᵀX."""
    typed = _turned(story.typed, sums)
    found = judge(link, context_of(story, typed, dict(story.order), link))
    right = isinstance(found.verdict, Right)
    return ROWS.format(data=data, weights=weights, sums=sums) if right else None


def _turned(typed: Typed, sums: str) -> Typed:
    made = typed.scope.definitions[sums]
    assert made.body is not None
    body = _swapped(made.body)
    scope = typed.scope.define(replace(made, body=body))
    place = next((place for place, key in typed.defining.items() if key == sums), None)
    links = [replace(one, right=body) if k == place else one for k, one in enumerate(typed.links)]
    return typed_scope(scope, links, typed.defining)


def _swapped(node: s.Node) -> s.Node:
    match node:
        case s.Product(left=s.Transpose(of=left), right=right):
            return replace(node, left=right, right=left)
    return node
