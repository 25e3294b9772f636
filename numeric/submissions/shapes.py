"""Puts a handed-in gradient beside the reference: same shape, a harmless other shape, or none that can be meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fit:
    """How entries of one shape are read in another: ``order[k]`` is the entry for place k; ``warning`` if any."""

    order: tuple[int, ...]
    warning: str = ""

    def read(self, entries: Sequence[T]) -> list[T]:
        """The entries in the order of the reference."""
        return [entries[k] for k in self.order]


def fit(found: tuple[int, ...], wanted: tuple[int, ...]) -> Fit | None:
    """How a gradient of shape ``found`` is read as one of shape ``wanted``; None where it cannot be.

    >>> fit((3,), (3, 1)).warning
    'it has the shape (3,), and the parameter (3, 1): code that adds them would broadcast to (3, 3)'
    """
    same = tuple(range(prod(wanted)))
    if found == wanted:
        return Fit(same)
    if prod(found) != prod(wanted):
        return None
    if _squeezed(found) == _squeezed(wanted):
        return Fit(same, _warning(found, wanted))
    if len(found) == 2 and tuple(reversed(found)) == wanted:
        rows, columns = wanted
        order = tuple(column * rows + row for row in range(rows) for column in range(columns))
        return Fit(order, f"{_warning(found, wanted)}; it is the transpose")
    if len(_squeezed(found)) == 1:
        return Fit(same, _warning(found, wanted))
    return None


def _squeezed(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(size for size in shape if size != 1)


def _warning(found: tuple[int, ...], wanted: tuple[int, ...]) -> str:
    sentence = f"it has the shape {found}, and the parameter {wanted}"
    joined = _broadcast(found, wanted)
    if joined is None:
        return f"{sentence}: code that adds them would stop"
    if joined != wanted:
        return f"{sentence}: code that adds them would broadcast to {joined}"
    return f"{sentence}: code that adds them works by broadcasting"


def _broadcast(first: tuple[int, ...], second: tuple[int, ...]) -> tuple[int, ...] | None:
    length = max(len(first), len(second))
    padded = [(1,) * (length - len(shape)) + shape for shape in (first, second)]
    pairs = list(zip(*padded, strict=True))
    if any(a != b and 1 not in (a, b) for a, b in pairs):
        return None
    return tuple(max(pair) for pair in pairs)
