"""The values that the free indices of a line run through."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from derive.elaborate.evaluation.classes import MARK
from derive.elaborate.evaluation.evaluate import Frame
from derive.elaborate.shapes.typed import Reading
from derive.reader import syntax as s
from derive.reader.tree import walk

MOST_BINDINGS = 27


def bindings(restriction: Sequence[s.Chain], reading: Reading, frame: Frame) -> Iterator[Frame]:
    """The frame once for every value of its running indices that the conditions beside the formula admit."""
    letters = list(frame.indices)
    spans = [
        range(0 if letter in frame.from_zero else 1, reading.size(dim) + 1)
        for letter, (dim, _) in frame.indices.items()
        if dim is not None
    ]
    for count, values in enumerate(product(*spans)):
        if count >= MOST_BINDINGS:
            return
        bound = {x: (frame.indices[x][0], v) for x, v in zip(letters, values, strict=True)}
        inside = replace(frame, indices=bound)
        if all(_admits(chain, reading, inside) for chain in restriction):
            yield inside


def _admits(chain: s.Chain, reading: Reading, at: Frame) -> bool:
    values = [_index_value(member, reading, at) for member in chain.members]
    pairs = zip(values, values[1:], chain.relations, strict=False)
    return all(a is None or b is None or _ORDERS.get(relation.sign, _any)(a, b) for a, b, relation in pairs)


_ORDERS: Mapping[str, Callable[[int, int], bool]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge
}  # fmt: skip


def _any(left: int, right: int) -> bool:
    return True


def _index_value(member: s.Node, reading: Reading, at: Frame) -> int | None:
    if isinstance(member, s.Number) and member.text.isdigit():
        return int(member.text)
    running = isinstance(member, s.Name) and member.letter in at.indices
    if isinstance(member, s.Name | s.Add | s.Sub) and _names_a_size(member, reading):
        return reading.whole(member, at)
    label = reading.letters.class_of(member)
    # A condition on a class that a line does not depend on admits everything.
    return reading.index(member, at)[1] if running or (label and MARK + label in at.indices) else None


def _names_a_size(member: s.Node, reading: Reading) -> bool:
    """Whether a member is counted from the last one: K or K − 1."""
    return any(isinstance(part, s.Name) and part.letter in reading.letters.sizes for part in walk(member))
