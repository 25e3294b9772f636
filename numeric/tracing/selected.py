"""What ``z[mask]`` gives while the mask depends on symbols: all of ``z``, and which entries are meant.

As long as it is only computed with entry by entry and stored under the same mask again, no path has to be taken for
each way in which the mask may fall out. Anything else picks the entries, path by path.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

import numeric.tracing.array as arrays
from numeric.tracing.indexing import usable_index


class Selected(NDArrayOperatorsMixin):
    """The entries of ``whole`` under ``mask``, arrays of one shape; not picked before they have to be."""

    __array_priority__ = 70.0

    def __init__(self, whole: Any, mask: Any) -> None:
        self.whole, self.mask = whole, mask
        self._picked: Any = None

    def picked(self) -> Any:
        """The entries themselves; the mask is decided, which takes a path."""
        if self._picked is None:
            self._picked = np.ndarray.__getitem__(self.whole, usable_index(self.mask))
        return self._picked

    def is_under(self, mask: Any) -> bool:
        """Whether the mask is the very same one."""
        mine, theirs = arrays.plain(self.mask), arrays.plain(mask)
        same_shape = mine.shape == theirs.shape
        return same_shape and all(map(_is_same, mine.flat, theirs.flat))

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        target = options.get("out", ())
        if len(target) == 1 and target[0] is self:  # z[mask] *= 2 stores the result under the mask itself
            del options["out"]
        is_plain = method == "__call__" and not options and self._picked is None
        if is_plain and ufunc.__name__ == "matmul":
            return _product(*inputs)
        if not is_plain or not self._goes_with(inputs):
            return getattr(ufunc, method)(*map(_picked, inputs), **options)
        whole = ufunc(*(each.whole if isinstance(each, Selected) else each for each in inputs))
        return type(self)(arrays.lifted(whole), self.mask)

    def __array_function__(self, function: Any, types: Any, args: Any, options: Any) -> Any:
        if function.__name__ in ("dot", "matmul") and len(args) == 2 and not options:
            return _product(*args)
        ours = reduction_of(function.__name__, args, options)
        return function(*map(_picked, args), **options) if ours is None else ours(self)

    def _goes_with(self, inputs: Sequence[Any]) -> bool:
        return all(
            type(each) is type(self) and each.is_under(self.mask)
            if isinstance(each, Selected)
            else self._spreads(each)
            for each in inputs
        )

    def _spreads(self, other: Any) -> bool:
        """Whether something goes with every entry alike."""
        return np.ndim(other) == 0

    def copy(self) -> Selected:
        return self

    def sum(self, *args: Any, **options: Any) -> Any:
        return _total(self) if not args and not options else self.picked().sum(*args, **options)

    def mean(self, *args: Any, **options: Any) -> Any:
        return _mean(self) if not args and not options else self.picked().mean(*args, **options)

    def max(self, *args: Any, **options: Any) -> Any:
        return _largest(self) if not args and not options else self.picked().max(*args, **options)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.picked(), name)

    def __len__(self) -> int:
        return len(self.picked())

    def __iter__(self) -> Any:
        return iter(self.picked())

    def __getitem__(self, index: Any) -> Any:
        if self.whole.ndim == 1 and isinstance(index, tuple) and index == (slice(None), None):
            return SelectedRows(self.whole[:, None], self.mask)
        return self.picked()[index]

    def __setitem__(self, index: Any, value: Any) -> None:
        self.picked()[index] = value

    def __repr__(self) -> str:
        return repr(self.picked())


class SelectedRows(Selected):
    """The rows of a table under a mask of rows."""

    def _spreads(self, other: Any) -> bool:
        return np.ndim(other) == 0 or (np.ndim(other) == 1 and len(other) == self.whole.shape[1])

    def sum(self, *args: Any, **options: Any) -> Any:
        return _column_sums(self) if _is_by_columns(args, options) else self.picked().sum(*args, **options)

    def mean(self, *args: Any, **options: Any) -> Any:
        if not _is_by_columns(args, options):
            return self.picked().mean(*args, **options)
        return _column_sums(self) / _count(self)

    def max(self, *args: Any, **options: Any) -> Any:
        return self.picked().max(*args, **options)


def _is_by_columns(args: Sequence[Any], options: Mapping[str, Any]) -> bool:
    return (*args, *options.values()) == (0,) and set(options) <= {"axis"}


def _column_sums(selected: SelectedRows) -> Any:
    return np.sum(_with_zeros(selected), axis=0)


def _with_zeros(selected: Selected) -> Any:
    """All entries, those that are not meant as zeros."""
    from numeric.tracing.choices import where

    mask = selected.mask.reshape(selected.mask.shape + (1,) * (selected.whole.ndim - selected.mask.ndim))
    return where(mask, selected.whole, 0)


def _product(left: Any, right: Any) -> Any:
    """The matrix product of two selections under one mask, without picking them; picked, where they are others."""
    rows = isinstance(left, Selected) and isinstance(right, Selected) and left.is_under(right.mask)
    if rows and left.whole.ndim == 1 and left._picked is None and right._picked is None:
        return np.matmul(_with_zeros(left), right.whole)
    return np.matmul(_picked(left), _picked(right))


def _total(selected: Selected) -> Any:
    from numeric.tracing.choices import where

    return np.sum(where(selected.mask, selected.whole, 0))


def _mean(selected: Selected) -> Any:
    return _total(selected) / _count(selected)


def _count(selected: Selected) -> Any:
    from numeric.tracing.choices import where

    return np.sum(where(selected.mask, arrays.lifted(1), 0))


def _largest(selected: Selected) -> Any:
    """The largest entry: where one is left out, the smallest of all stands for it."""
    from numeric.tracing.choices import where

    return np.max(where(selected.mask, selected.whole, np.min(selected.whole)))


def reduction_of(
    name: str, args: Sequence[Any], options: Mapping[str, Any]
) -> Callable[[Selected], Any] | None:
    """The sum, mean or largest of entries that are not picked yet, without picking them; None for anything else."""
    if not args or not isinstance(args[0], Selected):
        return None
    if isinstance(args[0], SelectedRows):
        by_columns = name in ("sum", "mean") and _is_by_columns(args[1:], options)
        return (lambda rows: getattr(rows, name)(axis=0)) if by_columns else None
    return _REDUCTIONS.get(name) if len(args) == 1 and not options else None


_REDUCTIONS: Mapping[str, Callable[[Selected], Any]] = {
    "sum": _total,
    "mean": _mean,
    "max": _largest,
    "amax": _largest,
}


def _is_same(first: Any, second: Any) -> bool:
    mine, theirs = (getattr(each, "condition", each) for each in (first, second))
    return mine is theirs


def _picked(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return type(value)(map(_picked, value))
    return value.picked() if isinstance(value, Selected) else value
