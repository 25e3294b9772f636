"""Products as people write them: which multiplication is meant follows from the shapes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from derive.elaborate.evaluation.special_names import is_taken
from derive.elaborate.evaluation.values import (
    HALF,
    MINUS_ONE,
    Value,
    built,
    entry,
    inner,
    matmul,
    outer,
    pointwise,
    scalar,
    stacked,
    total,
    transposed,
)
from derive.elaborate.symbols.dims import ONE
from derive.elaborate.symbols.errors import Clash, outside
from derive.reader import syntax as s

if TYPE_CHECKING:
    from derive.elaborate.evaluation.evaluate import Evaluation, Frame

Kind = Literal["number", "column", "row", "matrix"]
Operation = Callable[["Evaluation", Value, Value], Value]

_BY_ENTRIES = (
    "elementwise",
    "element-wise",
    "entrywise",
    "entry-wise",
    "componentwise",
    "component-wise",
    "hadamard",
)
"""Words that say what a star between matrices means; else it is first the product of matrices."""

LARGE_INVERSE = "the inverse of a large matrix"
SQUARED_MATRIX = "squared-matrix"
"""(Y − XW)² may be the sum of all squares, where no other meaning fits."""
POINTWISE_SIGNS = ("odot", "circ", "ast")


def kind(value: Value) -> Kind:
    """Number, column, row or matrix."""
    if value.is_scalar:
        return "number"
    if value.is_vector:
        return "column" if value.shape[1] == ONE else "row"
    return "matrix"


def product(ev: Evaluation, node: s.Product, at: Frame) -> Value:
    """The product that the sign and the shapes ask for."""
    return multiply(ev, node, node.sign, ev.value(node.left, at), ev.value(node.right, at))


def multiply(ev: Evaluation, mark: object, sign: str, left: Value, right: Value) -> Value:
    """One of the admissible products of two values, the likeliest first."""
    if left.is_scalar or right.is_scalar:
        return _pointwise(ev, left, right)
    options = _options(ev, sign, left, right, bool(ev.charity))
    if sign == "*" and len(options) > 1 and ev.scope.says(*_BY_ENTRIES):
        options = tuple(sorted(options, key=lambda option: option is not _pointwise))
    if not options:
        raise Clash(f"{ev.dims.show(left.shape)} times {ev.dims.show(right.shape)}")
    place = ev.script.choose_once(("product", id(mark)), len(options))
    if place >= len(options):
        # At a size of 1 a column is a row or a number, and the product that was chosen is no longer one of them.
        raise Clash(f"{ev.dims.show(left.shape)} times {ev.dims.show(right.shape)}")
    return options[place](ev, left, right)


def _options(ev: Evaluation, sign: str, left: Value, right: Value, charitable: bool) -> tuple[Operation, ...]:
    if sign in POINTWISE_SIGNS:
        return (_pointwise,)
    if sign == ":":
        return (_inner,)
    if sign == "otimes":
        return (_kronecker,) if stacks_matrices(ev) else (_outer, _pointwise)
    options = _plain(sign, kind(left), kind(right))
    if left.loose and right.loose:
        options += _LOOSE.get((kind(left), kind(right)), ())
    elif left.loose or right.loose:
        options += _SCALED.get((kind(left), kind(right)), ())
    return options


def _plain(sign: str, left: Kind, right: Kind) -> tuple[Operation, ...]:
    match left, right:
        case ("column", "column") | ("row", "row"):
            return (_inner, _pointwise) if sign == "cdot" else (_pointwise, _inner)
        case ("column", "matrix") | ("matrix", "row"):
            return ()
        case ("matrix", "matrix") if sign in ("*", "times"):
            return (_matmul, _pointwise)
        case ("row", "column") if sign in ("*", "times"):
            return (_matmul,)
    return (_matmul,)


def _matmul(ev: Evaluation, left: Value, right: Value) -> Value:
    return matmul(ev.dims, left, right)


def _pointwise(ev: Evaluation, left: Value, right: Value) -> Value:
    return pointwise(ev.dims, "mul", left, right)


def _inner(ev: Evaluation, left: Value, right: Value) -> Value:
    return inner(ev.dims, left, right)


def _outer(ev: Evaluation, left: Value, right: Value) -> Value:
    return outer(left, right)


_STACKS = re.compile(
    r"kronecker\s+product|\\(?:operatorname|mathrm|text)\s*\{\s*vec\s*\}|\\vec?(?:op|c)\b|\bvec\s*[(\[]"
)


def stacks_matrices(ev: Evaluation) -> bool:
    """Whether a text stacks matrices: its ⊗ is the product of Kronecker then, also between vectors."""
    return ev.scope.shows(_STACKS)


def _kronecker(ev: Evaluation, left: Value, right: Value) -> Value:
    """Every entry of the first times the whole of the second."""
    shape = tuple(ev.dims.times(one, other) for one, other in zip(left.shape, right.shape, strict=True))
    if left.array is None or right.array is None:
        return built((shape[0], shape[1]), None, left, right)
    (rows, columns), (height, width) = left.array.shape, right.array.shape
    places = [(i, j) for i in range(rows * height) for j in range(columns * width)]
    parts = [
        pointwise(ev.dims, "mul", entry(left, i // height, j // width), entry(right, i % height, j % width))
        for i, j in places
    ]
    return stacked((shape[0], shape[1]), (rows * height, columns * width), parts)


def _reversed(ev: Evaluation, left: Value, right: Value) -> Value:
    return matmul(ev.dims, right, left)


def _left_turned(ev: Evaluation, left: Value, right: Value) -> Value:
    return matmul(ev.dims, transposed(left), right)


def _right_turned(ev: Evaluation, left: Value, right: Value) -> Value:
    return matmul(ev.dims, left, transposed(right))


def _reversed_left(ev: Evaluation, left: Value, right: Value) -> Value:
    return matmul(ev.dims, transposed(right), left)


def _reversed_right(ev: Evaluation, left: Value, right: Value) -> Value:
    return matmul(ev.dims, right, transposed(left))


_LOOSE: dict[tuple[Kind, Kind], tuple[Operation, ...]] = {
    ("column", "column"): (_outer,),
    ("row", "row"): (_outer,),
    ("row", "column"): (_reversed,),
    ("column", "row"): (_reversed,),
    ("column", "matrix"): (_reversed, _reversed_left, _pointwise),
    ("matrix", "row"): (_right_turned, _left_turned, _pointwise),
    ("matrix", "column"): (_left_turned, _pointwise),
    ("row", "matrix"): (_right_turned, _pointwise),
    ("matrix", "matrix"): (
        _reversed,
        _pointwise,
        _right_turned,
        _left_turned,
        _reversed_left,
        _reversed_right,
    ),
}


_SCALED: dict[tuple[Kind, Kind], tuple[Operation, ...]] = {
    ("column", "matrix"): (_pointwise,),
    ("matrix", "row"): (_pointwise,),
}
"""σ'(f) ∂f/∂θ: what is worked out entry by entry stands for a diagonal matrix beside a written derivative."""


