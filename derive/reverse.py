"""The reverse mode: the chain rule walked backwards through the program of an array.

Every rule is one line of ``adjoints``. A misconception is a rule that differs from it at some node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import prod

from derive.arrays import (
    Array,
    Choose,
    Constant,
    Contract,
    Join,
    Leaf,
    Map,
    Move,
    Scatter,
    Shape,
    ShapeError,
    SumOver,
    apply,
    broadcast_to,
    choose,
    contract,
    filled,
    local_map,
    move,
    reshape,
)
from derive.errors import GradproofError
from derive.terms import ONE, ZERO, Term, add

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
                apply("mul", seed, local_map(Map(op.function, k), node.args)) for k in range(len(node.args))
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
        case Choose(conditions=conditions, tested=tested):
            zero = filled(ZERO, node.shape)
            return choose(conditions, seed, zero, tested), choose(conditions, zero, seed, tested)


def gradients(output: Array, wrt: Sequence[Array], rule: AdjointRule = adjoints) -> tuple[Array, ...]:
    """The gradient of a one-entry array by each array of ``wrt``, by reverse accumulation.

    Each gradient has the shape of its variable. ``rule`` is one step of the chain rule; a misconception is
    a rule that differs from ``adjoints`` at some node.

    >>> from derive.arrays import leaf, sum_over
    >>> from derive.terms import sym
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
    if len(seed.entries) != len(target):
        raise ShapeError(f"an adjoint of shape {seed.shape} does not belong to {len(target)} entries")
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
