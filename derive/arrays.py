"""Arrays of exact terms at concrete sizes, with the program that made them.

Document matrices and traced NumPy programs both become arrays. An array knows its shape, its entries
(terms, row-major) and the operation and arguments it came from, so that ``derive.reverse`` can walk the
chain rule backwards. Nine operations are enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod

from derive.errors import GradproofError
from derive.functions import derivative
from derive.terms import ONE, Condition, Relation, Term, TermLike, add, fn, mul, power, sym, term
from derive.terms import case as case_of

Shape = tuple[int, ...]


class ShapeError(GradproofError):
    """Two shapes do not go together; the message says both."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """An input, known by its name; its entries are the symbols name[1,2] (1-based)."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """Entries that came from nowhere else."""


@dataclass(frozen=True, slots=True)
class Map:
    """A function applied entry by entry to arguments of one shape.

    ``function`` is "add", "mul", "pow" or one of derive.functions; with ``derivative_by`` the entries
    are its local derivative by its argument of that number.
    """

    function: str
    derivative_by: int | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """Entries moved, repeated or left out: entry k is entry ``source[k]``; ``kind`` says why."""

    kind: str
    source: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Scatter:
    """The transpose of a Move: entry ``target[k]`` receives entry k of the argument, added up."""

    target: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Contract:
    """A product summed over shared labels, as in einsum: "ij,jk->ik" is the matrix product."""

    left: str
    right: str
    out: str


@dataclass(frozen=True, slots=True)
class SumOver:
    """The sum over some axes, which are left out or kept with length 1."""

    axes: tuple[int, ...]
    keepdims: bool = False


@dataclass(frozen=True, slots=True)
class Join:
    """The entries of all arguments one after another, as one row."""


@dataclass(frozen=True, slots=True, eq=False)
class CompareArrays:
    """A comparison entry by entry: "<", "<=", "=" or "!=" between two arrays of one shape."""

    relation: Relation
    left: Array
    right: Array


@dataclass(frozen=True, slots=True)
class Choose:
    """Entry of the first argument where the condition holds, else of the second.

    ``tested`` says which comparison of two arrays the conditions are, where they are one.
    """

    conditions: tuple[Condition, ...]
    tested: CompareArrays | None = None


Operation = Leaf | Constant | Map | Move | Scatter | Contract | SumOver | Join | Choose


@dataclass(frozen=True, slots=True, eq=False)
class Array:
    """An array of terms: the operation that made it, its arguments, its shape and its entries, row-major."""

    operation: Operation
    args: tuple[Array, ...]
    shape: Shape
    entries: tuple[Term, ...] = field(repr=False)

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    def at(self, *index: int) -> Term:
        """The entry at a 0-based index."""
        return self.entries[flat_index(index, self.shape)]


def leaf(name: str, shape: Shape = ()) -> Array:
    """An input whose entries are symbols of their own.

    >>> [entry.name for entry in leaf("w", (2,)).entries]
    ['w[1]', 'w[2]']
    """
    names = [name + _label(index) for index in indices(shape)]
    return Array(Leaf(name), (), shape, tuple(sym(each) for each in names))


def constant(entries: Iterable[TermLike], shape: Shape) -> Array:
    """An array of given entries."""
    held = tuple(term(entry) for entry in entries)
    if len(held) != prod(shape):
        raise ShapeError(f"{len(held)} entries do not fill the shape {shape}")
    return Array(Constant(), (), shape, held)


def filled(value: TermLike, shape: Shape = ()) -> Array:
    """An array with one value everywhere."""
    return constant([value] * prod(shape), shape)


def apply(function: str, *args: Array) -> Array:
    """A function entry by entry, after broadcasting the arguments to one shape.

    >>> apply("add", leaf("x", (2, 1)), leaf("b", (3,))).shape
    (2, 3)
    """
    shape = args[0].shape
    if all(arg.shape == shape for arg in args):
        return local_map(Map(function), args)
    shape = broadcast_shape(*(arg.shape for arg in args))
    same = tuple(broadcast_to(arg, shape) for arg in args)
    return local_map(Map(function), same)


def matmul(left: Array, right: Array) -> Array:
    """The matrix product with NumPy's meaning for one and two axes.

    >>> matmul(leaf("W", (1, 2)), leaf("X", (2, 3))).shape
    (1, 3)
    """
    if not 1 <= left.ndim <= 2 or not 1 <= right.ndim <= 2:
        raise ShapeError(f"no matrix product of the shapes {left.shape} and {right.shape}")
    first = "ij" if left.ndim == 2 else "j"
    second = "jk" if right.ndim == 2 else "j"
    return contract(first, second, (first + second).replace("j", ""), left, right)


def contract(first: str, second: str, out: str, left: Array, right: Array) -> Array:
    """The product of two arrays summed over the labels missing in ``out`` (einsum "first,second->out")."""
    extent: dict[str, int] = {}
    for labels, array in ((first, left), (second, right)):
        for label, size in zip(labels, array.shape, strict=True):
            if extent.setdefault(label, size) != size:
                raise ShapeError(f"the shapes {left.shape} and {right.shape} do not go together in a product")
    shape = tuple(extent[label] for label in out)
    inner = [label for label in extent if label not in out]
    order = [*out, *inner]
    ranges = [range(extent[label]) for label in inner]
    places = [[order.index(label) for label in labels] for labels in (first, second)]

    def factor(array: Array, picked: Sequence[int], at: tuple[int, ...]) -> Term:
        return array.at(*[at[k] for k in picked])

    def entry(outer: tuple[int, ...]) -> Term:
        summands = [outer + summed for summed in product(*ranges)]
        return add(*[mul(factor(left, places[0], at), factor(right, places[1], at)) for at in summands])

    return Array(Contract(first, second, out), (left, right), shape, tuple(entry(o) for o in indices(shape)))


def transpose(array: Array, axes: Sequence[int] | None = None) -> Array:
    """The axes in another order; reversed where none is given."""
    order = tuple(axes) if axes is not None else tuple(reversed(range(array.ndim)))
    shape = tuple(array.shape[axis] for axis in order)
    back = [order.index(axis) for axis in range(array.ndim)]
    source = [flat_index([index[k] for k in back], array.shape) for index in indices(shape)]
    return move("transpose", array, source, shape)


def reshape(array: Array, shape: Shape) -> Array:
    """The same entries in row-major order under another shape."""
    if prod(shape) != len(array.entries):
        raise ShapeError(f"an array of shape {array.shape} cannot be given the shape {shape}")
    return array if shape == array.shape else move("reshape", array, range(len(array.entries)), shape)


def broadcast_to(array: Array, shape: Shape) -> Array:
    """The array repeated to a larger shape by NumPy's rule."""
    if shape == array.shape:
        return array
    if broadcast_shape(array.shape, shape) != shape:
        raise ShapeError(f"an array of shape {array.shape} cannot be broadcast to the shape {shape}")
    lead = len(shape) - array.ndim
    source = [
        flat_index(
            [i if size > 1 else 0 for i, size in zip(index[lead:], array.shape, strict=True)], array.shape
        )
        for index in indices(shape)
    ]
    return move("broadcast", array, source, shape)


