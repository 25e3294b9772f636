"""Matrix expressions with symbolic sizes, as a derivation writes them, and what they mean at concrete sizes.

Every matrix has two axes; a number is 1 by 1. ``lower`` turns an expression into an array of exact terms at
given sizes, so that a step between two expressions is proved entry by entry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from derive.arrays import Array, apply, constant, filled, leaf, matmul, sum_over, transpose
from derive.calculus import differentiate, free_symbols, substitute
from derive.terms import ZERO, Term, num, sym

Size = str  # "1", or a name such as "N" that ``Scope.sizes`` knows


@dataclass(frozen=True, slots=True)
class Named:
    """A matrix known by its name; a ``Scope`` says whether it is given or defined."""

    name: str
    rows: Size
    columns: Size


@dataclass(frozen=True, slots=True)
class Entrywise:
    """A scalar term applied entry by entry: ``inputs`` says which matrix each of its symbols runs through."""

    term: Term
    inputs: tuple[tuple[str, Matrix], ...]


@dataclass(frozen=True, slots=True)
class Product:
    """The matrix product."""

    left: Matrix
    right: Matrix


@dataclass(frozen=True, slots=True)
class Hadamard:
    """The product entry by entry, ⊙."""

    left: Matrix
    right: Matrix


@dataclass(frozen=True, slots=True)
class Colon:
    """The Frobenius product a:b, the sum of the products of equal entries."""

    left: Matrix
    right: Matrix


@dataclass(frozen=True, slots=True)
class Transposed:
    """Rows and columns exchanged."""

    of: Matrix


@dataclass(frozen=True, slots=True)
class Diagonal:
    """The square matrix with the entries of a row or a column on its diagonal."""

    of: Matrix


@dataclass(frozen=True, slots=True)
class Scaled:
    """A number times a matrix; the number may contain the names of sizes."""

    by: Term
    of: Matrix


@dataclass(frozen=True, slots=True)
class Plus:
    """The sum of matrices of one shape."""

    parts: tuple[Matrix, ...]


@dataclass(frozen=True, slots=True)
class Differential:
    """d of a matrix: its first-order change when the given variables change by d of themselves."""

    of: Matrix


@dataclass(frozen=True, slots=True)
class Gradient:
    """The gradient of a number by a given matrix, in the shape of that matrix."""

    of: Matrix
    by: Named


@dataclass(frozen=True, slots=True)
class Jacobian:
    """All derivatives of the entries of ``of`` (a row each) by the entries of ``by`` (a column each)."""

    of: Matrix
    by: Named


@dataclass(frozen=True, slots=True)
class SampleSum:
    """The sum over the samples k = 1..N of an expression in which ``Sample`` picks the k-th."""

    of: Matrix


@dataclass(frozen=True, slots=True)
class Sample:
    """What belongs to sample k: its column, or its row as a column where ``axis`` is 0."""

    of: Matrix
    axis: int


Matrix = (
    Named
    | Entrywise
    | Product
    | Hadamard
    | Colon
    | Transposed
    | Diagonal
    | Scaled
    | Plus
    | Differential
    | Gradient
    | Jacobian
    | SampleSum
    | Sample
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What the names mean: their definitions, which of them vary, and the sizes.

    ``definitions`` are put in where a name is met; a name without one is given, and those in ``varying``
    change. ``known`` remembers what was lowered, as the lines of a chain share most of their parts.
    """

    definitions: Mapping[str, Matrix]
    varying: tuple[Named, ...]
    sizes: Mapping[str, int]
    known: dict[tuple[Matrix, int], Array] = field(default_factory=dict, compare=False, repr=False)


def lower(matrix: Matrix, scope: Scope, sample: int = 0) -> Array:
    """The array of exact terms that an expression means in a scope; always with two axes.

    >>> w, x = Named("w", "M", "1"), Named("x", "M", "1")
    >>> lower(Product(Transposed(w), x), Scope({}, (w,), {"M": 2})).entries[0] == (
    ...     sym("w[1,1]") * sym("x[1,1]") + sym("w[2,1]") * sym("x[2,1]")
    ... )
    True
    """
    key = (matrix, sample)
    if key not in scope.known:
        scope.known[key] = _lower(matrix, scope, sample)
    return scope.known[key]


def _lower(matrix: Matrix, scope: Scope, sample: int) -> Array:
    def down(part: Matrix) -> Array:
        return lower(part, scope, sample)

    match matrix:
        case Named(name=name):
            defined = scope.definitions.get(name)
            return leaf(name, shape_of(matrix, scope)) if defined is None else down(defined)
        case Entrywise(term=term, inputs=inputs):
            return _entrywise(term, {name: down(part) for name, part in inputs})
        case Product(left=left, right=right):
            return matmul(down(left), down(right))
        case Hadamard(left=left, right=right):
            return apply("mul", down(left), down(right))
        case Colon(left=left, right=right):
            return sum_over(apply("mul", down(left), down(right)), (0, 1), keepdims=True)
        case Transposed(of=of):
            return transpose(down(of))
        case Diagonal(of=of):
            return _diagonal(down(of))
        case Scaled(by=by, of=of):
            return apply("mul", filled(at_sizes(by, scope), (1, 1)), down(of))
        case Plus(parts=parts):
            return apply("add", *map(down, parts))
        case Differential(of=of):
            return _differential(down(of), scope)
        case Gradient(of=of, by=by):
            return constant(_slopes(of, by, scope, sample), shape_of(by, scope))
        case Jacobian(of=of, by=by):
            return constant(_slopes(of, by, scope, sample), (len(down(of).entries), len(down(by).entries)))
        case SampleSum(of=of):
            return apply("add", *(lower(of, scope, k) for k in range(scope.sizes["N"])), filled(ZERO, (1, 1)))
        case Sample(of=of, axis=axis):
            return _sample(down(of), sample, axis)


