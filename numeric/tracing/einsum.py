"""``np.einsum``: products summed over the labels that the result does not have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from string import ascii_letters
from typing import Any

import numpy as np

from derive import arrays
from numeric.tracing.array import lifted, plain, returned
from numeric.tracing.record import entries
from numeric.tracing.reductions import program_of_array, sum_of
from numeric.tracing.scalar import combine
from numeric.tracing.state import current

_DOTS = "..."


def einsum(first: Any, *rest: Any, **options: Any) -> Any:
    """``np.einsum``, with its subscripts as a text or as lists of numbers."""
    text, operands = (first, list(rest)) if isinstance(first, str) else _as_text([first, *rest])
    held = [lifted(operand) for operand in operands]
    labels, out = _labels(_without_dots(text.replace(" ", ""), held))
    extent = _extents(labels, held)
    if current().recording and len(held) == 2 and all(len(set(each)) == len(each) for each in labels):
        first_array, second_array = map(program_of_array, held)
        node = arrays.contract(labels[0], labels[1], out, first_array, second_array)
        return returned(entries(node), ())
    return _by_entries(labels, out, held, extent)


def _as_text(given: list[Any]) -> tuple[str, list[Any]]:
    pairs = len(given) // 2
    texts = [_letters(given[2 * k + 1]) for k in range(pairs)]
    arrow = "->" + _letters(given[-1]) if len(given) % 2 else ""
    return ",".join(texts) + arrow, [given[2 * k] for k in range(pairs)]


def _letters(places: Sequence[Any]) -> str:
    return "".join(_DOTS if place is Ellipsis else ascii_letters[place] for place in places)


def _without_dots(text: str, held: Sequence[Any]) -> str:
    """The subscripts with letters for the dots; the last letters are for the last axes, as in broadcasting."""
    if _DOTS not in text:
        return text
    inputs, arrow, out = text.partition("->")
    parts = inputs.split(",")
    counts = [
        array.ndim - len(part.replace(_DOTS, "")) if _DOTS in part else 0
        for part, array in zip(parts, held, strict=True)
    ]
    free = [letter for letter in ascii_letters if letter not in text][: max(counts)]
    shown = [
        part.replace(_DOTS, "".join(free[len(free) - n :])) for part, n in zip(parts, counts, strict=True)
    ]
    wanted = out.replace(_DOTS, "".join(free)) if arrow else "".join(free) + _once(inputs.replace(_DOTS, ""))
    return f"{','.join(shown)}->{wanted}"


def _once(inputs: str) -> str:
    return "".join(sorted(letter for letter in set(inputs) - {","} if inputs.count(letter) == 1))


def _labels(text: str) -> tuple[list[str], str]:
    inputs, arrow, out = text.partition("->")
    return inputs.split(","), out if arrow else _once(inputs)


def _extents(labels: Sequence[str], held: Sequence[Any]) -> Mapping[str, int]:
    extent: dict[str, int] = {}
    for each, array in zip(labels, held, strict=True):
        if len(each) != array.ndim:
            raise ValueError(f"einsum: {each!r} does not fit an array of shape {array.shape}")
        for label, size in zip(each, array.shape, strict=True):
            if extent.setdefault(label, size) != size:
                raise ValueError(f"einsum: the label {label!r} has the sizes {extent[label]} and {size}")
    return extent


def _by_entries(labels: Sequence[str], out: str, held: Sequence[Any], extent: Mapping[str, int]) -> Any:
    order = list(out) + [label for label in extent if label not in out]
    result = np.empty([extent[label] for label in out], dtype=object)
    sums: dict[tuple[int, ...], list[Any]] = {}
    for index in product(*(range(extent[label]) for label in order)):
        at = dict(zip(order, index, strict=True))
        parts = [plain(a)[tuple(at[c] for c in each)] for each, a in zip(labels, held, strict=True)]
        value = parts[0]
        for part in parts[1:]:
            value = combine("multiply", value, part)
        sums.setdefault(index[: len(out)], []).append(value)
    for place, values in sums.items():
        result[place] = sum_of(values)
    return returned(result, ())
