"""Axes and broadcasting: what is summed over which axis, and which sizes meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.arrays import (
    Array,
    Move,
    Shape,
    ShapeError,
    broadcast_to,
    filled,
    reshape,
    sum_over,
)
from derive.calculus import free_symbols, substitute
from derive.misconceptions import settings
from derive.misconceptions.base import (
    Example,
    Finishing,
    Misconception,
    OnPaper,
    Result,
    chaining,
    differentiating,
)
from derive.misconceptions.differential import Place, Roles
from derive.misconceptions.forms import exponents, softmax
from derive.misconceptions.sites import family, index_of
from derive.misconceptions.step import Case
from derive.misconceptions.sums import flat_sums, is_bias, only_own_sample, summed_right
from derive.terms import ONE, Fn, Term, add, fn, sym
from derive.traverse import postorder

# --- transposes ------------------------------------------------------------------------------------


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


def _bias_of_own_sample(case: Case, roles: Roles) -> Iterator[tuple[str, Result]]:
    if is_bias(case):
        yield from flat_sums(case)
        yield from only_own_sample(case, roles)


def _everything_summed(case: Case, roles: Roles) -> Iterator[tuple[str, Result]]:
    """Every entry of the bias gets the sum of all entries: its own axis is summed over, too."""
    if is_bias(case) and len(case.right) > 1:
        yield "all", Result(case.right_shape, (add(*case.right),) * len(case.right))


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


WRONG_AXIS = Misconception(
    id="wrong-axis",
    family="shapes",
    title="The sum runs over the wrong axis",
    people_do="delta.sum(axis=1) is written where the samples are on axis 0, or everything is summed.",
    tempts="Samples are rows in one course and columns in the next.",
    right_way="Sum over the axis along which the parameter was repeated: the samples.",
    glance="The gradient of b has as many entries as b has.",
    source="NumPy user guide, Broadcasting",
    caught=(
        Example(
            "two layers",
            "b1",
            "Z = X @ W1 + b1; A = sigmoid(Z); D = A @ W2 - Y; sum(D @ W2.T * A * (1 - A), axis=1)",
        ),
    ),
    paper=(
        OnPaper(
            settings.LINEAR_BATCH,
            r"\frac{\partial L}{\partial b_k} = \sum_{i=1}^N \sum_{l=1}^K (Y_{il} - T_{il})",
            r"\frac{\partial L}{\partial b_k} = \sum_{i=1}^N (Y_{ik} - T_{ik})",
        ),
    ),
    mutations=(*chaining(_other_axis, _all_axes), Finishing(_everything_summed)),
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
    caught=(
        Example("softmax", "W", "X.T @ (softmax(X @ W, axis=0) - Y) / N"),
        Example("softmax columns", "W", "(softmax(W @ X, axis=1) - Y) @ X.T"),
    ),
    paper=(
        OnPaper(
            (
                r"Scores $S \in \mathbb{R}^{N \times K}$, one-hot rows of $Y \in \mathbb{R}^{N \times "
                r"K}$ with $\sum_k Y_{ik} = 1$, $p_{ik} = \frac{e^{S_{ik}}}{\sum_{j=1}^K "
                r"e^{S_{ij}}}$. $$L = -\sum_{i=1}^N \sum_{k=1}^K Y_{ik} \log p_{ik}$$"
            ),
            r"\frac{\partial L}{\partial S_{ik}} = \frac{e^{S_{ik}}}{\sum_{l=1}^N e^{S_{lk}}} - Y_{ik}",
            r"\frac{\partial L}{\partial S_{ik}} = p_{ik} - Y_{ik}",
        ),
    ),
    mutations=differentiating(_shares_of_wrong_axis),
)


BROADCAST_OUTER = Misconception(
    id="broadcast-outer",
    family="shapes",
    title="A column meets a row, and broadcasting makes a table",
    people_do=(
        "ŷ of shape (N, 1) minus y of shape (N,) becomes N × N differences: every prediction with every "
        "label."
    ),
    tempts="NumPy does not complain, and after a sum or mean the shape looks right again.",
    right_way="Give both the same shape before subtracting: y.reshape(-1, 1) or ŷ.ravel().",
    glance="Print the shape of ŷ − y: it must be the shape of y.",
    source="NumPy user guide, Broadcasting",
    caught=(
        Example("logistic", "w", "p = sigmoid(X @ w + b); X.T @ (p[:, None] - y) / N"),
        Example("regression", "w", "2 * X.T @ ((X @ w + b)[:, None] - y) / N"),
    ),
    paper=(
        OnPaper(
            (
                r"Data $x_i, y_i \in \mathbb{R}$, $i = 1, \dots, n$, and $q_i = w x_i$. "
                r"$$J(w) = \frac{1}{2} \sum_{i=1}^n (q_i - y_i)^2$$"
            ),
            r"\frac{\partial J}{\partial w} = \sum_{i=1}^n \sum_{j=1}^n (q_i - y_j) x_i",
            r"\frac{\partial J}{\partial w} = \sum_{i=1}^n (q_i - y_i) x_i",
        ),
    ),
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
    caught=(
        Example("logistic", "w", "p = sigmoid(X @ w + b); (X.T @ (p - y) / N)[:, None]"),
        Example("regression", "w", "r = X @ w + b - y; (2 * X.T @ r / N)[None, :]"),
        Example("regression", "w", "r = X @ w + b - y; outer(ones_like(w), 2 * X.T @ r / N)"),
    ),
    paper=(
        OnPaper(
            (
                r"Data $A \in \mathbb{R}^{n \times d}$, weights $w \in \mathbb{R}^d$, targets $t \in \mathbb{R}^n$ "
                r"and $r = A w - t$. $$J = \frac{1}{2} r^\top r$$"
            ),
            r"\nabla_w J = A^\top r w^\top",
            r"\nabla_w J = A^\top r",
        ),
    ),
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
    caught=(
        Example(
            "two layers", "b1", "Z = X @ W1 + b1; A = sigmoid(Z); D = A @ W2 - Y; D @ W2.T * A * (1 - A)"
        ),
        Example("logistic", "b", "p = sigmoid(X @ w + b); (p - y) / N"),
    ),
    paper=(
        OnPaper(
            settings.LINEAR_BATCH,
            r"\frac{\partial L}{\partial b_k} = Y_{ik} - T_{ik}",
            r"\frac{\partial L}{\partial b_k} = \sum_{i=1}^N (Y_{ik} - T_{ik})",
        ),
    ),
    mutations=(*chaining(_not_summed), Finishing(_wrong_axis_of_bias), Finishing(_bias_of_own_sample)),
    rank=1,
)


RECORDS = (WRONG_AXIS, SOFTMAX_WRONG_AXIS, BROADCAST_OUTER, BIAS_GRADIENT_NOT_SUMMED, SHAPE_MISMATCH)
