r"""Names of slopes, δ = ∂L/∂z: where a page writes its derivatives as rows, δ is a row as ∂L/∂z is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.claims.judge import Judgement, judge
from derive.elaborate.evaluation.layouts import NUMERATOR
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.symbols.names import reference
from derive.elaborate.symbols.roles import Link
from derive.model import Reason, Right, Unknown, Wrong
from derive.reader import syntax as s
from derive.reader.tree import Part, rebuilt, walk

ROWS = re.compile(
    r"\b(?:derivative|gradient)s?\s+of\s+(?:a|any|the)\s+(?:\W{0,2}|\\emph\{)?(?:number|scalar)\b[^.;]{0,80}?\bis\s+(?:always\s+)?(?:an?|the)\s+"
    r"(?:\W{0,2}|\\emph\{|\\textit\{|\\textbf\{)?row\b"
)
"""A page that says so writes its slopes as rows."""

AS_ROWS = "slopes as rows"
"""The note of a line that holds with rows for its names of slopes."""


def with_slopes_for_names(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """A line that holds only with rows for the slopes that its names are short for.

    Right where the page says that its slopes are rows, or writes some so and none as columns; open else, unless there
    are columns alone.
    """
    if isinstance(judgement.verdict, Right):
        return judgement
    spelled = replace(link, left=_spelled(link.left, story), right=_spelled(link.right, story))
    if (spelled.left, spelled.right) == (link.left, link.right):
        return judgement
    found = judge(spelled, context_of(story, story.typed, dict(story.order), spelled))
    if not isinstance(found.verdict, Right):
        return judgement
    layouts = set(_layouts(story))
    if layouts == {NUMERATOR} or ROWS.search(story.post.scope.words):
        return replace(found, link=link, notes=found.notes | {AS_ROWS})
    if layouts or not isinstance(judgement.verdict, Wrong):
        return judgement
    return replace(
        judgement, verdict=Unknown(Reason.READINGS_DISAGREE, "whether the slopes of its names are rows")
    )


def _spelled(node: Part, story: Story) -> s.Node:
    """A formula with the derivatives for which its names stand."""
    if isinstance(node, s.Name | s.Index) and (slope := _slope(node, story)) is not None:
        return replace(slope, span=node.span)
    if isinstance(node, s.Derivative | s.Nabla):
        return node
    changed: s.Node = rebuilt(node, lambda part: _spelled(part, story))
    return changed


def _slope(node: s.Node, story: Story) -> s.Derivative | s.Nabla | None:
    scope, axes = story.typed.scope, story.typed.axes
    ref = reference(node, scope.letters)
    made = scope.definitions.get(ref.key) if ref is not None and not ref.indices else None
    match made.body if made is not None and not made.indices else None:
        case (
            s.Derivative(of=s.Name() as of, by=(s.Name() | s.Index() as by,))
            | s.Nabla(of=s.Name() as of, by=s.Name() | s.Index() as by, order=1)
        ):
            one, other = reference(of, scope.letters), reference(by, scope.letters)
            if (
                one is not None
                and other is not None
                and not axes.get(one.key)
                and len(axes.get(other.key, ())) == 1
            ):
                assert made is not None
                assert isinstance(made.body, s.Derivative | s.Nabla)
                return made.body
    return None


def _layouts(story: Story) -> Iterator[str]:
    """The layouts of the lines so far that are right in one alone, but for those with names of slopes."""
    for other, judgement in story.judged:
        named = any(
            isinstance(part, s.Name | s.Index) and _slope(part, story) is not None
            for side in (other.left, other.right)
            for part in walk(side)
        )
        if isinstance(judgement.verdict, Right) and judgement.layout and not named:
            yield NUMERATOR if "transposed" in judgement.notes else judgement.layout
