"""Indices of exact arrays: whole numbers and masks as NumPy wants them, and masks that depend on symbols."""

from __future__ import annotations

from typing import Any

import numpy as np

import numeric.tracing.array as arrays
from numeric.tracing.scalar import Exact, Truth
from numeric.tracing.size import bare
from numeric.tracing.state import current


def symbolic_mask(index: Any, array: Any) -> Any:
    """The mask, where an index is one that depends on symbols, else None."""
    if not isinstance(index, arrays.ExactArray) or index.shape != array.shape[: index.ndim] or not index.size:
        return None
    if not any(isinstance(each, Truth) for each in arrays.plain(index).flat):
        return None
    return arrays.plain(index).reshape(index.shape + (1,) * (array.ndim - index.ndim))


def chosen(mask: Any, value: Any, array: Any, *, whole: bool = False) -> Any:
    """What an array holds after ``array[mask] = value`` with a mask that depends on symbols."""
    from numeric.tracing.choices import where

    if not whole and isinstance(value, np.ndarray | list) and np.ndim(value) and np.size(value) != 1:
        value = _scattered(mask, value, array)
    return arrays.plain(arrays.lifted(where(mask.view(arrays.ExactArray), value, array)))


def _scattered(mask: Any, value: Any, array: Any) -> Any:
    flags = np.broadcast_to(mask, array.shape)
    picked = arrays.entry_by_entry(bool, flags).astype(bool)
    spread = arrays.plain(array).copy()
    spread[picked] = arrays.plain(arrays.lifted(value)).ravel()
    return spread


def usable_index(index: Any) -> Any:
    """An index that NumPy understands: exact whole numbers and masks as its own."""
    if isinstance(index, tuple):
        return tuple(usable_index(each) for each in index)
    if isinstance(index, Exact):
        return index.__index__()
    if isinstance(index, slice):
        return _plain_slice(index)
    if isinstance(index, Truth):
        return bool(index)
    if isinstance(index, arrays.ExactArray) or (isinstance(index, list) and index):
        return _index_array(index)
    return index


def _plain_slice(index: slice) -> slice:
    # A bound may cut something off at other sizes, even where it cuts nothing off here.
    if index.stop is not None or index.start not in (None, 0) or index.step not in (None, 1):
        current().only_this_size("part of an axis is taken")
    return slice(bare(index.start), bare(index.stop), bare(index.step))


def _index_array(index: Any) -> Any:
    held = (
        arrays.plain(arrays.lifted(index))
        if not isinstance(index, arrays.ExactArray)
        else arrays.plain(index)
    )
    flat = list(held.flat)
    if any(isinstance(each, Truth | bool | np.bool_) for each in flat):
        return arrays.entry_by_entry(bool, held).astype(bool)
    return arrays.entry_by_entry(lambda each: each.__index__(), held).astype(int)
