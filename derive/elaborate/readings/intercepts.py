"""The weights whose penalty leaves the intercept out: Σ_{j=1}^n θ_j² where θ_0 is a weight as well, as x_0 = 1."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from derive.elaborate.readings.story import Story
from derive.elaborate.symbols.calls_and_products import bare_names
from derive.elaborate.symbols.from_zero import numbered_zero, summed_from
from derive.elaborate.symbols.names import key_of
from derive.elaborate.symbols.roles import Link
from derive.elaborate.symbols.scope import Scope
from derive.reader import syntax as s
from derive.reader.blocks import Block
from derive.reader.tree import walk


def mixes_the_intercept(story: Story, link: Link) -> bool:
    """Whether a line takes weights as a whole of which a sum it is made from leaves number 0 out."""
    scope = story.typed.scope
    above = scope.ancestors(link.left) | scope.ancestors(link.right)
    return bool(_wholes(scope, link) & above & _penalised_from_one(story))


def _wholes(scope: Scope, link: Link) -> set[str]:
    """The names that a line holds without an index, outside and inside of derivatives."""
    found = bare_names(link.left, scope.letters) | bare_names(link.right, scope.letters)
    for part in (part for side in (link.left, link.right) for part in walk(side)):
        if isinstance(part, s.Nabla):
            found |= scope.ancestors(part) if part.by is None else bare_names(part.by, scope.letters)
        if isinstance(part, s.Derivative):
            found |= {key_of(by) for by in part.by if isinstance(by, s.Name)}
    return found


def _penalised_from_one(story: Story) -> frozenset[str]:
    scope = story.post.scope
    return scope.memory.recall(lambda: _left_out(story.blocks, scope), "penalised from one", story.blocks)


def _left_out(blocks: Sequence[Block], scope: Scope) -> frozenset[str]:
    trees = [formula.tree for block in blocks for formula in block.formulas if formula.tree is not None]
    parts = [part for tree in trees for part in walk(tree)]
    penalised = frozenset(key for tree in trees for key in _squared_from_one(tree))
    if any(_is_one_at_zero(part) for part in parts):
        return penalised
    return penalised & numbered_zero(parts) if scope.shows(_ONES) else frozenset()


_ONES = re.compile(r"\bcolumn\b[^.]{0,40}\bones\b|\bones\b[^.]{0,20}\bcolumn\b")


def _is_one_at_zero(part: object) -> bool:
    """x_0 = 1: the input that the intercept is multiplied by."""
    match part:
        case s.Chain(members=(s.Index(below=s.Indices(items=items)), s.Number(text="1"))):
            return s.Number("0") in items
    return False


def _squared_from_one(tree: s.Node) -> Iterator[str]:
    """The names of which a sum from 1 takes squares or absolute values of members: θ in Σ_{j=1}^n θ_j²."""
    for big in (part for part in walk(tree) if isinstance(part, s.Big) and part.body is not None):
        members = set(summed_from(big, "1"))
        yield from (key for part in walk(big) for key in _sized(part) if key in members)


def _sized(part: object) -> Sequence[str]:
    match part:
        case s.Power(base=s.Index(base=s.Name() as base)) | s.Norm(of=s.Index(base=s.Name() as base)):
            return (key_of(base),)
    return ()
