"""Rewrites a program before it is traced: literals and plain arithmetic become exact, casts keep their value."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

from numeric.tracing import loops, spaces
from numeric.tracing.array import ExactArray, lifted, plain, to_store
from numeric.tracing.branches import HOOK, Branches, OwnNames
from numeric.tracing.choices import where
from numeric.tracing.rounds import Rounds
from numeric.tracing.scalar import Exact, Truth, combine, exact, flag_of, literal
from numeric.tracing.size import Size, bare, tagged
from numeric.tracing.state import current
from numeric.tracing.trees import Transformer, located, nodes_within
from numeric.tracing.ufuncs import elementwise

_FLOATS = frozenset({"float64", "float32", "float16", "double", "longdouble", "float_", "float"})
_WHOLE = frozenset({"int64", "int32", "int16", "int8", "int_", "intp", "uint8"})
_BUILTINS = frozenset(
    {"len", "float", "int", "max", "min", "isinstance", "round", "pow", "divmod", "range", "zip", "enumerate"}
)


def rewrite(tree: ast.Module) -> ast.Module:
    """The same program with exact literals and divisions; every node keeps its line.

    >>> print(ast.unparse(rewrite(ast.parse("y = 0.5 * x / 2"))))
    y = __exact__.divide(__exact__.literal('0.5') * x, 2)
    """
    nodes = nodes_within(tree)
    rebound = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    rebound |= {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    if any(isinstance(node, ast.If) for node in nodes):
        OwnNames().visit(tree)
    if any(isinstance(node, ast.For) for node in nodes):
        tree = Rounds(tree).visit(tree)
    if any(isinstance(node, ast.If | ast.IfExp | ast.For) for node in nodes):
        tree = Branches().visit(tree)
    rewritten: ast.Module = _Exactly(_BUILTINS - rebound).visit(tree)
    return located(rewritten)


class _Exactly(Transformer):
    def __init__(self, builtins: frozenset[str]) -> None:
        self.builtins = builtins

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, float) and np.isfinite(node.value):
            return _call("literal", [ast.Constant(repr(node.value))], node)
        return node

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        # A comparison with a tolerance says nothing exact; if it fails, the numeric run stops.
        if any(word in ast.unparse(node.test) for word in ("allclose", "isclose")):
            return ast.copy_location(ast.Pass(), node)
        self.generic_visit(node)
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                part.value = self.visit(part.value)
        return node

    def visit_MatchValue(self, node: ast.MatchValue) -> ast.AST:
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        name = _OPERATORS.get(type(node.op))
        if isinstance(node.op, ast.Mod) and _is_text(node.left):
            name = "percent"
        return node if name is None else _call(name, [node.left, node.right], node)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Div):
            return node
        value = _call("divide_in_place", [_loaded(node.target), node.value], node)
        return ast.copy_location(ast.Assign([node.target], value), node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id in self.builtins:
            node.func = ast.copy_location(_hook(node.func.id), node.func)
        elif isinstance(node.func, ast.Attribute) and len(node.args) == 1:
            kind = node.func.attr
            if kind in _FLOATS | _WHOLE:
                node.func = ast.copy_location(_hook("floats" if kind in _FLOATS else "whole"), node.func)
        return node


_OPERATORS: dict[type[ast.operator], str] = {ast.Div: "divide", ast.Pow: "power"}


def _hook(name: str) -> ast.expr:
    return ast.Attribute(ast.Name(HOOK, ast.Load()), name, ast.Load())


def _call(name: str, args: list[ast.expr], at: ast.AST) -> ast.Call:
    return ast.copy_location(ast.Call(_hook(name), args, []), at)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _loaded(target: ast.expr) -> ast.expr:
    copied: ast.expr = ast.parse(ast.unparse(target), mode="eval").body
    return ast.copy_location(copied, target)


class Hook:
    """What rewritten programs call."""

    literal = staticmethod(literal)
    range = staticmethod(spaces.ranged)
    zip = staticmethod(spaces.zipped)
    enumerate = staticmethod(spaces.enumerated)
    over = staticmethod(spaces.over)
    once = staticmethod(loops.Once)
    guarded = staticmethod(loops.guarded)
    negated = staticmethod(loops.negated)
    at = loops.At()

    @staticmethod
    def is_once(values: Any) -> bool:
        return isinstance(values, spaces.Over)

    @staticmethod
    def divide(left: Any, right: Any) -> Any:
        if _is_plain(left) and _is_plain(right):
            if not np.ndim(right) and not np.any(right):
                return left / right
            return elementwise("divide", (left, right))
        return left / right

    @staticmethod
    def divide_in_place(left: Any, right: Any) -> Any:
        if isinstance(left, np.ndarray):
            left /= right
            return left
        return Hook.divide(left, right)

    @staticmethod
    def power(left: Any, right: Any) -> Any:
        if isinstance(left, int) and isinstance(right, int) and right < 0:
            return combine("power", left, right)
        return left**right

    @staticmethod
    def percent(text: str, values: Any) -> str:
        held = values if isinstance(values, tuple) else (values,)
        return text % tuple(_shown(value) for value in held)

    @staticmethod
    def undecided(test: Any) -> bool:
        flag = flag_of(test)
        return isinstance(flag, Truth) and not current().is_known(flag.condition)

    @staticmethod
    def pick(test: Any, yes: Any, no: Any) -> Any:
        if not (_is_value(yes) and _is_value(no)) or np.shape(lifted(yes)) != np.shape(lifted(no)):
            return yes if test else no
        return where(flag_of(test), yes, no)

    @staticmethod
    def either(test: Any, yes: Any, no: Any) -> Any:
        if not Hook.undecided(test):
            return yes() if test else no()
        return Hook.pick(test, yes(), no())

    @staticmethod
    def stored(target: Any, value: Any) -> Any:
        if not isinstance(target, np.ndarray) or not target.ndim:
            return value
        plain(target)[...] = to_store(value)
        return target

    @staticmethod
    def float(value: Any = 0.0) -> Any:
        if isinstance(value, ExactArray):
            return exact(value.item()) if value.size == 1 else float(value)
        if isinstance(value, Exact | Truth | int | np.integer | Size):
            return exact(value)
        return float(value)

    @staticmethod
    def floats(value: Any) -> Any:
        """NumPy's float types, which take arrays, too."""
        return value.astype(float) if isinstance(value, ExactArray) else Hook.float(value)

    @staticmethod
    def whole(value: Any) -> Any:
        """NumPy's types of whole numbers: of a comparison 0 or 1, entry by entry."""
        if isinstance(value, ExactArray):
            return value.astype(int)
        return exact(value) if isinstance(value, Truth) else np.int64(value)

    @staticmethod
    def int(value: Any = 0, *base: Any) -> Any:
        if isinstance(value, Size):
            return value
        return int(value.item() if isinstance(value, ExactArray) else value, *base)

    @staticmethod
    def max(*values: Any, **options: Any) -> Any:
        return _extreme("maximum", max, values, options)

    @staticmethod
    def min(*values: Any, **options: Any) -> Any:
        return _extreme("minimum", min, values, options)

    @staticmethod
    def isinstance(value: Any, kinds: Any) -> bool:
        if isinstance(value, Exact):
            return any(_is_a_number(kind) for kind in (kinds if isinstance(kinds, tuple) else (kinds,)))
        return isinstance(bare(value), kinds)

    @staticmethod
    def len(value: Any) -> Any:
        return tagged(len(value)) if isinstance(value, ExactArray) else len(value)

    @staticmethod
    def round(value: Any, *digits: Any) -> Any:
        return round(value, *digits)

    @staticmethod
    def pow(left: Any, right: Any, *modulus: Any) -> Any:
        return Hook.power(left, right) if not modulus else pow(left, right, *modulus)

    @staticmethod
    def divmod(left: Any, right: Any) -> Any:
        return left // right, left % right


def _is_value(value: Any) -> bool:
    return isinstance(value, Exact | Truth | ExactArray | int | np.integer)


def _is_plain(value: Any) -> bool:
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "iub"
    return isinstance(value, int | np.integer)


def _shown(value: Any) -> Any:
    if isinstance(value, ExactArray) and value.size == 1:
        value = value.item()
    return _Printed(value) if isinstance(value, Exact) else bare(value)


class _Printed(float):
    """A number on its way into a text, where it is only looked at."""

    def __new__(cls, value: Exact) -> _Printed:
        return super().__new__(cls, repr(value))


def _extreme(rule: str, builtin: Any, values: Any, options: Any) -> Any:
    held = list(values[0]) if len(values) == 1 else list(values)
    simple = not options and all(isinstance(v, Exact | int | np.integer) for v in held)
    if not (simple and any(isinstance(v, Exact) for v in held)):
        return builtin(held, **options) if held else builtin(*values, **options)
    result = held[0]
    for value in held[1:]:
        result = combine(rule, result, value)
    return result


def _is_a_number(kind: Any) -> bool:
    return kind in _NUMBERS or (isinstance(kind, type) and issubclass(float, kind))


_NUMBERS = (float, np.float64, np.floating, np.number, np.generic, Exact)
