"""Keeps the program while code runs: exact scalars know the array they came from, so views and assignments
need no bookkeeping, and the ``derive.arrays`` program is found again from its entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from derive import arrays
from derive.arrays import Array
from numeric.tracing.comparison import Comparison, comparison
from numeric.tracing.rules import RULES
from numeric.tracing.scalar import Exact, Truth, exact
from numeric.tracing.state import settle


def on_scalars(name: str, values: Sequence[Exact]) -> Exact:
    """A function of the table of rules on recorded scalars."""
    return scalars(_applied(name, [program_of(value, ()) for value in values]))[0]


def on_arrays(name: str, operands: Sequence[np.ndarray[Any, Any]]) -> np.ndarray[Any, Any]:
    """A function of the table of rules on recorded arrays, with broadcasting."""
    return entries(_applied(name, [program_of(operand, operand.shape) for operand in operands]))


def compared(name: str, operands: Sequence[np.ndarray[Any, Any]]) -> np.ndarray[Any, Any]:
    """The truth values of a comparison of recorded arrays."""
    left, right = (program_of(operand, operand.shape) for operand in operands)
    return truths(comparison(name, left, right))


def truths(found: Comparison) -> np.ndarray[Any, Any]:
    """The truth values of a comparison, Python's own where they need no symbol."""
    held = np.empty(len(found.conditions), dtype=object)
    settled = [settle(condition) for condition in found.conditions]
    held[:] = [
        Truth(condition, (found, k)) if outcome is None else outcome
        for k, (condition, outcome) in enumerate(zip(found.conditions, settled, strict=True))
    ]
    return held.reshape(found.shape)


def comparison_of(flags: np.ndarray[Any, Any]) -> Comparison | None:
    """The comparison whose truth values an array holds, all of them in their order; None where there is none."""
    sources = [getattr(flag, "source", None) for flag in flags.flat]
    known = [source for k, source in enumerate(sources) if source is not None and source[1] == k]
    if not known or len(known) < len(sources):
        return None
    first: Comparison = known[0][0]
    return first if first.shape == flags.shape and all(each is first for each, _ in known) else None


def program_of(values: Any, shape: tuple[int, ...]) -> Array:
    """The array program whose entries are the given exact scalars."""
    flat = [exact(value) for value in np.asarray(values, dtype=object).ravel()]
    nodes = list(dict.fromkeys(value.origin[0] for value in flat if value.origin is not None))
    if not nodes:
        return arrays.constant([value.term for value in flat], shape)
    if len(nodes) == 1 and all(value.origin is not None for value in flat):
        return _moved(nodes[0], [value.origin[1] for value in flat if value.origin is not None], shape)
    return _joined(nodes, flat, shape)


def entries(node: Array) -> np.ndarray[Any, Any]:
    """The exact scalars of an array program, in an object array of its shape."""
    held = np.empty(len(node.entries), dtype=object)
    held[:] = scalars(node)
    return held.reshape(node.shape)


def scalars(node: Array) -> list[Exact]:
    """The exact scalars of an array program, row-major."""
    return [Exact(term, (node, k)) for k, term in enumerate(node.entries)]


def _applied(name: str, nodes: Sequence[Array]) -> Array:
    result: Array = RULES[name](_apply, *nodes)
    return result


def _apply(function: str, *operands: Any) -> Array:
    lifted = [operand if isinstance(operand, Array) else arrays.filled(operand) for operand in operands]
    return arrays.apply(function, *lifted)


def _moved(node: Array, source: list[int], shape: tuple[int, ...]) -> Array:
    if source == list(range(len(node.entries))):
        return arrays.reshape(node, shape)
    turned = arrays.transpose(node)
    if turned.shape == shape and source == list(turned.operation.source):  # type: ignore[union-attr]
        return turned
    return arrays.move("index", node, source, shape)


def _joined(nodes: list[Array], flat: list[Exact], shape: tuple[int, ...]) -> Array:
    loose = [value for value in flat if value.origin is None]
    parts = [*nodes, arrays.constant([value.term for value in loose], (len(loose),))] if loose else nodes
    start: dict[int, int] = {}
    total = 0
    for part in parts:
        start[id(part)] = total
        total += len(part.entries)
    at_loose = iter(range(total - len(loose), total))
    source = [
        next(at_loose) if value.origin is None else start[id(value.origin[0])] + value.origin[1]
        for value in flat
    ]
    return arrays.move("gather", arrays.join(parts), source, shape)
