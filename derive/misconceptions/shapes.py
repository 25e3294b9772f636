"""Shapes: transposes, products, axes and broadcasting."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from derive.arrays import Array, Contract, Map, apply, filled, matmul, reshape, transpose
from derive.calculus import free_symbols, substitute
from derive.misconceptions.base import (
    AdjointChange,
    Example,
    Finishing,
    Misconception,
    OnPaper,
    Result,
    chaining,
    differentiating,
    rewriting,
)
from derive.misconceptions.differential import Place, Roles, product_part
from derive.misconceptions.sites import family, index_of
from derive.misconceptions.step import Case
from derive.reverse import adjoints, gradients, program
from derive.terms import ONE, Add, Mul, Sym, Term, add, mul, sym

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


def _turned_in_product(node: Term, roles: Roles) -> Term | None:
    if not isinstance(node, Mul):
        return None
    turned = [_turned(arg) or arg for arg in node.args]
    return mul(*turned) if turned != list(node.args) else None


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


def _elementwise_last(case: Case, roles: Roles) -> Iterator[tuple[str, Result]]:
    """B^T (e x^T) with its outer product taken first and its matrix product elementwise: B^T * (e x^T)."""
    if case.program is None or case.wrt is None or len(case.program.entries) != 1:
        return
    for node in program(case.program):
        if isinstance(node.operation, Contract) and node.args[1].shape == node.shape:
            weights = node.args[0]
            (left,) = gradients(case.program, [case.wrt], _passed_unchanged(node))
            if weights.shape == left.shape == case.right_shape:
                for name, factor in (("turned", transpose(weights)), ("as it is", weights)):
                    yield f"{name} {node.operation}", Result(left.shape, apply("mul", factor, left).entries)


def _passed_unchanged(at: Array) -> Callable[[Array, Array], tuple[Array, ...]]:
    """The chain rule in which one matrix product sends its adjoint back to its right factor as it came."""

    def rule(node: Array, seed: Array) -> tuple[Array, ...]:
        ordinary = adjoints(node, seed)
        return (ordinary[0], seed) if node is at else ordinary

    return rule


def _matrix_product(first: bool) -> AdjointChange:
    """The local derivative of an elementwise step enters by a matrix product."""

    def change(node: Array, seed: Array) -> tuple[Array, ...] | None:
        if not isinstance(node.operation, Map) or len(node.shape) != 2:
            return None
        locals_ = [adjoints(node, filled(ONE, node.shape))[k] for k in range(len(node.args))]
        return tuple(matmul(seed, one) if first else matmul(one, seed) for one in locals_)

    return change


# --- axes --------------------------------------------------------------------------------------------


MISSING_TRANSPOSE = Misconception(
    id="missing-transpose",
    family="shapes",
    title="A transpose is missing",
    people_do="XΔ or WΔ is written where XᵀΔ or WᵀΔ belongs; 2Ax for the gradient of xᵀAx.",
    tempts="For numbers there is nothing to transpose, and for square or symmetric matrices nothing warns.",
    right_way="In S = XW, the gradients are ∂L/∂W = XᵀΔ and ∂L/∂X = ΔWᵀ with Δ = ∂L/∂S.",
    glance=(
        "Write the shapes under the product: the inner ones must be the same letter, not just the same "
        "number."
    ),
    source="Petersen and Pedersen, The Matrix Cookbook, (81) and section 2.4",
    caught=(
        Example("softmax", "W", "P = softmax(X @ W, axis=1); X @ (P - Y) / N"),
        Example("quadratic form", "x", "2 * A @ x"),
        Example("softmax", "W", "P = softmax(X @ W, axis=1); (P - Y).T @ X / N"),
    ),
    paper=(
        OnPaper(
            r"$x \in \mathbb{R}^n$, $W \in \mathbb{R}^{m \times n}$, $V \in \mathbb{R}^{k \times m}$, $t "
            r"\in \mathbb{R}^k$, $h = \tanh(W x)$, $o = V h$, $$L = \frac{1}{2} \| o - t \|^2$$",
            r"\frac{\partial L}{\partial W} = \left[ V (o - t) \odot (1 - h \odot h) \right] x^T",
            r"\frac{\partial L}{\partial W} = \left[ V^T (o - t) \odot (1 - h \odot h) \right] x^T",
        ),
    ),
    mutations=(
        *differentiating(_turned_factor, _turned_inside_factor),
        *rewriting(_turned_in_product, on=("before",)),
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
    caught=(
        Example("logistic", "w", "p = sigmoid(X @ w + b); X * (p - y)[:, None] / N"),
        Example("softmax", "W", "P = softmax(X @ W, axis=1); X * (P - Y) / N"),
        Example("linear maps", "A", "B.T * outer(B @ (A @ x) - t, x)"),
    ),
    paper=(
        OnPaper(
            r"$A, B, T \in \mathbb{R}^{n \times n}$. $$L = \frac{1}{2} \| A B - T \|_F^2$$",
            r"\frac{\partial L}{\partial B} = A^T \odot (A B - T)",
            r"\frac{\partial L}{\partial B} = A^T (A B - T)",
        ),
    ),
    mutations=(
        *chaining(
            _argument(0, _elementwise),
            _argument(1, _elementwise),
            _argument(1, _elementwise_column),
            _argument(0, _elementwise_turned),
            _argument(1, _elementwise_turned),
        ),
        Finishing(_elementwise_last),
    ),
    rank=1,
)


MATRIX_FOR_ELEMENTWISE_PRODUCT = Misconception(
    id="matrix-for-elementwise-product",
    family="shapes",
    title="A matrix product stands for an elementwise product",
    people_do="(W₂ᵀδ₂) @ σ′(z₁) is written where (W₂ᵀδ₂) ⊙ σ′(z₁) belongs.",
    tempts="Every other product in backpropagation is a matrix product.",
    right_way=(
        "An activation acts on each unit alone: its Jacobian is diagonal, so the product is elementwise."
    ),
    glance="Unit i's slope may only touch unit i's delta.",
    source="Nielsen, Neural Networks and Deep Learning, chapter 2, (BP2)",
    caught=(
        Example(
            "two layers",
            "W1",
            "Z = X @ W1 + b1; A = sigmoid(Z); D = A @ W2 - Y; X.T @ ((D @ W2.T) @ (A * (1 - A)))",
        ),
        Example(
            "two layers columns",
            "W1",
            "Z = W1 @ X; A = relu(Z); D = (W2 @ A - Y) / N; ((W2.T @ D) @ step(Z)) @ X.T",
        ),
    ),
    paper=(
        OnPaper(
            r"$Z, T \in \mathbb{R}^{n \times n}$, $H = \tanh(Z)$. $$L = \frac{1}{2} \| H - T \|_F^2$$",
            r"\frac{\partial L}{\partial Z} = (H - T) (1 - H \odot H)",
            r"\frac{\partial L}{\partial Z} = (H - T) \odot (1 - H \odot H)",
        ),
    ),
    mutations=chaining(_matrix_product(True), _matrix_product(False)),
    rank=2,
)


RECORDS = (
    MISSING_TRANSPOSE,
    ELEMENTWISE_FOR_MATRIX_PRODUCT,
    MATRIX_FOR_ELEMENTWISE_PRODUCT,
)
