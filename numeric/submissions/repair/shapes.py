"""The shapes of the expressions of a program, worked out from those that were seen of its names."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from numeric.submissions.repair.atoms import Atom, Shape, is_atom


def shape_of(node: ast.expr, known: Mapping[str, Atom]) -> Shape | None:
    """The shape of an expression; None where it is not known.

    >>> known = {"A": Atom("A", (2, 3)), "x": Atom("x", (3,))}
    >>> [shape_of(ast.parse(text, mode="eval").body, known) for text in ("A * x", "A @ x", "A.T", "2 * x", "f(x)")]
    [(2, 3), (2,), (3, 2), (3,), None]
    """
    if is_atom(node):
        atom = known.get(ast.unparse(node))
        return None if atom is None else atom.shape
    match node:
        case ast.Constant():
            return ()
        case ast.UnaryOp(operand=operand):
            return shape_of(operand, known)
        case ast.Attribute(value=value, attr="T"):
            inner = shape_of(value, known)
            return None if inner is None else inner[::-1]
        case ast.BinOp(left=left, right=right):
            first, second = shape_of(left, known), shape_of(right, known)
            if first is None or second is None:
                return None
            return (
                _of_product(first, second) if isinstance(node.op, ast.MatMult) else broadcast(first, second)
            )
        case _:
            return None


def _of_product(first: Shape, second: Shape) -> Shape | None:
    if not first or not second or len(first) > 2 or len(second) > 2:
        return None
    return (*first[:-1], *(second[1:] if len(second) == 2 else ()))


def broadcast(first: Shape, second: Shape) -> Shape | None:
    """The shape of a product entry by entry; None where there is none."""
    longer = max(len(first), len(second))
    pairs = zip((1,) * (longer - len(first)) + first, (1,) * (longer - len(second)) + second, strict=True)
    found = [(a, b) for a, b in pairs]
    return tuple(max(pair) for pair in found) if all(a == b or 1 in (a, b) for a, b in found) else None
