"""How far an operator such as ∂/∂x or ∇ reaches over the product that follows it."""

from __future__ import annotations

from collections.abc import Callable

from derive.reader import products
from derive.reader.cursor import Cursor, Run
from derive.reader.syntax import (
    Derivative,
    Differential,
    Fraction,
    Hole,
    Nabla,
    Name,
    Neg,
    Node,
    Number,
    Span,
    Transpose,
)
from derive.reader.tree import walk

WIDE = "wide operator "
"""How the keys begin of operators that rather reach over a whole product than its first factor."""
_LOSSES = frozenset(("L", "J", "E", "C", "\\ell"))


def applied(
    cursor: Cursor, make: Callable[[Node | None, int], Node], by: tuple[Node, ...], span: Span
) -> Node:
    """Apply an operator to what follows it: the factors it can reach, and where that is open, each reach."""
    if not products.begins_factor(cursor):
        return make(None, span.end)
    found = cursor.rules.run(cursor)
    if isinstance(found.factors[0], Hole):
        return make(None, span.end)
    wide = cursor.rules.join(cursor, found)
    if len(found.factors) == 1:
        return make(wide, wide.span.end)
    narrow = _narrow(cursor, make, found)
    if _is_hessian(make(None, span.end)) and not _constant(found.factors[0]):
        return narrow
    reach = _reach(found, by)
    if reach == "wide":
        return make(wide, wide.span.end)
    options = {"wide": make(wide, wide.span.end), "narrow": narrow}
    if reach == "wide?":
        return cursor.choose(f"{WIDE}{span.start}", options, span.start)
    options = {"narrow": narrow, "wide": options["wide"]}
    return cursor.choose(f"operator {span.start}", options, span.start)


def _is_hessian(operator: Node) -> bool:
    """∇²: what follows the function it is applied to is multiplied by the matrix of second derivatives."""
    return isinstance(operator, Nabla) and operator.order > 1


def _narrow(cursor: Cursor, make: Callable[[Node | None, int], Node], found: Run) -> Node:
    first = make(found.factors[0], found.factors[0].span.end)
    rest = Run([first, *found.factors[1:]], found.signs, [False, *found.closed[1:]])
    return cursor.rules.join(cursor, rest)


def _reach(found: Run, by: tuple[Node, ...]) -> str:
    """How far an operator reaches over a product: "wide", "narrow", or the likelier with a question mark."""
    first, rest = found.factors[0], found.factors[1:]
    if any(isinstance(part, Derivative | Nabla | Differential) for factor in rest for part in walk(factor)):
        return "narrow?"
    if not by:
        return "wide" if _constant(first) else "narrow?" if found.closed[0] or found.signs[0] else "wide?"
    if _is_loss(first) and found.signs[0] in ("odot", "circ", "ast"):
        # Nobody takes the entrywise product of a number: ∇_t L ⊙ t ⊙ (1 − t) is a gradient times vectors.
        return "narrow?"
    if _constant(first) or (not _mentions(first, by) and any(_mentions(factor, by) for factor in rest)):
        return "wide"
    if found.signs[0] in ("cdot", "times", "*", "odot", "circ", "ast") or _is_loss(first):
        return "narrow?"
    if _is_variable(first, by):
        return "wide"
    return "wide?" if _mentions(first, by) or found.closed[0] else "wide"


def _is_loss(node: Node) -> bool:
    """Whether the first factor has the letter of a loss: ∂_h L xᵀ is a gradient times a row."""
    return isinstance(node, Name) and node.letter in _LOSSES


def _is_variable(node: Node, by: tuple[Node, ...]) -> bool:
    """Whether the first factor is the variable itself: nobody writes d/dx x for a factor of 1."""
    return (node.of if isinstance(node, Transpose) else node) in by


def _constant(node: Node) -> bool:
    return all(isinstance(part, Number | Fraction | Neg) for part in walk(node))


def _mentions(node: Node, by: tuple[Node, ...]) -> bool:
    variables = {variable.of if isinstance(variable, Transpose) else variable for variable in by}
    return any(part in variables for part in walk(node))
