"""Rewrites loops whose rounds are all alike, so that a trace for every size can run them once for all rounds.

``for i in range(n): g += f(i)`` stays as it is, and stands beside the same loop run once: what the round adds to g is
collected under a number of its statement, and after the loop the sum over all rounds is added to g.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from numeric.tracing.branches import HOOK, own_names
from numeric.tracing.steps import Step, step_of
from numeric.tracing.uniform import Uniform, quiet_names, uniform


class Rounds(ast.NodeTransformer):
    """Rewrites the loops of a program; every new node keeps its line."""

    def __init__(self, tree: ast.Module) -> None:
        self._quiet = quiet_names(tree)
        self._count = 0

    def visit_For(self, node: ast.For) -> ast.AST | list[ast.stmt]:
        found = uniform(node, self._quiet)
        self.generic_visit(node)
        if found is None:
            return node
        self._count += 1
        space, loop = f"__over{self._count}", f"__loop{self._count}"
        once = _Once(node, found, loop, space).statements()
        every = ast.For(node.target, _name(space), node.body, [])
        rounds = ast.If(_hook("is_once", _name(space)), once, [ast.copy_location(every, node)])
        written = [ast.Assign([_store(space)], _hook("over", node.iter)), rounds]
        return [ast.copy_location(each, node) for each in written]


class _Once(ast.NodeTransformer):
    """One loop as it is run once: its statements that add become calls that collect."""

    def __init__(self, node: ast.For, found: Uniform, loop: str, space: str) -> None:
        self._node, self._found, self._loop, self._space = node, found, loop, space
        self._bases = list(found.bases)
        self._steps: list[Step] = []
        self._guards: list[ast.expr] = []

    def statements(self) -> list[ast.stmt]:
        """The loop run once, and what is added after it."""
        body = [part for each in self._node.body for part in _listed(self.visit(copy.deepcopy(each)))]
        written = [*self._forgotten(), *self._begun(), *body, *self._ended(), *self._forgotten()]
        for each in written:
            if not hasattr(each, "lineno"):
                ast.copy_location(each, self._node)
        return written

    def _forgotten(self) -> Iterator[ast.stmt]:
        for name in sorted(self._found.names):
            yield ast.Assign([_store(name)], ast.Constant(None))
            yield ast.Delete([ast.Name(name, ast.Del())])

    def _begun(self) -> Iterator[ast.stmt]:
        values = ast.List([_copied(self._found.bases[key], ast.Load()) for key in self._bases], ast.Load())
        yield ast.Assign([_store(self._loop)], _hook("once", _name(self._space), values))
        yield from (self._set(key, "hidden") for key in self._bases)
        yield ast.Assign([copy.deepcopy(self._node.target)], self._call("item"))

    def _set(self, key: str, method: str) -> ast.stmt:
        number = ast.Constant(self._bases.index(key))
        return ast.Assign([_copied(self._found.bases[key], ast.Store())], self._call(method, number))

    def _ended(self) -> Iterator[ast.stmt]:
        yield from (self._set(key, "closed") for key in self._bases)
        for number, step in enumerate(self._steps):
            yield self._added(step, ast.Constant(number), ast.Constant(self._bases.index(step.key)))

    def _added(self, step: Step, number: ast.expr, base: ast.expr) -> ast.stmt:
        total = self._call("stored" if step.kind == "store" else "total", number, base)
        if step.kind == "again":
            before = _copied(step.base, ast.Load())
            return ast.Assign([_copied(step.base, ast.Store())], ast.BinOp(before, ast.Add(), total))
        target = _copied(step.base, ast.Store())
        if step.index is not None:
            whole = _copied(step.base, ast.Load())
            target = ast.Subscript(whole, self._call("rest", number), ast.Store())
        if step.kind == "store":
            return ast.Assign([target], total)
        return ast.AugAssign(target, ast.Add(), total)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        return self._collected(node)

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        return self._collected(node)

    def _collected(self, node: ast.stmt) -> ast.AST:
        step = step_of(node)
        if step is None or step.key not in self._bases:
            return node
        self._steps.append(step)
        index = (
            ast.Constant(None) if step.index is None else ast.Subscript(_hooked("at"), step.index, ast.Load())
        )
        value = step.value
        for test in reversed(self._guards):
            value = _hook("guarded", test, _lambda(value))
        numbers = (ast.Constant(len(self._steps) - 1), ast.Constant(self._bases.index(step.key)))
        added = self._call("store" if step.kind == "store" else "add", *numbers, index, value)
        return ast.copy_location(ast.Expr(added), node)

    def visit_If(self, node: ast.If) -> ast.AST | list[ast.AST]:
        own = own_names(node)
        if not all(self._only_adds(each, own) for each in [*node.body, *node.orelse]):
            self.generic_visit(node)
            return node
        name = f"{self._loop}_test{len(self._steps)}_{len(self._guards)}"
        written: list[ast.AST] = [ast.copy_location(ast.Assign([_store(name)], node.test), node)]
        for test, block in ((_name(name), node.body), (_hook("negated", _name(name)), node.orelse)):
            self._guards.append(test)
            written += [part for each in block for part in _listed(self.visit(each))]
            self._guards.pop()
        return written

    def _only_adds(self, node: ast.stmt, own: AbstractSet[str]) -> bool:
        if isinstance(node, ast.If):
            inner = own | own_names(node)
            return all(self._only_adds(each, inner) for each in [*node.body, *node.orelse])
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id in own
        ):
            return True  # worked out in any case, for nobody else
        step = step_of(node)
        return isinstance(node, ast.Pass) or (
            step is not None and step.kind != "store" and step.key in self._bases
        )

    def _call(self, method: str, *args: ast.expr) -> ast.expr:
        return ast.Call(ast.Attribute(_name(self._loop), method, ast.Load()), list(args), [])


def _listed(node: ast.AST | Iterable[ast.AST] | None) -> Sequence[ast.stmt]:
    found = [node] if isinstance(node, ast.AST) else list(node or ())
    return [each for each in found if isinstance(each, ast.stmt)]


def _copied(base: ast.expr, context: ast.expr_context) -> Any:
    made = copy.deepcopy(base)
    made.ctx = context  # type: ignore[attr-defined]
    return made


def _lambda(value: ast.expr) -> ast.expr:
    nothing = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
    return ast.Lambda(nothing, value)


def _hooked(name: str) -> ast.expr:
    return ast.Attribute(_name(HOOK), name, ast.Load())


def _hook(name: str, *args: ast.expr) -> ast.expr:
    return ast.Call(_hooked(name), list(args), [])


def _name(name: str) -> ast.expr:
    return ast.Name(name, ast.Load())


def _store(name: str) -> ast.expr:
    return ast.Name(name, ast.Store())