def inner_product(ev: Evaluation, left: s.Node, right: s.Node, at: Frame) -> Value:
    """⟨a, b⟩."""
    one, other = ev.value(left, at), ev.value(right, at)
    if one.is_vector and other.is_vector and kind(one) != kind(other):
        other = transposed(other)
    return inner(ev.dims, one, other)


def quotient(ev: Evaluation, node: s.Fraction, at: Frame) -> Value:
    """A division, entry by entry where the divisor is not a number."""
    top, bottom = ev.value(node.top, at), ev.value(node.bottom, at)
    return pointwise(ev.dims, "mul", top, pointwise(ev.dims, "pow", bottom, MINUS_ONE))


def power(ev: Evaluation, node: s.Power, at: Frame) -> Value:
    """A power: of e, of a norm, of a number; of a vector entry by entry, or its square as a product with itself."""
    if isinstance(node.base, s.Name) and node.base.letter == "e" and not is_taken(ev, "e"):
        return pointwise(ev.dims, "exp", ev.value(node.exponent, at))
    squared = node.exponent == s.Number("2")
    if isinstance(node.base, s.Norm) and squared and _euclidean(node.base):
        return _squares(ev, ev.value(node.base.of, at))
    base, exponent = ev.value(node.base, at), ev.value(node.exponent, at)
    if kind(base) == "matrix":
        return _matrix_power(ev, node, base)
    if squared and base.is_vector and ev.script.choose_once(("square", id(node)), 2) == 1:
        return _squares(ev, base)
    return pointwise(ev.dims, "pow", base, exponent)


