"""Layouts: the shape of a derivative, and the order of its entries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from derive import arrays
from derive.elaborate.evaluation.values import Value, transposed
from derive.elaborate.symbols.dims import ONE, SCALAR, Shape
from derive.elaborate.symbols.errors import Clash
from derive.reader import syntax as s
from derive.terms import ZERO, Term

if TYPE_CHECKING:
    from derive.elaborate.evaluation.evaluate import Evaluation

DENOMINATOR, NUMERATOR, ELEMENTWISE = "denominator", "numerator", "element-wise"
SHAPE_KEPT = "shape kept"
"""Of a scope: gradients by a matrix lie as the matrix does; of Jacobians nothing is said."""


def shape_of(ev: Evaluation, node: s.Node, target: Value, variable: Value) -> Shape:
    """The shape that the derivative has in the layout that is chosen for it."""
    if variable.is_scalar:
        return target.shape
    if target.is_scalar:
        layout = _gradient_layout(ev, node, variable)
        ev.layouts.append(NUMERATOR if layout else DENOMINATOR)
        ev.turns_matrices |= layout == 1 and not variable.is_vector
        return variable.shape if layout == 0 else transposed(Value(variable.shape)).shape
    if not (target.is_vector and variable.is_vector):
        ev.dims.agree(target.shape, variable.shape)
        ev.layouts.append(ELEMENTWISE)
        return variable.shape
    return _jacobian_shape(ev, node, target, variable)


_SAME_SHAPE = re.compile(
    r"\bgradients?\s+(?:(?:then|always|also|must|should)\s+)?(?:has|have)\s+"
    r"the\s+(?:same\s+)?shapes?\s+(?:of|as)\b(?![^.;:]{0,40}(?:transpos|\^|'))"
)


def _keeps_shape(ev: Evaluation, variable: Value) -> bool:
    """Whether the words say that a gradient by a matrix has the shape of the matrix."""
    if variable.is_scalar or variable.is_vector:
        return False
    return ev.scope.layout == SHAPE_KEPT or ev.scope.shows(_SAME_SHAPE)


def keeps_shape_of(ev: Evaluation, variable: Value) -> bool:
    """Whether a derivative by a matrix has its shape in the layout that is stated."""
    is_matrix = not (variable.is_scalar or variable.is_vector)
    return is_matrix and (ev.scope.layout == DENOMINATOR or _keeps_shape(ev, variable))


def _gradient_layout(ev: Evaluation, node: s.Node, variable: Value) -> int:
    """0 where a gradient lies as its variable does, 1 where it is turned; ∇f is a column in both layouts."""
    if told := ev.scope.notations.get(notation_of(node, variable.is_vector), ""):
        return int(told == NUMERATOR)
    if _keeps_shape(ev, variable) or ev.scope.layout == DENOMINATOR:
        return 0
    if ev.scope.layout == NUMERATOR and variable.is_vector and not isinstance(node, s.Nabla):
        return 1
    return ev.script.choose_once("gradient layout", 2)


def notation_of(node: s.Node, by_vector: bool) -> str:
    """The sign that a gradient is written with, and by what it is taken: the key of its own layout in a scope."""
    sign = "nabla" if isinstance(node, s.Nabla) else "partial"
    return sign if by_vector else f"{sign} by a matrix"


def _jacobian_layout(ev: Evaluation, node: s.Node) -> int:
    """0 in numerator layout, 1 in denominator layout, 2 where only the diagonal is meant."""
    allowed = {NUMERATOR: (0, 2), DENOMINATOR: (1, 2)}.get(ev.scope.layout, (0, 1, 2))
    return allowed[ev.script.choose_once(("jacobian", id(node)), len(allowed))]


def _jacobian_shape(ev: Evaluation, node: s.Node, target: Value, variable: Value) -> Shape:
    n, m = length_of(target.shape), length_of(variable.shape)
    match _jacobian_layout(ev, node):
        case 0:
            ev.layouts.append(NUMERATOR)
            return (n, m)
        case 1:
            ev.layouts.append(DENOMINATOR)
            return (m, n)
    ev.dims.unify(n, m)
    ev.layouts.append(ELEMENTWISE)
    return variable.shape


def length_of(shape: Shape) -> str:
    return shape[0] if shape[1] == ONE else shape[1]


def arranged(
    ev: Evaluation, node: s.Node, target: Value, variable: Value, shape: Shape, table: list[list[Term]]
) -> Value:
    entries = _entries(ev, node, target, variable, table)
    if shape == SCALAR:
        return Value(SCALAR, arrays.constant(entries, ()), True)
    sizes = tuple(1 if dim == ONE else ev.size(dim) for dim in shape)
    return Value(shape, arrays.constant(entries, sizes), not _keeps_shape(ev, variable))


def _entries(
    ev: Evaluation, node: s.Node, target: Value, variable: Value, table: list[list[Term]]
) -> list[Term]:
    if variable.is_scalar:
        return [row[0] for row in table]
    if target.is_scalar:
        return _gradient_entries(ev, node, variable, table[0])
    both = target.is_vector and variable.is_vector
    match _jacobian_layout(ev, node) if both else 2:
        case 0:
            return [term for row in table for term in row]
        case 1:
            return [table[i][j] for j in range(len(table[0])) for i in range(len(table))]
    return _diagonal_entries(table)


def _gradient_entries(ev: Evaluation, node: s.Node, variable: Value, row: list[Term]) -> list[Term]:
    if variable.is_vector or _gradient_layout(ev, node, variable) == 0:
        return row
    assert variable.array is not None
    rows, columns = variable.array.shape
    return [row[i * columns + j] for j in range(columns) for i in range(rows)]


def _diagonal_entries(table: list[list[Term]]) -> list[Term]:
    for i, row in enumerate(table):
        if any(term is not ZERO for j, term in enumerate(row) if i != j):
            raise Clash("the Jacobian is not diagonal")
    return [row[i] for i, row in enumerate(table)]