def move(kind: str, array: Array, source: Iterable[int], shape: Shape) -> Array:
    """A general move: entry k of the result is entry ``source[k]`` of the array, row-major."""
    held = tuple(source)
    return Array(Move(kind, held), (array,), shape, tuple(array.entries[k] for k in held))


def sum_over(array: Array, axes: Sequence[int] | None = None, *, keepdims: bool = False) -> Array:
    """The sum over some axes, or over all of them.

    >>> sum_over(leaf("x", (2, 3)), [1]).shape
    (2,)
    """
    over = {axis % array.ndim for axis in axes} if axes is not None else set(range(array.ndim))
    kept = tuple(1 if axis in over else size for axis, size in enumerate(array.shape))
    sums: dict[int, list[Term]] = {k: [] for k in range(prod(kept))}
    for index, entry in zip(indices(array.shape), array.entries, strict=True):
        sums[flat_index([0 if axis in over else i for axis, i in enumerate(index)], kept)].append(entry)
    shape = kept if keepdims else tuple(size for axis, size in enumerate(kept) if axis not in over)
    entries = tuple(add(*parts) for parts in sums.values())
    return Array(SumOver(tuple(sorted(over)), keepdims), (array,), shape, entries)


def join(arrays: Sequence[Array]) -> Array:
    """The entries of all arrays in one row; follow it by a move for other arrangements."""
    entries = tuple(entry for array in arrays for entry in array.entries)
    return Array(Join(), tuple(arrays), (len(entries),), entries)


