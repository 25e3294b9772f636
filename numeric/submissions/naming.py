"""Names the slip that a proved edit undoes, by what the edit puts in or takes out."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from numeric.submissions.assignment import Assignment
from numeric.submissions.masks import labels_in, masks_in
from numeric.submissions.repair.atoms import is_atom
from numeric.submissions.repair.edits import Edit
from numeric.submissions.repair.model import FACTOR, FUNCTION, NAME, TERM

DEPTH = 3
LABELS = "label-convention-mixed-up"
_WRONG_VALUES = (TERM, NAME, FACTOR, FUNCTION)


def slip_named(
    source: str,
    edit: Edit,
    assignment: Assignment,
    mended: Collection[str] = (),
    is_forward: bool = False,
) -> str:
    """The misconception that turns the mended statement into what was written; the edit's own where none says more.

    A name that is put in stands for what it was made from: dhraw for dh, where dhraw = (1 − h²) dh, is a slope.
    ``mended`` are the parameters whose gradients the edit makes right; ``is_forward`` says that the statement works out
    a value of the forward pass, which has no chain rule to forget.
    """
    around = _function_around(source, edit.line)
    both = _both(source, edit)
    tree = ast.parse(source)
    if both and _is_label_map(both[0], labels_in(tree, assignment)) and not is_atom(both[1]):
        return LABELS
    if edit.kind in _WRONG_VALUES and (is_forward or _is_slope_of_unit(around, assignment)):
        return "wrong-forward-value" if is_forward else "sigma-prime-wrong-form"
    if not both:
        return edit.slip
    written, meant = both
    masks = masks_in(tree, assignment)
    roles = _roles(assignment)
    given = {name: value for name, value in _defaults(around).items() if name not in roles}
    made = {**given, **_made(around, edit.line)}
    where = _Where(made, roles, frozenset(mended), _functions(tree), masks)
    return where.named(*_smallest(written, meant), root=meant) or edit.slip


def _both(source: str, edit: Edit) -> tuple[ast.expr, ast.expr] | None:
    """What is written and what the edit puts there; None where they are no expressions."""
    try:
        written = ast.parse(source.encode()[edit.start : edit.end].decode(), mode="eval").body
        return written, ast.parse(edit.text, mode="eval").body
    except (SyntaxError, ValueError):
        return None


_MAPPING = (ast.BinOp, ast.UnaryOp, ast.Constant, ast.Name, ast.operator, ast.unaryop, ast.expr_context)


def _is_label_map(node: ast.expr, labels: Collection[str]) -> bool:
    """Whether an expression makes other labels from labels, and nothing else: (y + 1) / 2, 2 * y - 1."""
    parts = list(ast.walk(node))
    names = {each.id for each in parts if isinstance(each, ast.Name)}
    is_made = len(names) == 1 and names <= set(labels) and not is_atom(node)
    return is_made and all(isinstance(each, _MAPPING) for each in parts)


def _functions(tree: ast.Module) -> frozenset[str]:
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def _roles(assignment: Assignment) -> Mapping[str, str]:
    found = {each.name: "input" if each.shape else "scale" for each in assignment.inputs}
    return {**found, **dict.fromkeys(assignment.parameters, "parameter")}


def _function_around(source: str, line: int) -> ast.FunctionDef | None:
    functions = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))
    around = [each for each in functions if each.lineno <= line <= (each.end_lineno or each.lineno)]
    return around[-1] if around else None


def _is_slope_of_unit(function: ast.FunctionDef | None, assignment: Assignment) -> bool:
    """Whether a function is the derivative of an activation: a few lines with such a name, of a value or two."""
    if function is None or not _is_prime(function.name) or len(function.body) > 3:
        return False
    names = [each.arg for each in function.args.args if each.arg != "self"]
    return len(names) <= 2 and not set(names) & set(assignment.parameters)


def _made(function: ast.FunctionDef | None, line: int) -> Mapping[str, ast.expr]:
    """What each name was made from last before a line, in the function that the line is in."""
    inner = ast.walk(function) if function is not None else ()
    stored = (node for node in inner if isinstance(node, ast.Assign))
    before = sorted((node for node in stored if node.lineno < line), key=lambda node: node.lineno)
    single = ((node.targets[0], node.value) for node in before if len(node.targets) == 1)
    return {target.id: value for target, value in single if isinstance(target, ast.Name)}


def _defaults(function: ast.FunctionDef | None) -> Mapping[str, ast.expr]:
    """The arguments that are numbers where nothing else is said: a temperature, a strength."""
    if function is None:
        return {}
    values = function.args.defaults
    names = [each.arg for each in function.args.args][len(function.args.args) - len(values) :]
    return {name: value for name, value in zip(names, values, strict=True) if _is_fraction(value)}


def _is_fraction(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, float)


def _smallest(written: ast.expr, meant: ast.expr) -> tuple[ast.expr, ast.expr]:
    """The smallest parts in which two expressions differ; a key of a table is no part by itself."""
    while type(written) is type(meant) and not _has_key(written):
        fields = [(_parts(written, name), _parts(meant, name)) for name in written._fields]
        pairs = [(a, b) for one, two in fields for a, b in zip(one, two, strict=False)]
        apart = [(a, b) for a, b in pairs if not _is_same(a, b)]
        if any(len(one) != len(two) for one, two in fields) or len(apart) != 1:
            break
        first, second = apart[0]
        if not (isinstance(first, ast.expr) and isinstance(second, ast.expr)):
            break
        written, meant = first, second
    return written, meant


def _has_key(node: ast.expr) -> bool:
    return isinstance(node, ast.Subscript) and isinstance(getattr(node.slice, "value", None), str)


def _parts(node: ast.AST, name: str) -> list[object]:
    value = getattr(node, name)
    return value if isinstance(value, list) else [value]


def _is_same(one: object, other: object) -> bool:
    if isinstance(one, ast.AST) and isinstance(other, ast.AST):
        return ast.dump(one) == ast.dump(other)
    return one == other


@dataclass(frozen=True)
class _Where:
    """What names were made from, and which play a part in the assignment."""

    made: Mapping[str, ast.expr]
    roles: Mapping[str, str]
    mended: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    masks: frozenset[str] = frozenset()

    def named(self, written: ast.expr, meant: ast.expr, root: ast.expr) -> str:
        """The misconception by which the first of two expressions came to stand for the second."""
        match meant:
            case ast.BinOp(left=left, op=ast.MatMult(), right=right) if _is_same(right, written):
                is_scaled = any(self._role(name) == "scale" for name in _names(root))
                mine = {self._role(name) for name in _names(right)}
                return "regulariser-factor" if is_scaled and mine == {"parameter"} else ""
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right) if _is_same(left, written):
                return self._term(right)
            case ast.Name(id=name) if name in self.functions and _is_prime(name):
                return "sigma-prime-wrong-form"
        if self._is_turned(written, meant) or self._is_turned(meant, written):
            return "relu-mask-wrong"
        lost = self._more(meant, written)
        if lost is not None:
            return self._factor(lost, "missing-sigma-prime")
        extra = self._more(written, meant)
        if extra is not None and self._is_slope(extra, DEPTH):
            return "extra-sigma-prime"
        return self._other_name(written, meant)

    def _is_turned(self, one: ast.expr, other: ast.expr) -> bool:
        """Whether one expression lets through what the other, a mask, holds back: 1 - m, or not m."""
        match one:
            case ast.BinOp(left=ast.Constant(value=1), op=ast.Sub(), right=right) if _is_same(right, other):
                return self._is_mask(other)
            case ast.UnaryOp(op=ast.Invert(), operand=operand) if _is_same(operand, other):
                return self._is_mask(other)
        return False

    def _is_mask(self, node: ast.expr) -> bool:
        """Whether an expression is 0 or 1: a mask that was given, or a comparison."""
        match self._origin(node) or node:
            case ast.Compare() | ast.Call(func=ast.Attribute(value=ast.Compare(), attr="astype")):
                return True
        return is_atom(node) and set(_names(node)) <= self.masks

    def _other_name(self, written: ast.expr, meant: ast.expr) -> str:
        """The misconception of one value in the place of another, as one layer's in that of the next."""
        if not (is_atom(written) and is_atom(meant)):
            return ""
        both = (written, meant)
        roles = {self._role(name) for each in both for name in _names(each)}
        is_made = "parameter" in roles or any(_is_derivative(ast.unparse(each)) for each in both)
        return "index-mixed-up" if is_made else "wrong-forward-value"

    def _more(self, whole: ast.expr, part: ast.expr) -> ast.expr | None:
        """The factor or divisor that one expression has and another has not, as written or as it was made."""
        for form in (whole, self._origin(whole)):
            match form:
                case ast.BinOp(left=left, op=ast.Mult() | ast.Div(), right=right) if _is_same(left, part):
                    return right
                case ast.BinOp(left=left, op=ast.Mult(), right=right) if _is_same(right, part):
                    return left
        return None

    def _origin(self, node: ast.expr) -> ast.expr | None:
        return self.made.get(node.id) if isinstance(node, ast.Name) else None

    def _role(self, name: str) -> str:
        return "" if name in self.made else self.roles.get(name, "")

    def _factor(self, factor: ast.expr, slope: str) -> str:
        if self._is_slope(factor, DEPTH):
            return slope
        if self._is_exponential(factor, DEPTH) or self._is_root(factor, DEPTH):
            return "missing-inner-derivative"
        roles = {self._role(name) for name in _names(factor)}
        if roles == {"parameter"}:
            return "missing-weights-in-hidden-delta"
        if roles == {"input"}:
            return "missing-input-factor"
        return "missing-scale-factor" if self._is_scale(factor, DEPTH) else ""

    def _term(self, term: ast.expr) -> str:
        roles = {self._role(name) for name in _names(term)}
        if {"scale", "parameter"} <= roles:
            return "regulariser-missing"
        if is_atom(term) and roles == {"parameter"}:
            alone = set(_names(term)) == self.mended
            return "regulariser-missing" if alone else "wrong-forward-value"
        # Something was worked out for the result and never added to it.
        return "path-dropped" if any(name in self.made for name in _names(term)) else ""

    def _is_slope(self, node: ast.expr, depth: int) -> bool:
        """Whether an expression is the slope of an activation: 1 − a², a(1 − a), z > 0, or a name of one."""
        match node:
            case ast.Name() if depth and node.id in self.made:
                return self._is_slope(self.made[node.id], depth - 1)
            case ast.BinOp(left=ast.Constant(value=1), op=ast.Sub(), right=right):
                return _is_square(right)
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                return _is_one_minus(left, right) or _is_one_minus(right, left)
            case ast.Compare():
                return True
            case ast.Call(func=ast.Attribute(value=value, attr="astype")):
                return self._is_slope(value, depth)
            case ast.Call(func=ast.Attribute(attr="where"), args=[ast.Compare(), *_]):
                return True
            case ast.Call(func=ast.Name(id=name)):
                return _is_prime(name)
        return False

    def _is_exponential(self, node: ast.expr, depth: int) -> bool:
        """Whether an expression is an exponential, which is its own slope."""
        match node:
            case ast.Name() if depth and node.id in self.made:
                return self._is_exponential(self.made[node.id], depth - 1)
            case ast.Call(func=ast.Attribute(attr="exp") | ast.Name(id="exp")):
                return True
        return False

    def _is_root(self, node: ast.expr, depth: int) -> bool:
        """Whether an expression is the root of a sum, which is left over when a length is differentiated."""
        match node:
            case ast.Name() if depth and node.id in self.made:
                return self._is_root(self.made[node.id], depth - 1)
            case ast.Call(func=ast.Attribute(attr="sqrt") | ast.Name(id="sqrt"), args=[inner]):
                return not self._is_scale(node, depth) and any("sum" in name for name in _attributes(inner))
            case ast.Call(func=ast.Attribute(attr="norm")):
                return True
        return False

    def _is_scale(self, node: ast.expr, depth: int) -> bool:
        """Whether an expression is a constant with a name: a root of a size, a temperature, a strength."""
        match node:
            case ast.Name() if depth and node.id in self.made:
                return self._is_scale(self.made[node.id], depth - 1)
            case ast.Name():
                return node.id in ("scale", "temperature", "temp") or self._role(node.id) == "scale"
            case ast.Call(func=ast.Attribute(attr="sqrt") | ast.Name(id="sqrt"), args=[inner]):
                return not _names(inner) or isinstance(inner, ast.Subscript | ast.Name | ast.Attribute)
            case ast.BinOp(left=ast.Name(), op=ast.Pow(), right=ast.Constant()):
                return self._is_scale(node.left, depth)
            case ast.Constant():
                return depth < DEPTH and _is_fraction(node)
        return False


