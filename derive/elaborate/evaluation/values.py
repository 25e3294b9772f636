"""Values of formulas: a shape in symbolic sizes and, once the sizes are fixed, an array of exact terms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction as Rational
from functools import lru_cache

from derive import arrays
from derive.arrays import Array
from derive.elaborate.symbols.dims import ONE, SCALAR, Dims, Shape
from derive.elaborate.symbols.errors import Clash
from derive.terms import Term, TermLike


@dataclass(frozen=True, slots=True)
class Value:
    """A number, a row, a column or a matrix.

    ``array`` is None while only shapes are worked out; a number has the array shape (), anything else two axes.
    ``loose`` marks what a written derivative entered into: the order of its products is read charitably.
    """

    shape: Shape
    array: Array | None = None
    loose: bool = False

    @property
    def is_scalar(self) -> bool:
        """Whether it is one number."""
        return self.shape == SCALAR

    @property
    def is_vector(self) -> bool:
        """Whether it is a row or a column."""
        return (self.shape[0] == ONE) != (self.shape[1] == ONE)

    @property
    def entries(self) -> tuple[Term, ...]:
        """Its entries, row by row."""
        assert self.array is not None
        return self.array.entries

    def loosened(self, *others: Value) -> Value:
        """The same, loose if any of the others is."""
        return replace(self, loose=True) if not self.loose and any(v.loose for v in others) else self

    @property
    def strict(self) -> Value:
        """The same, with nothing read charitably."""
        return replace(self, loose=False) if self.loose else self


def scalar(value: TermLike) -> Value:
    """A number."""
    return Value(SCALAR, arrays.constant((value,), ()))


@lru_cache(maxsize=1024)
def written(text: str) -> Value:
    """The number that is written so."""
    return scalar(Rational(text))


MINUS_ONE, HALF = scalar(-1), scalar(Rational(1, 2))


def number(array: Array) -> Value:
    """The one entry of an array as a number."""
    return Value(SCALAR, array if array.shape == () else arrays.reshape(array, ()))


def built(shape: Shape, array: Array | None, *sources: Value) -> Value:
    """A value of a shape, loose if every source that is not a number is."""
    if array is not None and shape == SCALAR and array.shape != ():
        array = arrays.reshape(array, ())
    return Value(shape, array, _is_loose(sources))


def _is_loose(sources: Sequence[Value]) -> bool:
    whole = [source.loose for source in sources if source.shape != SCALAR]
    return all(whole) if whole else bool(sources) and all(source.loose for source in sources)


def pointwise(dims: Dims, function: str, *args: Value) -> Value:
    """A function entry by entry; a number goes with any shape, a row or column of the fitting length with a matrix."""
    shape = common_shape(dims, args)
    found = [arg.array for arg in args if arg.array is not None]
    array = arrays.apply(function, *found) if len(found) == len(args) else None
    return built(shape, array, *args)


def common_shape(dims: Dims, args: Sequence[Value]) -> Shape:
    """The shape that broadcasting gives; Clash where there is none."""
    shape = SCALAR
    for arg in args:
        if arg.shape != SCALAR:
            shape = arg.shape if shape == SCALAR else _broadcast(dims, shape, arg.shape)
    return shape


def _broadcast(dims: Dims, first: Shape, second: Shape) -> Shape:
    if [d == ONE for d in first] == [d == ONE for d in second]:
        dims.agree(first, second)
        return first
    matrix, vector = (first, second) if ONE not in first else (second, first)
    if ONE in matrix:
        raise Clash(f"{dims.show(first)} against {dims.show(second)}")
    axis = 0 if vector[1] == ONE else 1
    dims.unify(matrix[axis], vector[axis])
    return matrix


def transposed(value: Value) -> Value:
    """Rows and columns exchanged."""
    if value.is_scalar:
        return value
    array = None if value.array is None else arrays.transpose(value.array)
    return Value((value.shape[1], value.shape[0]), array, value.loose)


def matmul(dims: Dims, left: Value, right: Value) -> Value:
    """The matrix product."""
    dims.unify(left.shape[1], right.shape[0])
    shape = (left.shape[0], right.shape[1])
    if left.array is None or right.array is None:
        return built(shape, None, left, right)
    return built(shape, arrays.matmul(_two(left.array), _two(right.array)), left, right)


def _two(array: Array) -> Array:
    return array if array.ndim == 2 else arrays.reshape(array, (1, 1))


def inner(dims: Dims, left: Value, right: Value) -> Value:
    """The sum of the products of entries that stand at the same place."""
    dims.agree(left.shape, right.shape)
    product = pointwise(dims, "mul", left, right)
    return total(product)


def total(value: Value) -> Value:
    """The sum of all entries."""
    array = None if value.array is None else arrays.sum_over(value.array) if value.array.ndim else value.array
    return Value(SCALAR, array, value.loose)


def outer(left: Value, right: Value) -> Value:
    """Every entry of a vector times every entry of another."""
    column = left if left.shape[1] == ONE else transposed(left)
    row = right if right.shape[0] == ONE else transposed(right)
    shape = (column.shape[0], row.shape[1])
    if column.array is None or row.array is None:
        return built(shape, None, left, right)
    return built(shape, arrays.matmul(_two(column.array), _two(row.array)), left, right)


def stacked(shape: Shape, sizes: tuple[int, int], parts: Sequence[Value]) -> Value:
    """A matrix of numbers, row by row."""
    if any(part.array is None for part in parts):
        return built(shape, None, *parts)
    joined = arrays.join([arrays.reshape(part.array, (1,)) for part in parts if part.array is not None])
    return built(shape, arrays.reshape(joined, sizes), *parts)


def entry(value: Value, row: int, column: int) -> Value:
    """One entry, counted from 0."""
    assert value.array is not None
    if value.is_scalar:
        return value
    rows, columns = value.array.shape
    if not (0 <= row < rows and 0 <= column < columns):
        raise Clash("an index beyond the last entry")
    return Value(SCALAR, arrays.move("entry", value.array, [row * columns + column], ()), value.loose)


def mapped(value: Value, change: Callable[[Term], Term]) -> Value:
    """The same shape with every entry changed."""
    assert value.array is not None
    array = arrays.constant([change(term) for term in value.array.entries], value.array.shape)
    return Value(value.shape, array, value.loose)