def _matrix_power(ev: Evaluation, node: s.Power, base: Value) -> Value:
    if node.exponent in (s.Neg(s.Number("1")), s.Number("-1")):
        return inverse(ev, base)
    square = ev.dims.find(base.shape[0]) == ev.dims.find(base.shape[1])
    times = _whole(node.exponent.of) if isinstance(node.exponent, s.Neg) and square else 0
    if times and ev.script.choose_once(("square", id(node)), 2) == 0:
        return _repeated(ev, inverse(ev, base), times)
    if times:
        return pointwise(ev.dims, "pow", base, ev.value(node.exponent, s_frame()))
    options = (("matrix",) if square and _whole(node.exponent) else ()) + ("entries", "norm")
    match options[ev.script.choose_once(("square", id(node)), len(options))]:
        case "matrix":
            return _repeated(ev, base, _whole(node.exponent))
        case "norm" if node.exponent == s.Number("2"):
            ev.notes.add(SQUARED_MATRIX)
            return _squares(ev, base)
    return pointwise(ev.dims, "pow", base, ev.value(node.exponent, s_frame()))


HIGHEST = 4


def _whole(exponent: s.Node) -> int:
    """A small whole exponent from 2 on; 0 for any other."""
    plain = isinstance(exponent, s.Number) and exponent.text.isdigit()
    number = int(exponent.text) if plain and isinstance(exponent, s.Number) else 0
    return number if 2 <= number <= HIGHEST else 0


def _repeated(ev: Evaluation, base: Value, times: int) -> Value:
    found = base
    for _ in range(times - 1):
        found = matmul(ev.dims, found, base)
    return found


def s_frame() -> Frame:
    """An empty frame."""
    from derive.elaborate.evaluation.evaluate import Frame

    return Frame()


def inverse(ev: Evaluation, base: Value) -> Value:
    """The inverse of a square matrix, by its minors."""
    ev.dims.unify(base.shape[0], base.shape[1])
    if not ev.concrete:
        return base
    size = ev.size(base.shape[0])
    if size > 3:
        raise outside(LARGE_INVERSE)
    whole = determinant(base, tuple(range(size)), tuple(range(size)))
    parts = []
    for i in range(size):
        for j in range(size):
            rows = tuple(r for r in range(size) if r != j)
            columns = tuple(c for c in range(size) if c != i)
            minor = determinant(base, rows, columns)
            parts.append(scalar(minor * (-1) ** (i + j) / whole))
    return stacked(base.shape, (size, size), parts)


def determinant(value: Value, rows: tuple[int, ...], columns: tuple[int, ...]):  # type: ignore[no-untyped-def]
    """The determinant of the rows and columns of a matrix, by the first row."""
    from derive.terms import ONE as ONE_TERM
    from derive.terms import add, mul

    if not rows:
        return ONE_TERM
    return add(
        *(
            mul(
                (-1) ** k,
                entry(value, rows[0], column).entries[0],
                determinant(value, rows[1:], columns[:k] + columns[k + 1 :]),
            )
            for k, column in enumerate(columns)
        )
    )


def _squares(ev: Evaluation, value: Value) -> Value:
    return total(pointwise(ev.dims, "mul", value, value))


def _euclidean(node: s.Norm) -> bool:
    return node.index is None or node.index in (s.Number("2"), s.Name("F"), s.Text("F"))


_OTHER_NORM = re.compile(
    r"\\(?:\||lvert\s*\\lvert|lvert)\s*(?:\\cdot|\.|x|v|w|a)\s*\\(?:\||rvert)\s*\$?[\s,]*(?:is|be|denotes?|means|stands\s+for)"
    r"\s+(?:the|a|an|any)\s+(?:\$?(?:\\ell|l|ℓ)_?\{?(?:1|\\infty)\}?\$?|1|one|max\w*|infinity|sup\w*|spectral|operator|nuclear|trace"
    r"|mahalanobis|dual|weighted)[\s-]"
)
"""That a bare norm is another one than the Euclidean or Frobenius norm."""


def norm(ev: Evaluation, node: s.Norm, at: Frame) -> Value:
    """The Euclidean or Frobenius norm, or the sum of absolute values."""
    value = ev.value(node.of, at)
    if node.index is None and ev.scope.shows(_OTHER_NORM):
        raise outside("a norm that the words say is not the Euclidean one")
    if _euclidean(node):
        return pointwise(ev.dims, "pow", _squares(ev, value), HALF)
    if node.index == s.Number("1"):
        return total(pointwise(ev.dims, "abs", value))
    raise outside("this norm")
