"""The derivatives of an objective's summands: what the parts of a gradient ought to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce

from derive.arrays import Array, Map, Move, SumOver, apply, filled
from derive.calculus import free_symbols
from derive.reverse import AdjointRule, adjoints, gradients
from derive.terms import ZERO

MOST_SUMMANDS = 4
Way = Mapping[int, int]  # by the id of a sum: which of its arguments is gone on with


def by_summand(output: Array, nodes: Sequence[Array]) -> Iterator[list[Array]]:
    """The adjoints of the nodes by each summand of the output alone, and by all but one of three or more.

    Nothing where there is one summand, or too many.

    >>> from derive.arrays import apply, leaf, sum_over
    >>> from derive.printing import term_text
    >>> x = leaf("x", (2,))
    >>> parts = by_summand(apply("add", sum_over(apply("exp", x)), sum_over(x)), [x])
    >>> [[term_text(entry) for entry in array.entries] for (array,) in parts]
    [['exp(x[1])', 'exp(x[2])'], ['0*exp(x[1]) + 1', '0*exp(x[2]) + 1']]
    """
    ways = list(_ways(output, {}))
    if 1 < len(ways) <= MOST_SUMMANDS:
        parts = [list(gradients(output, nodes, _only(way))) for way in ways]
        yield from parts
        for k in range(len(parts) if len(parts) > 2 else 0):
            yield [_total(each) for each in zip(*parts[:k], *parts[k + 1 :], strict=True)]


def _total(arrays: Sequence[Array]) -> Array:
    return reduce(lambda a, b: apply("add", a, b), arrays)


def _ways(node: Array, way: Way) -> Iterator[Way]:
    """The ways down to the summands, through sums, means and what only moves entries."""
    moving = [k for k, arg in enumerate(node.args) if free_symbols(*arg.entries)]
    match node.operation:
        case Map(function="add", derivative_by=None):
            for k in moving:
                yield from _ways(node.args[k], {**way, id(node): k})
        case Map(function="mul", derivative_by=None) if len(moving) == 1:
            yield from _ways(node.args[moving[0]], way)
        case SumOver() | Move():
            yield from _ways(node.args[0], way)
        case _:
            yield way


def _only(way: Way) -> AdjointRule:
    def rule(node: Array, seed: Array) -> tuple[Array, ...]:
        found = adjoints(node, seed)
        kept = way.get(id(node))
        if kept is None:
            return found
        return tuple(each if k == kept else filled(ZERO, each.shape) for k, each in enumerate(found))

    return rule
