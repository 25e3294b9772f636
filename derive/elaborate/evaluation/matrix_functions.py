"""Functions of vectors and matrices: softmax, trace, diagonal, determinant."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from derive import arrays
from derive.elaborate.evaluation.products import determinant
from derive.elaborate.evaluation.values import Value, built, pointwise, scalar, stacked, total, transposed
from derive.elaborate.symbols.dims import ONE, SCALAR
from derive.elaborate.symbols.errors import Clash, outside
from derive.elaborate.symbols.names import reference
from derive.reader import syntax as s

if TYPE_CHECKING:
    from derive.elaborate.evaluation.evaluate import Evaluation, Frame


def weights_first(ev: Evaluation, node: s.Node) -> bool | None:
    """Whether the scores are made as WX (samples as columns) or as XW (samples as rows); None where it is not seen."""
    ref = reference(node, ev.letters)
    made = ev.scope.definitions.get(ref.key) if ref is not None else None
    body: s.Node | None = made.body if made is not None else node
    while isinstance(body, s.Add | s.Sub | s.Product):
        body = body.left
    first = reference(body, ev.letters) if body is not None else None
    if first is None or not first.key:
        return None
    return True if first.key[0] in "WVU" else False if first.key[0] in "XAHZ" else None


def softmax(ev: Evaluation, value: Value, by_columns: bool | None = None) -> Value:
    """exp(z_i) over the sum of them all; of a matrix, row by row."""
    if value.is_scalar:
        raise Clash("the softmax of a number")
    powers = pointwise(ev.dims, "exp", value)
    sums = total(powers) if value.is_vector else _class_sums(ev, powers, by_columns)
    return pointwise(ev.dims, "mul", powers, pointwise(ev.dims, "pow", sums, scalar(-1)))


def _along(way: str) -> re.Pattern[str]:
    """Where a text says along what a softmax is taken: "softmax acts on each row", "row-wise softmax"."""
    each = r"(?:(?:each|every|all|the|its|single)\s+)*"
    verbs = "is|are|function|taken|applied|acts?|works?|runs?|goes|separately|independently|here"
    after = rf"softmax\w*\W+(?:(?:{verbs})\s+)*(?:(?:of|to)\s+\$[^$]{{1,20}}\$,?\s+)?"
    return re.compile(
        rf"{after}(?:(?:on|over|along|of|to|by|per|for|across|in)\s+)?{each}[*_]*{way}s?(?:[\s-]?wise)?\b"
        rf"|\b{way}[\s-]?wise\W+softmax|\b{way}\s+softmax"
        rf"|softmax\}}?_\{{?\\?[a-z]*\{{?{way[:3]}"
        rf"|\b(?:each|every)\s+{way}\s+(?:by\s+itself|on\s+its\s+own|separately|independently|alone)\b"
    )


_BY_ROWS, _BY_COLUMNS = _along("row"), _along("column")


def _class_sums(ev: Evaluation, powers: Value, by_columns: bool | None) -> Value:
    """The sums over the classes of a matrix of scores, along the rows or the columns as the text says."""
    columns, rows = (ev.scope.shows(pattern) for pattern in (_BY_COLUMNS, _BY_ROWS))
    if columns == rows:
        columns, rows = ev.scope.says("column"), ev.scope.says("row")
    if columns == rows and by_columns is not None:
        columns, rows = by_columns, not by_columns
    if columns == rows:
        raise outside("the softmax of a matrix, where the text does not say whether of its rows or columns")
    shape = (ONE, powers.shape[1]) if columns else (powers.shape[0], ONE)
    array = (
        None if powers.array is None else arrays.sum_over(powers.array, [0 if columns else 1], keepdims=True)
    )
    return Value(shape, array)


def _trace(ev: Evaluation, value: Value) -> Value:
    if value.is_scalar:
        return value
    ev.dims.unify(value.shape[0], value.shape[1])
    if not ev.concrete:
        return built(SCALAR, None, value)
    assert value.array is not None
    size = value.array.shape[0]
    diagonal = arrays.move("diagonal", value.array, [k * size + k for k in range(size)], (size,))
    return built(SCALAR, arrays.sum_over(diagonal), value)


def family_of(ev: Evaluation, node: s.Node, at: Frame) -> Value | None:
    """The column that an expression with a free index runs through: p_i(1 − p_i) in diag(p_i(1 − p_i))."""
    from derive.elaborate.evaluation.variables import index_letters

    free = sorted(
        x for x in index_letters(node, ev.letters) if x not in at.indices and x not in ev.letters.sizes
    )
    if len(set(free)) != 1:
        return None
    letter, dim = free[0], ev.dims.fresh()
    sizes, ev.sizes = ev.sizes, None
    try:
        ev.value(node, at.with_indices({letter: (dim, None)}))
    finally:
        ev.sizes = sizes
    if not ev.concrete:
        return Value((dim, ONE))
    size = ev.size(dim)
    parts = [ev.value(node, at.with_indices({letter: (dim, k + 1)})) for k in range(size)]
    return stacked((dim, ONE), (size, 1), parts)


def _diagonal(ev: Evaluation, value: Value) -> Value:
    if value.is_scalar:
        raise Clash("diag of a number")
    if not value.is_vector:
        raise outside("diag of a matrix")
    dim = value.shape[0] if value.shape[1] == ONE else value.shape[1]
    if not ev.concrete:
        return built((dim, dim), None, value)
    size = ev.size(dim)
    parts = [scalar(value.entries[i]) if i == j else scalar(0) for i in range(size) for j in range(size)]
    return stacked((dim, dim), (size, size), parts).loosened(value)


_STACKS_ROWS = re.compile(
    r"\bstack\w*\s+(?:up\s+)?(?:the\s+|its\s+|all\s+)?(?:\*+)?rows\b|\brow[\s-]major|\brow\s+by\s+row\b"
)


def stacked_columns(ev: Evaluation, value: Value) -> Value:
    """vec(A), the columns of a matrix below each other, or its rows where the text says so."""
    if value.is_scalar:
        return value
    turned = value if value.is_vector or ev.scope.shows(_STACKS_ROWS) else transposed(value)
    shape = (ev.dims.times(*value.shape), ONE)
    if turned.array is None:
        return built(shape, None, value)
    return built(shape, arrays.reshape(turned.array, (len(turned.entries), 1)), value)


def _determinant(ev: Evaluation, value: Value) -> Value:
    ev.dims.unify(value.shape[0], value.shape[1])
    if not ev.concrete:
        return built(SCALAR, None, value)
    size = ev.size(value.shape[0])
    return scalar(determinant(value, tuple(range(size)), tuple(range(size))))


_HAS_DETERMINANT = re.compile(
    r"\b(?:determinants?|log-?det\w*|covariance|precision|gaussian|normal|definite|invertible|evidence)\b"
    r"|\\log\s*(?:\\left|\\bigl?)?\s*\||\\(?:log|ln)\s*\\det|mathcal\s*\{?n\b|kovarian"
)


def absolute(ev: Evaluation, value: Value) -> Value:
    """|u| of numbers, the determinant of a matrix that the text shows to have one; of another one, entry by entry."""
    square = not (value.is_scalar or value.is_vector) and ev.dims.can(value.shape[0], value.shape[1])
    if square and ev.scope.shows(_HAS_DETERMINANT):
        return _determinant(ev, value)
    return pointwise(ev.dims, "abs", value)


MATRIX_FUNCTIONS: dict[str, Callable[[Evaluation, Value], Value]] = {
    "tr": _trace, "Tr": _trace, "trace": _trace, "diag": _diagonal, "Diag": _diagonal, "det": _determinant,
    "vec": stacked_columns,
}  # fmt: skip
