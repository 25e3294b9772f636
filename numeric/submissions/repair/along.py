"""What may have been meant along an axis: another axis, or a range that begins and ends one earlier or later."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from numeric.submissions.repair.model import AXIS, INDEX, Rewriting, Spot, binary


def is_axis(spot: Spot) -> bool:
    """Whether a number says along which axis: ``sum(axis=1)``, ``a.sum(1)``."""
    match spot.parent:
        case ast.keyword(arg="axis"):
            return True
        case ast.Call(func=ast.Attribute(value=value, attr="sum" | "mean"), args=[*before, last]):
            return last is spot.node and len(before) == (ast.unparse(value) in ("np", "numpy"))
    return False


def other_axes(written: float) -> Iterator[Rewriting]:
    """The other axes that are usual, and none."""
    yield from (Rewriting(ast.Constant(axis), AXIS, 1) for axis in (0, 1, -1, None) if axis != written)


def shifted(node: ast.Slice) -> Iterator[Rewriting]:
    """A range that begins and ends one later or earlier.

    >>> def texts(index):
    ...     return [ast.unparse(each.node) for each in shifted(ast.parse(f"x[{index}]").body[0].value.slice)]
    >>> [texts(index) for index in (":-1", "1:", "k:k + 3", "2:5", ":", "::-1")]
    [['1:'], [':-1'], ['k + 1:k + 3 + 1', 'k - 1:k + 3 - 1'], ['3:6', '1:4'], [], []]
    """
    if node.step is not None:
        return
    for by in (1, -1):
        found = [*_moved(node.lower, by, 0), *_moved(node.upper, by, -1)]
        if len(found) == 2 and found != [None, None]:
            yield Rewriting(ast.Slice(*found), INDEX, 1)


def _moved(end: ast.expr | None, by: int, edge: int) -> Iterator[ast.expr | None]:
    """An end of a range moved by one, where there is room; none at all is written for the ``edge``."""
    number = _number(end)
    if end is None:
        if by == (1 if edge == 0 else -1):
            yield ast.Constant(by)
    elif number is None:
        yield binary(end, ast.Add() if by > 0 else ast.Sub(), ast.Constant(1))
    elif (number < 0) is (number + by < 0):
        yield None if (edge, number + by) == (0, 0) else ast.Constant(number + by)
    elif (edge, number) == (-1, -1):
        yield None


def _number(end: ast.expr | None) -> int | None:
    match end:
        case ast.Constant(value=int() as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)):
            return -value
    return None