def _is_prime(name: str) -> bool:
    return "prime" in name or "deriv" in name or name.startswith("grad_") or name.endswith("_grad")


def _attributes(node: ast.AST) -> list[str]:
    return [each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)]


_DERIVATIVE = re.compile(r"(d[A-Z_]|d[a-z]?\d+$|d[a-z]$|dh|grad|delta|g_|g[A-Z])")


def _is_derivative(text: str) -> bool:
    """Whether a name is that of a derivative.

    >>> [_is_derivative(text) for text in ("dz1", "self.dW", "grads['W']", "delta2", "data", "diff", "h1")]
    [True, True, True, True, False, False, False]
    """
    return bool(_DERIVATIVE.match(text.removeprefix("self.").lstrip("_")))


def _names(node: ast.AST) -> list[str]:
    """What an expression refers to: names, attributes of an object itself, and entries of a dictionary."""
    match node:
        case ast.Name(id=name):
            return [name]
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            return [name]
        case ast.Subscript(value=ast.Name(), slice=ast.Constant(value=str() as name)):
            return [name]
    return [name for each in ast.iter_child_nodes(node) for name in _names(each)]


def _is_square(node: ast.expr) -> bool:
    match node:
        case ast.BinOp(op=ast.Pow(), right=ast.Constant(value=2)):
            return True
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _is_same(left, right)
        case ast.Call(func=ast.Attribute(attr="square")):
            return True
    return False


def _is_one_minus(one: ast.expr, other: ast.expr) -> bool:
    match other:
        case ast.BinOp(left=ast.Constant(value=1), op=ast.Sub(), right=right):
            return _is_same(one, right)
    return False
