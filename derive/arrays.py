"""Arrays of exact terms at concrete sizes, with the program that made them and its reverse mode.

Document matrices and traced NumPy programs both become arrays. An array knows its shape, its entries
(terms, row-major) and the operation and arguments it came from, so that ``gradients`` can walk the chain
rule backwards. Seven operations are enough; every rule of the reverse mode is one line of ``adjoints``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod

from derive.errors import GradproofError
from derive.functions import derivative
from derive.terms import ONE, ZERO, Condition, Term, TermLike, add, fn, mul, power, sym, term
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


@dataclass(frozen=True, slots=True)
class Choose:
    """Entry of the first argument where the condition holds, else of the second."""

    conditions: tuple[Condition, ...]


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
        return self.entries[_flat_index(index, self.shape)]


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
    shape = broadcast_shape(*(arg.shape for arg in args))
    same = tuple(broadcast_to(arg, shape) for arg in args)
    return _map(Map(function), same)


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
    order = list(out) + inner
    ranges = [range(extent[label]) for label in inner]

    def entry(outer: tuple[int, ...]) -> Term:
        parts = []
        for summed in product(*ranges):
            at = dict(zip(order, outer + summed, strict=True))
            parts.append(mul(left.at(*(at[c] for c in first)), right.at(*(at[c] for c in second))))
        return add(*parts)

    return Array(Contract(first, second, out), (left, right), shape, tuple(entry(o) for o in indices(shape)))


def transpose(array: Array, axes: Sequence[int] | None = None) -> Array:
    """The axes in another order; reversed where none is given."""
    order = tuple(axes) if axes is not None else tuple(reversed(range(array.ndim)))
    shape = tuple(array.shape[axis] for axis in order)
    back = [order.index(axis) for axis in range(array.ndim)]
    source = [_flat_index([index[k] for k in back], array.shape) for index in indices(shape)]
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
        _flat_index(
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
        sums[_flat_index([0 if axis in over else i for axis, i in enumerate(index)], kept)].append(entry)
    shape = kept if keepdims else tuple(size for axis, size in enumerate(kept) if axis not in over)
    entries = tuple(add(*parts) for parts in sums.values())
    return Array(SumOver(tuple(sorted(over)), keepdims), (array,), shape, entries)


def join(arrays: Sequence[Array]) -> Array:
    """The entries of all arrays in one row; follow it by a move for other arrangements."""
    entries = tuple(entry for array in arrays for entry in array.entries)
    return Array(Join(), tuple(arrays), (len(entries),), entries)


def choose(conditions: Sequence[Condition], yes: Array, no: Array) -> Array:
    """Entry of ``yes`` where the condition of that entry holds, else of ``no`` (shapes already equal)."""
    triples = zip(conditions, yes.entries, no.entries, strict=True)
    entries = tuple(case_of([(condition, a)], b) for condition, a, b in triples)
    return Array(Choose(tuple(conditions)), (yes, no), yes.shape, entries)


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


AdjointRule = Callable[[Array, Array], tuple[Array, ...]]


def adjoints(node: Array, seed: Array) -> tuple[Array, ...]:
    """One step of the chain rule: the adjoint of every argument of ``node``, given that of its result.

    The rules are the transposes of the operations' Jacobians (Griewank and Walther,
    Evaluating Derivatives, ch. 3).
    """
    match node.operation:
        case Leaf() | Constant():
            return ()
        case Map(derivative_by=None) as op:
            return tuple(
                apply("mul", seed, _map(Map(op.function, k), node.args)) for k in range(len(node.args))
            )
        case Map():
            raise GradproofError("second derivatives are taken on the entries, by derive.calculus")
        case Move(source=source):
            (arg,) = node.args
            return (_scatter(seed, source, arg.shape),)
        case Scatter(target=target):
            (arg,) = node.args
            return (move("gather", seed, target, arg.shape),)
        case Contract(left=first, right=second, out=out):
            left, right = node.args
            return _toward(seed, out, right, second, left, first), _toward(
                seed, out, left, first, right, second
            )
        case SumOver(axes=axes):
            (arg,) = node.args
            kept = tuple(1 if axis in axes else size for axis, size in enumerate(arg.shape))
            return (broadcast_to(reshape(seed, kept), arg.shape),)
        case Join():
            return tuple(_parts(node, seed))
        case Choose(conditions=conditions):
            zero = filled(ZERO, node.shape)
            return choose(conditions, seed, zero), choose(conditions, zero, seed)


def gradients(output: Array, wrt: Sequence[Array], rule: AdjointRule = adjoints) -> tuple[Array, ...]:
    """The gradient of a one-entry array by each array of ``wrt``, by reverse accumulation.

    Each gradient has the shape of its variable. ``rule`` is one step of the chain rule; a misconception is
    a rule that differs from ``adjoints`` at some node.

    >>> x = leaf("x", (2,))
    >>> (gradient,) = gradients(sum_over(apply("mul", x, x)), [x])
    >>> gradient.entries[0] is sym("x[1]") + sym("x[1]")
    True
    """
    if len(output.entries) != 1:
        raise ShapeError(f"a gradient needs one number, and this has the shape {output.shape}")
    total: dict[int, Array] = {id(output): filled(ONE, output.shape)}
    order = program(output)
    wanted = _leading_to(order, wrt)
    for node in reversed(order):
        seed = total.get(id(node))
        if seed is None or not any(id(arg) in wanted for arg in node.args):
            continue
        for arg, part in zip(node.args, rule(node, seed), strict=True):
            before = total.get(id(arg))
            total[id(arg)] = part if before is None else apply("add", before, part)
    return tuple(total.get(id(array), filled(ZERO, array.shape)) for array in wrt)


def program(output: Array) -> list[Array]:
    """Every array that ``output`` is made from, arguments before results, ``output`` last."""
    done: dict[int, Array] = {}
    stack = [(output, False)]
    while stack:
        node, ready = stack.pop()
        if ready:
            done[id(node)] = node
        elif id(node) not in done:
            stack.append((node, True))
            stack.extend((arg, False) for arg in node.args)
    return list(done.values())


def _leading_to(order: Sequence[Array], wrt: Sequence[Array]) -> set[int]:
    wanted = {id(array) for array in wrt}
    for node in order:
        if any(id(arg) in wanted for arg in node.args):
            wanted.add(id(node))
    return wanted


def _map(operation: Map, args: tuple[Array, ...]) -> Array:
    compute = _entry_function(operation)
    entries = tuple(compute(*values) for values in zip(*(arg.entries for arg in args), strict=True))
    return Array(operation, args, args[0].shape, entries)


def _entry_function(operation: Map) -> Callable[..., Term]:
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


def _toward(seed: Array, out: str, other: Array, other_labels: str, target: Array, labels: str) -> Array:
    return (
        contract(out, other_labels, labels, seed, other)
        if set(labels) <= set(out + other_labels)
        else (_spread(seed, out, other, other_labels, target, labels))
    )


def _spread(seed: Array, out: str, other: Array, other_labels: str, target: Array, labels: str) -> Array:
    # A label summed inside one factor alone ("ij,k->k") has the same adjoint along all of it.
    held = "".join(label for label in labels if label in out + other_labels)
    narrow = contract(out, other_labels, held, seed, other)
    shape = tuple(size if label in held else 1 for label, size in zip(labels, target.shape, strict=True))
    return broadcast_to(reshape(narrow, shape), target.shape)


def _scatter(seed: Array, target: tuple[int, ...], shape: Shape) -> Array:
    sums: list[list[Term]] = [[] for _ in range(prod(shape))]
    for k, entry in zip(target, seed.entries, strict=True):
        sums[k].append(entry)
    return Array(Scatter(target), (seed,), shape, tuple(add(*parts) for parts in sums))


def _parts(node: Array, seed: Array) -> Iterator[Array]:
    start = 0
    for arg in node.args:
        stop = start + len(arg.entries)
        yield move("part", seed, range(start, stop), arg.shape)
        start = stop


def _flat_index(index: Sequence[int], shape: Shape) -> int:
    flat = 0
    for i, size in zip(index, shape, strict=True):
        flat = flat * size + i
    return flat


def _label(index: tuple[int, ...]) -> str:
    return "[" + ",".join(str(i + 1) for i in index) + "]" if index else ""
