"""What a correct program may compute on its way: forward values, local derivatives, adjoints and the gradient."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from derive import arrays
from derive.arrays import Array, Constant, Leaf, Map, Move, SumOver
from derive.calculus import free_symbols
from derive.errors import GradproofError
from derive.exact.balls import evaluate
from derive.reverse import gradients, program
from derive.terms import ZERO, Add, Term
from numeric.submissions.objective import Objective
from numeric.submissions.points import Point, shapes_at
from numeric.submissions.reference import BITS, Reference, rounded
from numeric.submissions.summands import by_summand

GRADIENT, ADJOINT, LOCAL, FORWARD, ANSWER = "gradient", "adjoint", "local", "forward", "answer"
DATA = "data"  # a forward value that depends on no parameter: 1 - y, 2 y - 1
_ACTIVATIONS = ("sigmoid", "tanh", "relu", "exp", "step")
MAX_ENTRIES = 400


@dataclass(frozen=True, slots=True)
class Quantity:
    """One correct intermediate value at a point: what it is, its shape, its entries, and their exact terms."""

    kind: str
    shape: tuple[int, ...]
    entries: tuple[float, ...]
    terms: tuple[Term, ...] = ()

    @property
    def component(self) -> str:
        """The part of the work to which the value belongs."""
        return "forward" if self.kind in (FORWARD, DATA) else "gradient"


def quantities(reference: Reference, point: Point, factor: Fraction) -> list[Quantity]:
    """The correct intermediate values of an objective at a point, the likeliest to be meant first."""
    objective = reference.objective_at(point)
    named = list(_arrays(objective))
    point_values = point.symbols(shapes_at(reference.assignment, point.sizes))
    flat = rounded(evaluate([entry for _, array in named for entry in array.entries], point_values, BITS))
    found: list[Quantity] = []
    start = 0
    for kind, array in named:
        values, start = flat[start : start + len(array.entries)], start + len(array.entries)
        if all(value is not None for value in values):
            scale = factor if kind in (GRADIENT, ADJOINT, ANSWER) else Fraction(1)
            kept = tuple(float(scale) * value for value in values if value is not None)
            found.append(Quantity(kind, array.shape, kept, tuple(scale * entry for entry in array.entries)))
    return _distinct(found)


def _arrays(objective: Objective) -> Iterator[tuple[str, Array]]:
    nodes = [node for node in program(objective.output) if not isinstance(node.operation, Constant)]
    nodes = [node for node in nodes if len(node.entries) <= MAX_ENTRIES]
    for gradient in objective.gradients.values():
        yield ANSWER, gradient
    inner = [node for node in nodes if not isinstance(node.operation, Leaf)]
    for node, adjoint in _adjoints(objective.output, nodes):
        yield (GRADIENT if isinstance(node.operation, Leaf) else ADJOINT), adjoint
        if not isinstance(node.operation, Leaf) and node.ndim:
            yield ADJOINT, _before_sigmoid(node, adjoint)
    yield from _parts(objective.output, nodes)
    moving = {name for leaf in objective.gradients for name in free_symbols(*objective.leaves[leaf].entries)}
    summed = _summed_axes(nodes)
    for node in inner:
        depends = not moving.isdisjoint(free_symbols(*node.entries))
        yield (FORWARD if depends else DATA), node
        if depends and _is_before_activation(node):
            yield from _around(node, summed)


def _summed_axes(nodes: Sequence[Array]) -> frozenset[int]:
    """The single axes over which an objective sums tables: a softmax runs along one of them."""
    sums = [node for node in nodes if isinstance(node.operation, SumOver) and node.args[0].ndim > 1]
    return frozenset(node.operation.axes[0] for node in sums if len(node.operation.axes) == 1)  # type: ignore[union-attr]


def _is_before_activation(node: Array) -> bool:
    # An activation is applied to what is added up; one of another function's value is meant by nobody.
    return not isinstance(node.operation, Map) or node.operation.function in ("add", "mul")


def _parts(output: Array, nodes: Sequence[Array]) -> Iterator[tuple[str, Array]]:
    """The adjoints by the single summands of an objective, as far as they are not the whole ones."""
    shaped = [node for node in nodes if node.ndim]
    for found in by_summand(output, shaped):
        for node, adjoint in zip(shaped, found, strict=True):
            if any(entry is not ZERO for entry in adjoint.entries):
                yield (GRADIENT if isinstance(node.operation, Leaf) else ADJOINT), adjoint


def predictions(
    objective: Objective, is_multiple: Callable[[Sequence[Term], Sequence[Term]], bool]
) -> Iterator[Array]:
    """The values that an objective computes on its way, and the activations that are part of their adjoints.

    An objective in logits never computes its sigmoid; the derivative by the logits does.
    """
    nodes = [node for node in program(objective.output) if not isinstance(node.operation, Constant | Leaf)]
    for node, adjoint in _adjoints(
        objective.output, [node for node in nodes if len(node.entries) <= MAX_ENTRIES]
    ):
        yield node
        parts = [entry.args if isinstance(entry, Add) else (entry,) for entry in adjoint.entries]
        columns = list(zip(*parts, strict=False))
        for kind, array in _around(node, frozenset()):
            if kind == FORWARD and any(is_multiple(column, array.entries) for column in columns):
                yield array


def _adjoints(output: Array, nodes: list[Array]) -> Iterator[tuple[Array, Array]]:
    # An expression that is written twice is one quantity: its adjoints are added up.
    total: dict[tuple[object, ...], tuple[Array, Array]] = {}
    for node, adjoint in zip(nodes, gradients(output, nodes), strict=True):
        key = (node.shape, node.entries)
        before = total.get(key)
        total[key] = (node, adjoint if before is None else arrays.apply("add", before[1], adjoint))
    yield from total.values()


def _around(node: Array, summed: frozenset[int]) -> Iterator[tuple[str, Array]]:
    if isinstance(node.operation, Map | Move) and node.shape and node.ndim > 2:
        return
    for name in _ACTIVATIONS:
        yield FORWARD, arrays.apply(name, node)
    for name in ("sigmoid", "tanh", "relu"):
        yield LOCAL, _slope(name, node)
    if node.ndim:
        for axis in range(node.ndim):
            if node.ndim == 1 or not summed or axis in summed:
                yield FORWARD, _softmax(node, axis)


def _before_sigmoid(node: Array, adjoint: Array) -> Array:
    # The adjoint of p = sigmoid(node), where the objective is written in the logit.
    return arrays.apply("mul", adjoint, arrays.apply("pow", _slope("sigmoid", node), arrays.filled(-1)))


def _slope(name: str, node: Array) -> Array:
    value = arrays.apply(name, node)
    if name == "relu":
        return arrays.apply("step", node)
    if name == "tanh":
        return arrays.apply("add", arrays.filled(1), _negative(arrays.apply("mul", value, value)))
    return arrays.apply("mul", value, arrays.apply("add", arrays.filled(1), _negative(value)))


def _negative(node: Array) -> Array:
    return arrays.apply("mul", arrays.filled(-1), node)


def _softmax(node: Array, axis: int) -> Array:
    weights = arrays.apply("exp", node)
    total = arrays.sum_over(weights, [axis], keepdims=True)
    try:
        return arrays.apply("mul", weights, arrays.apply("pow", total, arrays.filled(-1)))
    except GradproofError:
        return weights


def is_activation(argument: Sequence[float], value: Sequence[float]) -> bool:
    """Whether the values are a usual activation of the argument, entry by entry.

    >>> is_activation([0.0], [0.5])
    True
    """
    if len(argument) != len(value) or any(abs(each) > 100 for each in argument):
        return False
    return any(
        all(abs(function(u) - v) < 1e-9 for u, v in zip(argument, value, strict=True)) for function in _USUAL
    )


_USUAL: tuple[Callable[[float], float], ...] = (
    lambda u: 1 / (1 + math.exp(-u)),
    math.tanh,
    math.exp,
    lambda u: max(u, 0.0),
    lambda u: float(u > 0),
)


def _distinct(found: list[Quantity]) -> list[Quantity]:
    kept: dict[tuple[object, ...], Quantity] = {}
    for each in found:
        kept.setdefault((len(each.entries), tuple(f"{value:.10g}" for value in each.entries)), each)
    return list(kept.values())
