"""What Python's operators mean on exact scalars: each is a NumPy function of the table of rules, or a comparison."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

import numeric.tracing.scalar as scalars
from derive.terms import num
from numeric.tracing.state import current


class Operators:
    """The operators of an exact scalar; lists and texts are repeated, arrays are met entry by entry."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __add__(self, other: Any) -> Any:
        return _binary("add", self, other)

    def __radd__(self, other: Any) -> Any:
        return _binary("add", other, self)

    def __sub__(self, other: Any) -> Any:
        return _binary("subtract", self, other)

    def __rsub__(self, other: Any) -> Any:
        return _binary("subtract", other, self)

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, list | tuple | str):
            return other * int(scalars.exact(self))
        return _binary("multiply", self, other)

    def __rmul__(self, other: Any) -> Any:
        if isinstance(other, list | tuple | str):
            return other * int(scalars.exact(self))
        return _binary("multiply", other, self)

    def __truediv__(self, other: Any) -> Any:
        return _binary("divide", self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return _binary("divide", other, self)

    def __floordiv__(self, other: Any) -> Any:
        return _whole(self, other, lambda a, b: a // b)

    def __rfloordiv__(self, other: Any) -> Any:
        return _whole(other, self, lambda a, b: a // b)

    def __mod__(self, other: Any) -> Any:
        return _whole(self, other, lambda a, b: a % b)

    def __rmod__(self, other: Any) -> Any:
        return _whole(other, self, lambda a, b: a % b)

    def __pow__(self, other: Any) -> Any:
        return _binary("power", self, other)

    def __rpow__(self, other: Any) -> Any:
        return _binary("power", other, self)

    def __neg__(self) -> Any:
        return scalars.combine("negative", self)

    def __pos__(self) -> Any:
        return self

    def __abs__(self) -> Any:
        return scalars.combine("absolute", self)

    def conjugate(self) -> Any:
        return self

    def __lt__(self, other: Any) -> Any:
        return _relation("less", self, other)

    def __le__(self, other: Any) -> Any:
        return _relation("less_equal", self, other)

    def __gt__(self, other: Any) -> Any:
        return _relation("greater", self, other)

    def __ge__(self, other: Any) -> Any:
        return _relation("greater_equal", self, other)

    def __eq__(self, other: Any) -> Any:
        return _relation("equal", self, other)

    def __ne__(self, other: Any) -> Any:
        return _relation("not_equal", self, other)


def _is_number(value: Any) -> bool:
    return isinstance(value, scalars.Exact | scalars.Truth | int | float | Fraction | np.number | np.bool_)


def _binary(name: str, left: Any, right: Any) -> Any:
    if not (_is_number(left) and _is_number(right)):
        return _as_arrays(name, left, right)
    return scalars.combine(name, left, right)


def _relation(name: str, left: Any, right: Any) -> Any:
    if not _is_number(right):
        if right is None or isinstance(right, str):
            return name == "not_equal"
        return _as_arrays(name, left, right)
    return scalars.relate(name, left, right)


def _as_arrays(name: str, left: Any, right: Any) -> Any:
    for value in (left, right):
        if not _is_number(value) and not isinstance(value, np.ndarray | list | tuple):
            return NotImplemented
    return getattr(np, name)(left, right)


def _whole(left: Any, right: Any, operation: Any) -> Any:
    a, b = scalars.exact(left).constant(), scalars.exact(right).constant()
    if a is None or b is None:
        current().leave_exactness(
            "A division with remainder depends on symbols, which leaves scalars.exact arithmetic."
        )
        return scalars.Exact(
            num(Fraction(operation(float(scalars.exact(left)), float(scalars.exact(right)))))
        )
    return scalars.Exact(num(Fraction(operation(a, b))))