def choose(
    conditions: Sequence[Condition], yes: Array, no: Array, tested: CompareArrays | None = None
) -> Array:
    """Entry of ``yes`` where the condition of that entry holds, else of ``no`` (shapes already equal)."""
    triples = zip(conditions, yes.entries, no.entries, strict=True)
    entries = tuple(case_of([(condition, a)], b) for condition, a, b in triples)
    return Array(Choose(tuple(conditions), tested), (yes, no), yes.shape, entries)


def indices(shape: Shape) -> Iterator[tuple[int, ...]]:
    """Every 0-based index of a shape, row-major."""
    return product(*(range(size) for size in shape))


def broadcast_shape(*shapes: Shape) -> Shape:
    """The common shape of NumPy's broadcasting; ShapeError names the shapes that do not go together."""
    ndim = max(map(len, shapes), default=0)
    padded = [(1,) * (ndim - len(shape)) + shape for shape in shapes]
    common = []
    for sizes in zip(*padded, strict=True):
        wide = {size for size in sizes if size != 1}
        if len(wide) > 1:
            raise ShapeError("the shapes " + " and ".join(map(str, shapes)) + " cannot be broadcast together")
        common.append(wide.pop() if wide else 1)
    return tuple(common)


def local_map(operation: Map, args: tuple[Array, ...]) -> Array:
    """A map, or the local derivative of one, of arguments that have one shape already."""
    compute = entry_function(operation)
    entries = tuple(map(compute, *(arg.entries for arg in args)))
    return Array(operation, args, args[0].shape, entries)


def entry_function(operation: Map) -> Callable[..., Term]:
    """What a map, or the local derivative of one, does to one entry of each argument."""
    name, by = operation.function, operation.derivative_by
    if by is None:
        return _OPERATORS.get(name) or (lambda *values: fn(name, *values))
    rule = _OPERATOR_DERIVATIVES.get(name)
    return (lambda *values: rule(values, by)) if rule else (lambda *values: derivative(name, values, by))


_OPERATORS: dict[str, Callable[..., Term]] = {"add": add, "mul": mul, "pow": power}

_OPERATOR_DERIVATIVES: dict[str, Callable[[tuple[Term, ...], int], Term]] = {
    "add": lambda parts, by: ONE,
    "mul": lambda parts, by: mul(*parts[:by], *parts[by + 1 :]),
    "pow": lambda parts, by: _power_derivative(parts[0], parts[1], by),
}


def _power_derivative(base: Term, exponent: Term, by: int) -> Term:
    return base**exponent * fn("log", base) if by else exponent * base ** (exponent - 1)


def flat_index(index: Sequence[int], shape: Sequence[int]) -> int:
    """Where an entry stands among the flat entries of an array, in C order."""
    flat = 0
    for i, size in zip(index, shape, strict=True):
        flat = flat * size + i
    return flat


def _label(index: tuple[int, ...]) -> str:
    return "[" + ",".join(str(i + 1) for i in index) + "]" if index else ""
