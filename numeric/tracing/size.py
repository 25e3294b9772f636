"""Sizes of arrays that know their letters, so that a program can be shown to be the same at every size.

A size takes part in arithmetic as an exact scalar in its letter. Whatever else is done with it (a comparison, a loop
up to it, a remainder) makes the program one for this size only, and is noted in the trace.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import numpy as np

from derive.terms import Term, add, mul, num, sym
from numeric.tracing.state import current

SUBMISSION, CALL = "<submission>", "<call>"


def letter_symbol(letter: str) -> Term:
    """The symbol of a size letter.

    >>> letter_symbol("N").name
    '#N'
    """
    return sym(f"#{letter}")


def tagged(size: int) -> Any:
    """A size with its letter, while a program is traced for every size; else the number itself."""
    letter = current().letters.get(size)
    return size if letter is None else Size(size, letter_symbol(letter))


def sizes_shown(shape: tuple[int, ...]) -> tuple[Any, ...]:
    """A shape as the traced program sees it; our own code sees plain numbers."""
    return tuple(map(tagged, shape)) if current().letters and _is_program(sys._getframe(2)) else shape


def is_asked_by_program() -> bool:
    """Whether the method that calls this was called by the submission or by the instructor's call."""
    return _is_program(sys._getframe(2))


def _is_program(frame: FrameType) -> bool:
    return frame.f_code.co_filename in (SUBMISSION, CALL)


def note_loop(array: Any) -> None:
    """Note that a program goes through the entries of an axis one by one."""
    letters = current().letters
    if letters and any(size in letters for size in np.ndarray.shape.__get__(array)):
        current().only_this_size("the entries of an axis are gone through one by one")


def bare(value: Any) -> Any:
    """A size, or the sizes in a tuple or list, as plain numbers."""
    if isinstance(value, Size):
        return value.value
    if isinstance(value, tuple | list) and any(isinstance(each, Size) for each in value):
        return type(value)(bare(each) for each in value)
    return value


class Size:
    """The length of an axis, or a polynomial in such lengths: its value here, and its term in the letters."""

    __slots__ = ("term", "value")

    def __init__(self, value: int, term: Term) -> None:
        self.value, self.term = value, term

    def __index__(self) -> int:
        return self._here()

    def __int__(self) -> int:
        return self._here()

    def __bool__(self) -> bool:
        return bool(self._here())

    def __eq__(self, other: object) -> bool:
        same = isinstance(other, Size) and other.term is self.term
        return same or bool(self._here() == bare(other))

    def __hash__(self) -> int:
        return hash(self._here())

    def __repr__(self) -> str:
        return repr(self.value)

    def __format__(self, spec: str) -> str:
        return format(self.value, spec)

    def __neg__(self) -> Any:
        return Size(-self.value, mul(-1, self.term))

    def __pos__(self) -> Any:
        return self

    def _here(self) -> int:
        current().only_this_size("a size is used as a number")
        return self.value


def _whole(combine: Callable[[Term, Term], Term], name: str) -> Callable[[Size, Any], Any]:
    def method(self: Size, other: Any) -> Any:
        if isinstance(other, bool) or not isinstance(other, int | np.integer | Size):
            return _exactly(self, other, name)
        value = getattr(self.value, name)(int(bare(other)))
        terms = other.term if isinstance(other, Size) else num(int(other))
        return Size(value, combine(self.term, terms))

    return method


def _exact(name: str) -> Callable[[Size, Any], Any]:
    return lambda self, other: _exactly(self, other, name)


def _exactly(size: Size, other: Any, name: str) -> Any:
    from numeric.tracing.scalar import exact

    if isinstance(other, list | tuple | str):
        return getattr(other, name)(size._here())
    return getattr(exact(size), name)(exact(other) if isinstance(other, Size) else other)


def _here_only(name: str) -> Callable[..., Any]:
    def method(self: Size, *others: Any) -> Any:
        return getattr(self._here(), name)(*map(bare, others))

    return method


for _name in ("add", "radd"):
    setattr(Size, f"__{_name}__", _whole(add, f"__{_name}__"))
for _name in ("mul", "rmul"):
    setattr(Size, f"__{_name}__", _whole(mul, f"__{_name}__"))
setattr(Size, "__sub__", _whole(lambda a, b: add(a, mul(-1, b)), "__sub__"))  # noqa: B010 - as the others
setattr(Size, "__rsub__", _whole(lambda a, b: add(b, mul(-1, a)), "__rsub__"))  # noqa: B010
for _name in ("truediv", "rtruediv", "pow", "rpow"):
    setattr(Size, f"__{_name}__", _exact(f"__{_name}__"))
for _name in ("floordiv", "rfloordiv", "mod", "rmod", "divmod", "rdivmod", "lt", "le", "gt", "ge", "abs"):
    setattr(Size, f"__{_name}__", _here_only(f"__{_name}__"))
