"""Shapes: transposes, products, axes and broadcasting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from derive.arrays import (
    Array,
    Contract,
    Map,
    Move,
    Shape,
    ShapeError,
    adjoints,
    apply,
    broadcast_to,
    filled,
    matmul,
    reshape,
    sum_over,
    transpose,
)
from derive.calculus import free_symbols, substitute
from derive.misconceptions.base import (
    AdjointChange,
    Finishing,
    Misconception,
    Result,
    chaining,
    differentiating,
)
from derive.misconceptions.differential import Place, Roles, product_part
from derive.misconceptions.sites import exponents, family, index_of, softmax
from derive.misconceptions.step import Case
from derive.misconceptions.sums import is_bias, summed_right
from derive.terms import ONE, Add, Fn, Mul, Sym, Term, add, fn, mul, sym
from derive.traverse import postorder

# --- transposes ------------------------------------------------------------------------------------


def _turned(node: Term) -> Term | None:
    if not isinstance(node, Sym):
        return None
    index = index_of(node.name)
    if len(index) != 2 or index[0] == index[1]:
        return None
    return sym(f"{family(node.name)}[{index[1]},{index[0]}]")


def _turned_factor(node: Term, place: Place) -> Term | None:
    """A matrix entry that multiplies what moves is taken from the transposed matrix."""
    if not isinstance(node, Mul):
        return None
    moving = [arg for arg in node.args if place.moves(arg)]
    still = [arg for arg in node.args if not place.moves(arg)]
    if len(moving) != 1 or not any(_turned(arg) for arg in still):
        return None
    return mul(*(_turned(arg) or arg for arg in still), place.d[moving[0]])


def _turned_inside_factor(node: Term, place: Place) -> Term | None:
    """In x (A x), the factor A x is taken from the transposed matrix when the first x moves."""
    if not isinstance(node, Mul):
        return None
    parts = []
    for k, arg in enumerate(node.args):
        if place.moves(arg):
            others = (
                _turned_all(one) if isinstance(one, Add) else one for j, one in enumerate(node.args) if j != k
            )
            parts.append(
                mul(place.d[arg], *others) if arg is place.by else product_part(node.args, k, place.d)
            )
    return add(*parts)


def _turned_all(node: Term) -> Term:
    names = (sym(name) for name in free_symbols(node))
    turned = {name.name: other for name in names if (other := _turned(name)) is not None}
    return substitute(node, turned)


def _turned_result(case: Case, roles: Roles) -> Iterator[tuple[str, Result]]:
    if len(case.right_shape) == 2:
        rows, columns = case.right_shape
        entries = tuple(case.right[i * columns + j] for j in range(columns) for i in range(rows))
        yield "result", Result((columns, rows), entries)


def _argument(number: int, make: Callable[[Array, Array, Array], Array | None]) -> AdjointChange:
    """The adjoint of one argument of a product, made from the seed, the other argument and the argument."""

    def change(node: Array, seed: Array) -> tuple[Array, ...] | None:
        if not isinstance(node.operation, Contract):
            return None
        made = make(seed, node.args[1 - number], node.args[number])
        if made is None:
            return None
        ordinary = list(adjoints(node, seed))
        if not _may_have(made, node.args[number]):
            return None
        ordinary[number] = made
        return tuple(ordinary)

    return change


def _may_have(made: Array, target: Array) -> bool:
    # Only the last gradient may have a shape of its own; on the way back shapes must go together.
    return made.shape == target.shape or not target.args


def _untransposed_left(seed: Array, other: Array, target: Array) -> Array | None:
    return matmul(seed, other) if other.ndim == 2 else None


def _untransposed_right(seed: Array, other: Array, target: Array) -> Array | None:
    return matmul(other, seed) if other.ndim == 2 else None


def _exchanged_left(seed: Array, other: Array, target: Array) -> Array | None:
    return matmul(transpose(other), seed) if other.ndim == seed.ndim == 2 else None


def _exchanged_right(seed: Array, other: Array, target: Array) -> Array | None:
    return matmul(seed, transpose(other)) if other.ndim == seed.ndim == 2 else None


def _turned_seed_left(seed: Array, other: Array, target: Array) -> Array | None:
    return matmul(transpose(seed), transpose(other)) if other.ndim == seed.ndim == 2 else None


def _turned_seed_right(seed: Array, other: Array, target: Array) -> Array | None:
    return matmul(transpose(other), transpose(seed)) if other.ndim == seed.ndim == 2 else None


# --- products --------------------------------------------------------------------------------------


def _elementwise(seed: Array, other: Array, target: Array) -> Array | None:
    return apply("mul", seed, other)


def _elementwise_column(seed: Array, other: Array, target: Array) -> Array | None:
    if seed.ndim == 1 and other.ndim == 2:
        return apply("mul", reshape(seed, (*seed.shape, 1)), other)
    return None


def _elementwise_turned(seed: Array, other: Array, target: Array) -> Array | None:
    return apply("mul", seed, transpose(other)) if other.ndim == 2 else None


def _matrix_product(first: bool) -> AdjointChange:
    """The local derivative of an elementwise step enters by a matrix product."""

    def change(node: Array, seed: Array) -> tuple[Array, ...] | None:
        if not isinstance(node.operation, Map) or len(node.shape) != 2:
            return None
        locals_ = [adjoints(node, filled(ONE, node.shape))[k] for k in range(len(node.args))]
        return tuple(matmul(seed, one) if first else matmul(one, seed) for one in locals_)

    return change


# --- axes --------------------------------------------------------------------------------------------


def _other_axis(node: Array, seed: Array) -> tuple[Array, ...] | None:
    """What was broadcast along one axis is summed over the other."""
    axes = _broadcast_axes(node)
    if axes is None or len(seed.shape) != 2 or len(axes) != 1:
        return None
    (arg,) = node.args
    summed = sum_over(seed, [1 - axes[0]])
    return (reshape(summed, arg.shape) if len(summed.entries) == len(arg.entries) else summed,)


def _all_axes(node: Array, seed: Array) -> tuple[Array, ...] | None:
    axes = _broadcast_axes(node)
    if axes is None or len(seed.shape) != 2 or len(axes) != 1:
        return None
    return (broadcast_to(sum_over(seed), node.args[0].shape),)


def _broadcast_axes(node: Array) -> tuple[int, ...] | None:
    if not isinstance(node.operation, Move) or node.operation.kind != "broadcast":
        return None
    (arg,) = node.args
    new = node.ndim - arg.ndim
    stretched = [
        k for k, (a, b) in enumerate(zip(arg.shape, node.shape[new:], strict=True), start=new) if a != b
    ]
    return (*range(new), *stretched)


def _not_summed(node: Array, seed: Array) -> tuple[Array, ...] | None:
    if _broadcast_axes(node) and not node.args[0].args:
        return (seed,)
    return None


def _shares_of_wrong_axis(node: Term, place: Place) -> Term | None:
    """Every share is divided by the sum over the samples instead of the sum over the classes."""
    if not isinstance(node, Fn) or node.name != "log":
        return None
    found = softmax(node.args[0])
    logits = found.logits if found is not None else exponents(node.args[0])
    rows = _softmax_rows(place.root)
    if logits is None or len({len(row) for row in rows}) != 1:
        return None
    columns = [add(*(fn("exp", row[k]) for row in rows)) for k in range(len(logits))]
    sign = -1 if found is not None else 1
    parts = [sign * fn("exp", z) / column * place.d[z] for z, column in zip(logits, columns, strict=True)]
    return add(*parts) if found is None else add(place.d[found.own], *parts)


def _softmax_rows(root: Term) -> list[tuple[Term, ...]]:
    """The logits of every sample: of its softmax, or of its log-sum-exp."""
    rows: dict[tuple[Term, ...], None] = {}
    for node in postorder((root,)):
        match node:
            case Fn(name="log", args=(total,)):
                found = softmax(total)
                logits = found.logits if found is not None else exponents(total)
                if logits is not None:
                    rows[logits] = None
    return list(rows)


def _wrong_axis_of_bias(case: Case, roles: Roles) -> Iterator[tuple[str, Result]]:
    if is_bias(case):
        yield from summed_right(case)


# --- broadcasting ----------------------------------------------------------------------------------


def _outer_difference(case: Case, roles: Roles) -> Iterator[tuple[str, Result]]:
    """(N,1) minus (N,): every prediction meets every label."""
    labels = sorted(
        (n for n in free_symbols(*case.right) if family(n) in roles.labels), key=lambda n: index_of(n)
    )
    if not labels or any(len(index_of(name)) != 1 for name in labels):
        return
    columns = [_with_one_label(case.right, labels, one) for one in labels]
    count, shape = len(labels), case.right_shape
    rows = tuple(column[k] for k in range(len(case.right)) for column in columns)
    yield "outer", Result((*shape, count), rows)
    yield "outer, turned", Result((count, *shape), tuple(entry for column in columns for entry in column))
    sums = tuple(add(*parts) for parts in zip(*columns, strict=True))
    yield "outer, summed", Result(shape, sums)
    yield "outer, averaged", Result(shape, tuple(entry / count for entry in sums))


def _with_one_label(entries: tuple[Term, ...], labels: list[str], one: str) -> tuple[Term, ...]:
    chosen = {name: sym(one) for name in labels}
    return tuple(substitute(entry, chosen) for entry in entries)


def _other_shape(case: Case, roles: Roles) -> Iterator[tuple[str, Result]]:
    if case.written_shape != case.right_shape and len(case.written) == len(case.right):
        yield "same entries", Result(case.written_shape, case.right)


def _repeated(case: Case, roles: Roles) -> Iterator[tuple[str, Result]]:
    """The right entries, broadcast to a larger shape."""
    try:
        right = _constant(case.right, case.right_shape)
        yield "broadcast", Result(case.written_shape, broadcast_to(right, case.written_shape).entries)
    except ShapeError:
        return


def _constant(entries: tuple[Term, ...], shape: Shape) -> Array:
    return replace(filled(ONE, shape), entries=entries)


MISSING_TRANSPOSE = Misconception(
    id="missing-transpose",
    family="shapes",
    title="A transpose is missing",
    people_do="XΔ or WΔ is written where XᵀΔ or WᵀΔ belongs; 2Ax for the gradient of xᵀAx.",
    tempts="For numbers there is nothing to transpose, and for square or symmetric matrices nothing warns.",
    right_way="In S = XW, the gradients are ∂L/∂W = XᵀΔ and ∂L/∂X = ΔWᵀ with Δ = ∂L/∂S.",
    glance="Write the shapes under the product: the inner ones must be the same letter, not just the same number.",
    source="Petersen and Pedersen, The Matrix Cookbook, (81) and section 2.4",
    mutations=(
        *differentiating(_turned_factor, _turned_inside_factor),
        *chaining(
            _argument(0, _untransposed_left),
            _argument(1, _untransposed_right),
            _argument(0, _turned_seed_left),
            _argument(1, _turned_seed_right),
        ),
        Finishing(_turned_result),
    ),
    rank=1,
)

ELEMENTWISE_FOR_MATRIX_PRODUCT = Misconception(
    id="elementwise-for-matrix-product",
    family="shapes",
    title="An elementwise product stands for a matrix product",
    people_do="X * δ or W ⊙ δ is written where Xᵀδ or Wᵀδ belongs: the sum is missing.",
    tempts="On scalars both are the same, and NumPy's * broadcasts without a word.",
    right_way="A matrix product multiplies and sums: (Xᵀδ)_j = Σ_i x_ij δ_i.",
    glance="The gradient by w has one number for each weight, whatever the number of samples.",
    source="Goodfellow, Bengio and Courville, Deep Learning, section 2.2",
    mutations=chaining(
        _argument(0, _elementwise),
        _argument(1, _elementwise),
        _argument(0, _elementwise_column),
        _argument(1, _elementwise_column),
        _argument(0, _elementwise_turned),
        _argument(1, _elementwise_turned),
    ),
    rank=1,
)

MATRIX_FOR_ELEMENTWISE_PRODUCT = Misconception(
    id="matrix-for-elementwise-product",
    family="shapes",
    title="A matrix product stands for an elementwise product",
    people_do="(W₂ᵀδ₂) @ σ′(z₁) is written where (W₂ᵀδ₂) ⊙ σ′(z₁) belongs.",
    tempts="Every other product in backpropagation is a matrix product.",
    right_way="An activation acts on each unit alone: its Jacobian is diagonal, so the product is elementwise.",
    glance="Unit i's slope may only touch unit i's delta.",
    source="Nielsen, Neural Networks and Deep Learning, chapter 2, (BP2)",
    mutations=chaining(_matrix_product(True), _matrix_product(False)),
    rank=2,
)

WRONG_AXIS = Misconception(
    id="wrong-axis",
    family="shapes",
    title="The sum runs over the wrong axis",
    people_do="delta.sum(axis=1) is written where the samples are on axis 0, or everything is summed.",
    tempts="Samples are rows in one course and columns in the next.",
    right_way="Sum over the axis along which the parameter was repeated: the samples.",
    glance="The gradient of b has as many entries as b has.",
    source="NumPy user guide, Broadcasting",
    mutations=chaining(_other_axis, _all_axes),
    rank=2,
)

SOFTMAX_WRONG_AXIS = Misconception(
    id="softmax-wrong-axis",
    family="derivatives",
    title="The softmax is normalised over the samples",
    people_do="exp(Z) / exp(Z).sum(axis=0) is computed where the classes are on axis 1.",
    tempts="axis=0 is the default in the mind, and with a square batch the shapes fit.",
    right_way="The shares of one sample sum to 1: sum over the axis of the classes.",
    glance="Adding a sample to the batch must not change the prediction of another.",
    source="Goodfellow, Bengio and Courville, Deep Learning, (6.29)",
    mutations=differentiating(_shares_of_wrong_axis),
)

BROADCAST_OUTER = Misconception(
    id="broadcast-outer",
    family="shapes",
    title="A column meets a row, and broadcasting makes a table",
    people_do="ŷ of shape (N, 1) minus y of shape (N,) becomes N × N differences: every prediction with every label.",
    tempts="NumPy does not complain, and after a sum or mean the shape looks right again.",
    right_way="Give both the same shape before subtracting: y.reshape(-1, 1) or ŷ.ravel().",
    glance="Print the shape of ŷ − y: it must be the shape of y.",
    source="NumPy user guide, Broadcasting",
    mutations=(Finishing(_outer_difference),),
)

SHAPE_MISMATCH = Misconception(
    id="shape-mismatch",
    family="shapes",
    title="The result does not have the shape of its variable",
    people_do="A row, a table or a number is given where the gradient of a column belongs.",
    tempts="Scalar work has no shapes, and broadcasting lets the update run all the same.",
    right_way="A gradient has the shape of the variable it belongs to.",
    glance="w − η·gradient must have the shape of w.",
    source="Petersen and Pedersen, The Matrix Cookbook, section 2",
    mutations=(Finishing(_other_shape), Finishing(_repeated)),
    rank=7,
)

BIAS_GRADIENT_NOT_SUMMED = Misconception(
    id="bias-gradient-not-summed",
    family="shapes",
    title="The gradient of the bias is not summed over the samples",
    people_do="∂L/∂b = Δ is written for a batch; the N rows of Δ are still there.",
    tempts="For one sample ∂L/∂b = δ is right.",
    right_way="b is used by every sample, so every sample contributes: ∂L/∂b = Σᵢ δᵢ.",
    glance="The gradient of b has as many entries as b has.",
    source="Nielsen, Neural Networks and Deep Learning, chapter 2, (BP3)",
    mutations=(*chaining(_not_summed), Finishing(_wrong_axis_of_bias)),
    rank=1,
)

RECORDS = (
    MISSING_TRANSPOSE,
    ELEMENTWISE_FOR_MATRIX_PRODUCT,
    MATRIX_FOR_ELEMENTWISE_PRODUCT,
    WRONG_AXIS,
    SOFTMAX_WRONG_AXIS,
    BROADCAST_OUTER,
    BIAS_GRADIENT_NOT_SUMMED,
    SHAPE_MISMATCH,
)
