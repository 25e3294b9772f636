"""The statements of a loop that add to a value from before it, or store one entry of it a round."""

from __future__ import annotations

import ast
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """A statement that adds to a value from before the loop, or stores one entry of it a round.

    ``kind`` is "add" (``g += v``, ``g[i] += v``), "again" (``g = g + v``) or "store" (``p[i] = v``).
    """

    base: ast.expr
    index: ast.expr | None
    value: ast.expr
    kind: str

    @property
    def key(self) -> str:
        """The text of the base: statements with one key change one value."""
        return ast.unparse(self.base)


def step_of(node: ast.stmt) -> Step | None:
    """What a statement adds or stores; None where it does neither."""
    match node:
        case ast.AugAssign(target=target, op=ast.Add(), value=value):
            return _step(target, value, "add")
        case ast.AugAssign(target=target, op=ast.Sub(), value=value):
            return _step(target, ast.UnaryOp(ast.USub(), value), "add")
        case ast.AugAssign(target=ast.Subscript(), op=ast.Mult() | ast.Div()):
            return _scaled(node)
        case ast.Assign(targets=[ast.Subscript() as target], value=value):
            return _step(target, value, "store")
        case ast.Assign(targets=[ast.Name() as target], value=ast.BinOp(op=ast.Add() | ast.Sub()) as value):
            return _again(target, value)
        case _:
            return None


def _scaled(node: ast.AugAssign) -> Step | None:
    assert isinstance(node.target, ast.Subscript)
    before = ast.Subscript(node.target.value, node.target.slice, ast.Load())
    return _step(node.target, ast.copy_location(ast.BinOp(before, node.op, node.value), node), "store")


def _again(target: ast.Name, value: ast.BinOp) -> Step | None:
    for mine, other in ((value.left, value.right), (value.right, value.left)):
        if isinstance(mine, ast.Name) and mine.id == target.id and target.id not in _names(other):
            if isinstance(value.op, ast.Add):
                return Step(target, None, other, "again")
            return Step(target, None, ast.UnaryOp(ast.USub(), other), "again") if mine is value.left else None
    return None


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _step(target: ast.expr, value: ast.expr, kind: str) -> Step | None:
    if _is_base(target):
        return None if kind == "store" else Step(target, None, value, kind)
    if not isinstance(target, ast.Subscript):
        return None
    inner, index = target.value, target.slice
    match inner:
        case ast.Subscript(value=whole, slice=ast.Name() as first) if not _is_base(inner):
            rest = index.elts if isinstance(index, ast.Tuple) else [index]
            inner, index = whole, ast.Tuple([first, *rest], ast.Load())
    return Step(inner, index, value, kind) if _is_base(inner) else None


def _is_base(node: ast.expr) -> bool:
    match node:
        case ast.Name():
            return True
        case ast.Attribute(value=ast.Name()):
            return True
        case ast.Subscript(
            value=ast.Name() | ast.Attribute(value=ast.Name()), slice=ast.Constant(value=str())
        ):
            return True
        case _:
            return False