def shape_of(named: Named, scope: Scope) -> tuple[int, int]:
    """The concrete shape of a named matrix."""
    rows, columns = (1 if size == "1" else scope.sizes[size] for size in (named.rows, named.columns))
    return rows, columns


def at_sizes(term: Term, scope: Scope) -> Term:
    """A scalar with the names of sizes replaced by the sizes."""
    return substitute(term, {name: num(size) for name, size in scope.sizes.items()})


def _entrywise(term: Term, inputs: Mapping[str, Array]) -> Array:
    shape = next(iter(inputs.values())).shape
    columns = zip(*(array.entries for array in inputs.values()), strict=True)
    entries = [substitute(term, dict(zip(inputs, values, strict=True))) for values in columns]
    return constant(entries, shape)


def _diagonal(array: Array) -> Array:
    size = len(array.entries)
    entries = [array.entries[i] if i == j else ZERO for i in range(size) for j in range(size)]
    return constant(entries, (size, size))


def _differential(array: Array, scope: Scope) -> Array:
    moving = [name for each in scope.varying for name in _entry_names(leaf(each.name, shape_of(each, scope)))]
    return constant([_total(entry, moving) for entry in array.entries], array.shape)


def _total(entry: Term, moving: list[str]) -> Term:
    # d f = Σ ∂f/∂w dw, as the slope of f(w + t dw) at t = 0: one derivative for all of them.
    present = free_symbols(entry)
    line = {name: sym(name) + sym("t") * sym("d" + name) for name in moving if name in present}
    return substitute(differentiate(substitute(entry, line), "t"), {"t": ZERO}) if line else ZERO


def _slopes(of: Matrix, by: Named, scope: Scope, sample: int) -> list[Term]:
    # ``of`` is expanded down to ``by`` and no further; only then the definition of ``by`` is put in.
    above = {name: held for name, held in scope.definitions.items() if name != by.name}
    names = _entry_names(leaf(by.name, shape_of(by, scope)))
    entries = lower(of, replace(scope, definitions=above, known={}), sample).entries
    below = dict(zip(names, lower(by, scope, sample).entries, strict=True))
    return [substitute(differentiate(entry, name), below) for entry in entries for name in names]


def _entry_names(array: Array) -> list[str]:
    return [entry.name for entry in array.entries if hasattr(entry, "name")]


def _sample(array: Array, sample: int, axis: int) -> Array:
    picked = transpose(array) if axis == 0 else array
    rows, columns = picked.shape
    return constant([picked.entries[row * columns + sample] for row in range(rows)], (rows, 1))


def parts_of(matrix: Matrix) -> tuple[Matrix, ...]:
    """The expressions directly under an expression."""
    match matrix:
        case Named():
            return ()
        case Entrywise(inputs=inputs):
            return tuple(part for _, part in inputs)
        case (
            Product(left=left, right=right) | Hadamard(left=left, right=right) | Colon(left=left, right=right)
        ):
            return (left, right)
        case Plus(parts=parts):
            return parts
        case (
            Transposed(of=of)
            | Diagonal(of=of)
            | Scaled(of=of)
            | Differential(of=of)
            | Gradient(of=of)
            | Jacobian(of=of)
            | SampleSum(of=of)
            | Sample(of=of)
        ):
            return (of,)


def with_parts(matrix: Matrix, parts: tuple[Matrix, ...]) -> Matrix:
    """The same expression over other parts."""
    match matrix:
        case Named():
            return matrix
        case Entrywise(inputs=inputs):
            names = (name for name, _ in inputs)
            return replace(matrix, inputs=tuple(zip(names, parts, strict=True)))
        case Product() | Hadamard() | Colon():
            return replace(matrix, left=parts[0], right=parts[1])
        case Plus():
            return Plus(parts)
        case _:
            return replace(matrix, of=parts[0])


def everywhere(matrix: Matrix, rewrite: Callable[[Matrix], Matrix | None]) -> Matrix:
    """The expression with every outermost part rewritten that ``rewrite`` has something for."""
    found = rewrite(matrix)
    if found is not None:
        return found
    return with_parts(matrix, tuple(everywhere(part, rewrite) for part in parts_of(matrix)))


def takes_derivatives(matrix: Matrix) -> bool:
    """Whether an expression contains derivatives by a name, which go through the definitions of others."""
    if isinstance(matrix, Gradient | Jacobian):
        return True
    return any(takes_derivatives(part) for part in parts_of(matrix))
