"""Turns an ``if`` on symbols into a choice of values, where both branches only compute: then no path has to be taken.

``if margin > 0: g += x`` gives g the value g + x or g, by the condition, just as ``np.where`` would. What a branch
computes must have no effect but its value: arithmetic, indexing, and functions of NumPy and ``math``.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Container, Sequence

from numeric.tracing.trees import Transformer, nodes_within

HOOK = "__exact__"
_MODULES = frozenset({"np", "numpy", "math", "special", "sp"})
_METHODS = frozenset({"dot", "sum", "mean", "copy", "reshape", "ravel", "flatten", "transpose", "item"})
_FUNCTIONS = frozenset({"abs", "float", "len", "exp", "log", "sqrt", "tanh", "dot"})
_QUIET = (
    ast.BinOp,
    ast.UnaryOp,
    ast.Compare,
    ast.Subscript,
    ast.Attribute,
    ast.Name,
    ast.Constant,
    ast.Tuple,
)
_PARTS = (ast.operator, ast.unaryop, ast.cmpop, ast.expr_context, ast.Slice, ast.keyword)


class Branches(Transformer):
    """Rewrites the ifs of a program; every new node keeps its line."""

    def __init__(self) -> None:
        self._count = 0

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        self.generic_visit(node)
        if not (_is_quiet(node.body) and _is_quiet(node.orelse)):
            return node
        arms = [_lambda(arm) for arm in (node.body, node.orelse)]
        return ast.copy_location(_call("either", [node.test, *arms]), node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.body = _with_returns(node.body)
        self.generic_visit(node)
        return node

    def visit_If(self, node: ast.If) -> ast.AST | list[ast.stmt]:
        self.generic_visit(node)
        changed = _choices(node)
        if changed is None:
            return node
        name = f"__test{self._count}"
        self._count += 1
        test = ast.Assign([ast.Name(name, ast.Store())], node.test)
        node.test = ast.Name(name, ast.Load())
        undecided = _call("undecided", [ast.Name(name, ast.Load())])
        whole = ast.If(undecided, [_statement(each, name) for each in changed], [node])
        return [ast.copy_location(test, node), ast.copy_location(whole, node)]


class OwnNames(ast.NodeVisitor):
    """Notes at every ``if`` of a program the names that its body uses, and nothing else in its function."""

    def __init__(self) -> None:
        self._uses: Counter[str] = Counter()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        outer, self._uses = self._uses, _uses(node)
        self.generic_visit(node)
        self._uses = outer

    def visit_If(self, node: ast.If) -> None:
        inside = _uses(*node.body)
        node.own = frozenset(name for name in inside if inside[name] == self._uses[name])  # type: ignore[attr-defined]
        self.generic_visit(node)


def own_names(node: ast.If) -> frozenset[str]:
    """What ``OwnNames`` has noted."""
    found: frozenset[str] = getattr(node, "own", frozenset())
    return found


def _uses(*nodes: ast.AST) -> Counter[str]:
    return Counter(each.id for node in nodes for each in nodes_within(node) if isinstance(each, ast.Name))


Choice = tuple[
    ast.expr | None, ast.expr, ast.expr | None
]  # the target (None: return), what it gets, and else


def _choices(node: ast.If) -> list[Choice] | None:
    """What the branches of an ``if`` store, as choices between values; None where they do more."""
    if len(node.body) == len(node.orelse) == 1:
        both = _pair(node.body[0], node.orelse[0])
        return None if both is None else [both]
    if node.orelse:
        return None
    found = [_own(statement, own_names(node)) or _update(statement) for statement in node.body]
    return None if None in found else [each for each in found if each is not None]


def _pair(yes: ast.stmt, no: ast.stmt) -> Choice | None:
    match yes, no:
        case ast.Return(value=first), ast.Return(value=second) if first is not None and second is not None:
            return (None, first, second) if _is_quiet(first) and _is_quiet(second) else None
        case ast.Assign(targets=[target], value=first), ast.Assign(targets=[other], value=second):
            same = ast.unparse(target) == ast.unparse(other) and not isinstance(target, ast.Tuple)
            return (target, first, second) if same and _is_quiet(first) and _is_quiet(second) else None
        case _:
            return None


def _own(statement: ast.stmt, own: Container[str]) -> Choice | None:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name) as target], value=value) if name in own and _is_quiet(
            value
        ):
            return target, value, value
        case _:
            return None


def _update(statement: ast.stmt) -> Choice | None:
    match statement:
        case ast.AugAssign(target=target, op=op, value=value) if _is_quiet(value) and _is_quiet(target):
            return target, ast.BinOp(_loaded(target), op, value), None
        case ast.Assign(targets=[ast.Subscript() as target], value=value) if _is_quiet(value):
            return (target, value, None) if _is_quiet(target) else None
        case _:
            return None


def _statement(choice: Choice, test: str) -> ast.stmt:
    target, yes, no = choice
    condition = ast.Name(test, ast.Load())
    if target is None:
        return ast.copy_location(ast.Return(_call("pick", [condition, yes, no or yes])), yes)
    if no is yes:
        return ast.copy_location(ast.Assign([target], yes), yes)
    if no is not None:
        return ast.copy_location(ast.Assign([target], _call("pick", [condition, yes, no])), yes)
    stored = _call("stored", [_loaded(target), _call("pick", [condition, yes, _loaded(target)])])
    return ast.copy_location(ast.Assign([target], stored), target)


def _with_returns(body: list[ast.stmt]) -> list[ast.stmt]:
    """``if c: return a`` before ``return b`` is ``if c: return a`` with ``else: return b``, from the end on."""
    if len(body) < 2 or not isinstance(body[-2], ast.If) or not isinstance(body[-1], ast.Return):
        return body
    before = body[-2]
    if before.orelse or len(before.body) != 1 or not isinstance(before.body[0], ast.Return):
        return body
    whole = ast.copy_location(ast.If(before.test, before.body, [body[-1]]), before)
    return [*body[:-2], whole]


def _is_quiet(node: ast.AST) -> bool:
    """Whether an expression does nothing but compute a value."""
    if isinstance(node, ast.Call):
        return _is_pure_call(node.func) and all(map(_is_quiet, [*node.args, *node.keywords]))
    return isinstance(node, _QUIET + _PARTS) and all(map(_is_quiet, ast.iter_child_nodes(node)))


def _is_pure_call(function: ast.expr) -> bool:
    match function:
        case ast.Attribute(value=ast.Name(id=module)) if module in _MODULES:
            return True
        case ast.Attribute(value=value, attr=name):
            return name in _METHODS and _is_quiet(value)
        case ast.Name(id=name):
            return name in _FUNCTIONS
        case _:
            return False


def _call(name: str, args: Sequence[ast.expr]) -> ast.Call:
    return ast.Call(ast.Attribute(ast.Name(HOOK, ast.Load()), name, ast.Load()), list(args), [])


def _lambda(value: ast.expr) -> ast.expr:
    nothing = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
    return ast.copy_location(ast.Lambda(nothing, value), value)


def _loaded(target: ast.expr) -> ast.expr:
    copied: ast.expr = ast.parse(ast.unparse(target), mode="eval").body
    for node in ast.walk(copied):
        ast.copy_location(node, target)
    return copied
