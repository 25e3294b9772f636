"""Watches a program statement by statement: which line computes which value, and what if it were another."""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from typing import Any

import numpy as np

from numeric.tracing.array import ExactArray, ExactMatrix, as_matrix
from numeric.tracing.size import SUBMISSION

SEE = "__see__"
ADDED = " +="  # ends the name of what a statement adds to a variable
MAX_SEEN = 2_000
MAX_ENTRIES = 2_000


def watched(tree: ast.Module) -> ast.Module:
    """The same program, where each value that a function assigns or returns passes through a watcher.

    >>> print(ast.unparse(watched(ast.parse("def f(x):\\n    y = x + 1\\n    return y"))).splitlines()[-2].strip())
    y = __see__(2, 'y', x + 1)
    """
    changed: ast.Module = _Watched().visit(tree)
    return ast.fix_missing_locations(changed)


class _Watched(ast.NodeTransformer):
    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        names = [
            arg.arg for arg in (*node.args.posonlyargs, *node.args.args) if arg.arg not in ("self", "cls")
        ]
        seen = [ast.copy_location(_argument(name, node), node) for name in names]
        start = 1 if ast.get_docstring(node) is not None else 0
        node.body[start:start] = seen
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        self.generic_visit(node)
        node.body = _seen(node, "return", node.body)
        return node

    def visit_Assign(self, node: ast.Assign) -> Any:
        self.generic_visit(node)
        target = node.targets[0]
        if isinstance(target, ast.Tuple):
            return self._pair(node, target)
        if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name) and not _is_key(target):
            base = target.value.id
            held = _seen(node, base, ast.Name(base, ast.Load()))
            return [node, ast.copy_location(ast.Assign([ast.Name(base, ast.Store())], held), node)]
        node.value = _seen(node, ast.unparse(target), node.value)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is not None:
            node.value = _seen(node, ast.unparse(node.target), node.value)
        return node

    def visit_Return(self, node: ast.Return) -> ast.AST:
        if node.value is not None and not isinstance(node.value, ast.Tuple | ast.Dict | ast.List):
            node.value = _seen(node, "return", node.value)
        elif isinstance(node.value, ast.Tuple):
            node.value.elts = [_seen(node, f"return {k}", each) for k, each in enumerate(node.value.elts)]
        elif isinstance(node.value, ast.Dict):
            node.value.values = [_seen(node, f"return {k}", each) for k, each in enumerate(node.value.values)]
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        name = ast.unparse(node.target)
        if isinstance(node.op, ast.Add | ast.Sub):
            node.value = _seen(node, f"{name}{ADDED}", node.value)
        after = ast.copy_location(ast.Assign([node.target], _seen(node, name, _loaded(node.target))), node)
        return [node, after]

    def _pair(self, node: ast.Assign, target: ast.Tuple) -> ast.AST:
        if isinstance(node.value, ast.Tuple) and len(node.value.elts) == len(target.elts):
            pairs = zip(target.elts, node.value.elts, strict=True)
            node.value.elts = [_seen(node, ast.unparse(name), value) for name, value in pairs]
        return node


def _is_key(target: ast.Subscript) -> bool:
    return isinstance(target.slice, ast.Constant) and isinstance(target.slice.value, str)


def _seen(at: ast.stmt | ast.Lambda, name: str, value: ast.expr) -> ast.expr:
    call = ast.Call(ast.Name(SEE, ast.Load()), [ast.Constant(at.lineno), ast.Constant(name), value], [])
    return ast.copy_location(call, at)


def _argument(name: str, at: ast.FunctionDef) -> ast.stmt:
    value = ast.Call(
        ast.Name(SEE, ast.Load()),
        [ast.Constant(-at.lineno), ast.Constant(name), ast.Name(name, ast.Load())],
        [],
    )
    return ast.Assign([ast.Name(name, ast.Store())], value)


def _loaded(target: ast.expr) -> ast.expr:
    copied: ast.expr = ast.parse(ast.unparse(target), mode="eval").body
    return copied


class Watcher:
    """Notes each value with its line and name, and puts another one in the place that is asked for.

    ``replace`` is {"3": [...], "7": [...]}: the 3rd and 7th values that pass are replaced, each in its own shape, by
    floats or by exact values.
    """

    def __init__(self, replace: Mapping[str, Any] | None = None) -> None:
        self.replace = replace
        self.begin()

    def begin(self) -> None:
        """Start counting: the definitions are done, and the call begins."""
        self.seen: list[list[Any]] = []
        self._count = 0
        self._on = True

    def pause(self) -> None:
        """Note nothing until the call begins."""
        self._on = False

    def __call__(self, line: int, name: str, value: Any) -> Any:
        if not self._on:
            return value
        number, self._count = self._count, self._count + 1
        if self.replace is not None and str(number) in self.replace:
            return _in_shape(self.replace[str(number)], value)
        if self.replace is None and len(self.seen) < MAX_SEEN:
            self._note(number, line, name, value)
        return value

    def _note(self, number: int, line: int, name: str, value: Any) -> None:
        array = _numbers(value)
        if array is None:
            return
        kind = "argument" if line < 0 else _kind(name)
        at = _caller_line() if line < 0 else line
        if at is not None:
            self.seen.append([number, at, kind, name, list(array.shape), array.ravel().tolist()])


def _kind(name: str) -> str:
    if name.endswith(ADDED):
        return "added"
    return "return" if name.startswith("return") else "assign"


def _numbers(value: Any) -> Any:
    # A plain whole number counts or numbers something: as another quantity it would mean endless rounds.
    if isinstance(value, str | bytes | dict | int) or value is None:
        return None
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    return array if 0 < array.size <= MAX_ENTRIES and np.all(np.isfinite(array)) else None


def _in_shape(values: Any, like: Any) -> Any:
    if isinstance(values, ExactArray):
        return _exactly_in_shape(values, like)
    if not isinstance(like, np.ndarray):
        return type(like)(values[0]) if np.ndim(like) == 0 else np.reshape(values, np.shape(like)).tolist()
    made = np.array(values, dtype=np.float64).reshape(like.shape)
    return made.view(np.matrix) if isinstance(like, np.matrix) else made


def _exactly_in_shape(values: ExactArray, like: Any) -> Any:
    if not isinstance(like, np.ndarray):
        return values.item() if np.ndim(like) == 0 else values.reshape(np.shape(like)).tolist()
    made = values.reshape(like.shape)
    return as_matrix(made) if isinstance(like, ExactMatrix) else made


def _caller_line() -> int | None:
    # _caller_line <- _note <- __call__ <- the function that was called <- the line that called it
    caller = sys._getframe(4)
    return caller.f_lineno if caller.f_code.co_filename == SUBMISSION else None
