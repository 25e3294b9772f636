"""What can stand on the two sides of a question: text, SymPy, numbers, terms; all become grids of terms."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from derive.domains import Domain
from derive.errors import GradproofError, NotSupported
from derive.plain import Grid, read
from derive.terms import Add, Case, Const, Fn, Mul, Num, Pow, Sym, Term, num

Side = Grid | Term


def side(value: Any, domains: dict[str, Domain]) -> Side:
    """One side as a term or a grid of terms; SymPy's assumptions are put into ``domains``."""
    match value:
        case str():
            return read(value)
        case bool():
            raise NotSupported(f"{value!r} is not a number")
        case int() | Fraction():
            return num(value)
        case float():
            return num(_decimal(value))
        case Num() | Sym() | Const() | Add() | Mul() | Pow() | Fn() | Case() | Grid():
            return value
        case list() | tuple():
            return _grid(value, domains)
        case _:
            return _foreign(value, domains)


def _decimal(value: float) -> Fraction:
    try:
        return Fraction(repr(value))
    except ValueError:
        raise NotSupported(f"{value} is not a number") from None


def _foreign(value: Any, domains: dict[str, Domain]) -> Side:
    from derive.sympy_bridge import from_sympy, is_sympy

    if not is_sympy(value):
        raise GradproofError(
            f"cannot judge a {type(value).__name__}", remedy="give text, a SymPy expression or a term"
        )
    return from_sympy(value, domains)


def _grid(value: list[Any] | tuple[Any, ...], domains: dict[str, Domain]) -> Grid:
    rows = [side(part, domains) for part in value]
    shapes = {row.shape if isinstance(row, Grid) else () for row in rows}
    if len(shapes) > 1:
        raise GradproofError("the rows of the matrix differ in length")
    entries = tuple(entry for row in rows for entry in (row.entries if isinstance(row, Grid) else (row,)))
    return Grid((len(rows), *shapes.pop()) if rows else (0,), entries)


def shape_text(value: Side) -> str:
    """The shape of a side in words.

    >>> shape_text(Grid((2, 3), ()))
    'a 2 by 3 matrix'
    """
    match value:
        case Grid(shape=(count,)):
            return f"a column of {count}"
        case Grid(shape=shape):
            return f"a {' by '.join(map(str, shape))} matrix"
        case _:
            return "a single number"


def shape_of(value: Side) -> tuple[int, ...]:
    """The shape of a side; that of a number is ()."""
    return value.shape if isinstance(value, Grid) else ()


def entries_of(value: Side) -> tuple[Term, ...]:
    """The entries of a side, row by row."""
    return value.entries if isinstance(value, Grid) else (value,)
