"""Names that a statement takes from the scope around it, and names that it binds or stores into there."""

from __future__ import annotations

import ast
from collections.abc import Iterable

_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def free_names(node: ast.AST, operands: bool = True) -> set[str]:
    """The names whose values come from the scope around a node; without ``operands`` those that it may change.

    What stands in a sum, a product or a comparison is read and nothing else.

    >>> function = ast.parse("def f(x):\\n    y = a * x\\n    return [g(b) for k in y]").body[0]
    >>> sorted(free_names(function)), sorted(free_names(function, operands=False))
    (['a', 'b', 'g'], ['b', 'g'])
    """
    match node:
        case ast.Name(id=name, ctx=ast.Load()):
            return {name}
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
            return _free_in_function(node, operands)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            bound = {name for each in node.generators for name in stored_names(each.target)}
            return _free_in(ast.iter_child_nodes(node), operands) - bound
        case ast.AugAssign(target=ast.Name(id=name), value=value):
            return {name} | free_names(value, operands)
        case ast.BinOp() | ast.UnaryOp() | ast.Compare() if not operands:
            return _free_in(
                (each for each in ast.iter_child_nodes(node) if not isinstance(each, ast.Name)), False
            )
        case _:
            return _free_in(ast.iter_child_nodes(node), operands)


def _free_in(nodes: Iterable[ast.AST], operands: bool) -> set[str]:
    return set().union(*(free_names(node, operands) for node in nodes))


def _free_in_function(node: _Function, operands: bool) -> set[str]:
    given = node.args
    arguments = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    arguments += [each for each in (given.vararg, given.kwarg) if each is not None]
    body = [node.body] if isinstance(node, ast.Lambda) else node.body
    own = {each.arg for each in arguments}.union(*(_bound_names(each) for each in body))
    inside = _free_in(body, operands) - own
    outside = [*given.defaults, *(each for each in given.kw_defaults if each is not None)]
    if not isinstance(node, ast.Lambda):
        annotations = [*(each.annotation for each in arguments), node.returns]
        outside += [*node.decorator_list, *(each for each in annotations if each is not None)]
    return inside | _free_in(outside, operands)


def _bound_names(node: ast.AST) -> set[str]:
    # x = …, but not x[0] = …, which stores into what x was before.
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return {name}
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return set()
        case ast.alias(name=name, asname=other):
            return {other or name.partition(".")[0]}
        case _:
            return set().union(*map(_bound_names, ast.iter_child_nodes(node)))


def stored_names(node: ast.AST) -> set[str]:
    """The names that a statement binds in its scope, and those into whose values it stores.

    >>> sorted(stored_names(ast.parse("a = b[0] = c.d = 1").body[0]))
    ['a', 'b', 'c']
    """
    roots = (each for each in ast.walk(node) if isinstance(each, ast.Attribute | ast.Subscript))
    into = {root for each in roots if isinstance(each.ctx, ast.Store | ast.Del) for root in free_names(each)}
    return _bound_names(node) | into
