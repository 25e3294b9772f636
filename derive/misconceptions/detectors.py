"""What finds slips in the syntax tree of a program, and in what was measured when it ran."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CodeFacts:
    """What was found out by running the code; whoever ran it fills in what it knows.

    ``failure`` is the last line of the traceback; ``ignores_inputs`` says that the result does not change with
    the inputs; ``follows_own_loss`` that the gradient is proved to be that of the loss the code returns (and
    not of the stated one) or None where it returns no loss; ``overflows`` that large logits give inf or nan;
    ``differs_on_integers`` that integer inputs give another result than the same numbers as floats.
    """

    failure: str = ""
    ignores_inputs: bool = False
    follows_own_loss: bool | None = None
    overflows: bool = False
    differs_on_integers: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A slip found in code: its id and the 1-based line, 0 where no line is to blame."""

    id: str
    line: int


Detector = Callable[[ast.Module, CodeFacts], Iterator[int]]


def detect(source: str, facts: CodeFacts | None = None) -> tuple[Found, ...]:
    """The code-only slips in a program, in the order of the records; a program that cannot be read has none.

    >>> detect("import numpy as np\\nz = np.zeros(3, dtype=int)\\nz -= 0.1")
    (Found(id='integer-dtype', line=2),)
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return ()
    known = facts or CodeFacts()
    found = [Found(name, line) for name, detector in DETECTORS.items() for line in detector(tree, known)]
    return tuple(dict.fromkeys(found))


# --- reading the tree ------------------------------------------------------------------------------


def _calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _last_name(node.func) in names:
            yield node


def _last_name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _bodies(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            body = getattr(node, name, None)
            if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
                yield body


# --- the detectors ---------------------------------------------------------------------------------


def _integer_dtype(tree: ast.Module, facts: CodeFacts) -> Iterator[int]:
    for node in _calls(
        tree, "zeros", "ones", "empty", "full", "zeros_like", "ones_like", "array", "astype", "asarray"
    ):
        if (
            any(_is_integer_type(word.value) for word in node.keywords if word.arg == "dtype")
            or (_last_name(node.func) == "astype" and node.args and _is_integer_type(node.args[0]))
            or (facts.differs_on_integers and _last_name(node.func) in ("zeros_like", "ones_like"))
        ):
            yield node.lineno
    for each in ast.walk(tree):
        if facts.differs_on_integers and isinstance(each, ast.BinOp) and isinstance(each.op, ast.FloorDiv):
            yield each.lineno


def _is_integer_type(node: ast.expr) -> bool:
    text = node.value if isinstance(node, ast.Constant) else _last_name(node)
    return isinstance(text, str) and text.rstrip("_").startswith(("int", "uint"))


_REMOVED = {
    *("float", "int", "bool", "object", "str", "complex", "long", "unicode"),
    *(
        "float_",
        "complex_",
        "unicode_",
        "Inf",
        "Infinity",
        "NaN",
        "infty",
        "asscalar",
        "product",
        "cumproduct",
    ),
    *("sometrue", "alltrue", "mat", "asfarray", "in1d", "row_stack", "trapz", "cast", "find_common_type"),
}


_STILL_SOMEWHERE = {"bool", "long", "mat", "trapz", "in1d"}


def _removed_numpy_name(tree: ast.Module, facts: CodeFacts) -> Iterator[int]:
    modules = _numpy_names(tree)
    gone = {name for name in _REMOVED if name not in _STILL_SOMEWHERE or name in facts.failure}
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=module), attr=name) if module in modules and name in gone:
                yield node.lineno


def _numpy_names(tree: ast.Module) -> set[str]:
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.name == "numpy"
    }


def _lost_expression(tree: ast.Module, facts: CodeFacts) -> Iterator[int]:
    """A value that is computed and thrown away: an expression as a statement, or + at the start of a line."""
    for body in _bodies(tree):
        for statement in (
            body if body is not tree.body else ()
        ):  # outside functions a notebook shows a value so
            if isinstance(statement, ast.Expr) and _is_pure(statement.value):
                yield statement.lineno


def _is_pure(node: ast.expr) -> bool:
    match node:
        case ast.UnaryOp() | ast.BinOp() | ast.Compare():
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np" | "numpy"), attr=name)):
            return name in _PURE_FUNCTIONS and not any(word.arg == "out" for word in node.keywords)
        case ast.Call(func=ast.Attribute(attr="reshape" | "transpose" | "dot" | "sum" | "mean")):
            return True
        case ast.Attribute(attr="T"):
            return True
        case _:
            return False


_PURE_FUNCTIONS = {
    *("sum", "mean", "dot", "matmul", "exp", "log", "maximum", "minimum", "clip", "add", "subtract"),
    *("multiply", "outer", "transpose", "reshape", "where", "tanh", "square", "sqrt"),
}


def _non_simultaneous_update(tree: ast.Module, facts: CodeFacts) -> Iterator[int]:
    """A parameter makes its step, and a later gradient in the same block is computed from the new value."""
    for body in _bodies(tree):
        stepped: set[str] = set()
        for statement in body:
            if stepped & _read_in_gradient(statement, stepped):
                yield statement.lineno
                break
            stepped |= _stepped_by(statement)


def _stepped_by(statement: ast.stmt) -> set[str]:
    match statement:
        case ast.AugAssign(
            target=ast.Name() | ast.Attribute() as target, op=ast.Sub() | ast.Add(), value=value
        ):
            return {ast.unparse(target)} if _is_step(value) else set()
        case ast.Assign(
            targets=[ast.Name() | ast.Attribute() as target],
            value=ast.BinOp(left=left, op=ast.Sub() | ast.Add(), right=right),
        ) if ast.unparse(left) == ast.unparse(target):
            return {ast.unparse(target)} if _is_step(right) else set()
        case _:
            return set()


_RATES = ("lr", "eta", "alpha", "rate", "learning_rate", "step", "step_size", "gamma", "epsilon_lr")


def _is_step(node: ast.expr) -> bool:
    rates = {name.rsplit(".", 1)[-1] for name in _places(node)} & set(_RATES)
    return bool(rates) and isinstance(node, ast.BinOp)


def _places(node: ast.AST) -> set[str]:
    """The variables and attributes that are read in an expression: "w", "self.w"."""
    found = (each for each in ast.walk(node) if isinstance(each, ast.Name | ast.Attribute))
    return {ast.unparse(each) for each in found}


def _read_in_gradient(statement: ast.stmt, stepped: set[str]) -> set[str]:
    match statement:
        case ast.AugAssign(target=ast.Name() | ast.Attribute() as target, value=value):
            return _places(value) - {ast.unparse(target)}
        case ast.Assign(targets=[ast.Name() | ast.Attribute() as target], value=value):
            name = ast.unparse(target)
            return _places(value) - ({name} if name in stepped else set())
        case _:
            return set()


def _log_guard_mismatch(tree: ast.Module, facts: CodeFacts) -> Iterator[int]:
    """The loss is guarded (log(p + eps), clip) and the gradient is not."""
    if facts.follows_own_loss is True:
        return
    for call in _calls(tree, "log", "log2", "log10"):
        if call.args and _is_guarded(call.args[0]):
            yield call.lineno


def _is_guarded(node: ast.expr) -> bool:
    if isinstance(node, ast.Call) and _last_name(node.func) in ("clip", "maximum"):
        return True
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add):
        return False
    return any(_is_tiny(part) for part in (node.left, node.right))


def _is_tiny(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant) and isinstance(node.value, float | int):
        return 0 < node.value * 1000 < 1
    return isinstance(node, ast.Name) and node.id.lower() in ("eps", "epsilon", "tiny", "delta", "small")


def _unstable_sigmoid(tree: ast.Module, facts: CodeFacts) -> Iterator[int]:
    """exp of an unbounded argument in a sigmoid, a softmax without its maximum, log(1 + exp)."""
    if not facts.overflows:
        return
    for call in _calls(tree, "exp"):
        yield call.lineno


def _finite_differences(tree: ast.Module, facts: CodeFacts) -> Iterator[int]:
    """(f(x + h) - f(x)) / h: a difference of two calls of one function, divided."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.BinOp)
            and isinstance(node.op, ast.Div)
            and _is_difference_of_calls(node.left, tree)
        ):
            yield node.lineno


def _is_difference_of_calls(node: ast.expr, tree: ast.Module) -> bool:
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Sub):
        return False
    left, right = (_called(part, tree) for part in (node.left, node.right))
    return bool(left) and left == right


def _called(node: ast.expr, tree: ast.Module) -> str:
    """The function that a value was computed by, directly or through one assignment; not a NumPy function."""
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return name
        case ast.Name(id=name):
            for each in ast.walk(tree):
                if isinstance(each, ast.Assign) and any(_last_name(t) == name for t in each.targets):
                    value = each.value
                    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
                        return value.func.id
    return ""


def _hard_coded_answer(tree: ast.Module, facts: CodeFacts) -> Iterator[int]:
    """The result is a list of numbers, or does not depend on the inputs."""
    for function in _functions(tree):
        for node in ast.walk(function):
            if isinstance(node, ast.Return) and node.value is not None:
                many = sum(isinstance(each, ast.Constant) for each in ast.walk(node.value))
                fixed = (many >= 2 and _is_literal(node.value)) or _is_blank_gradient(
                    function.name, node.value
                )
                if facts.ignores_inputs or fixed:
                    yield node.lineno


def _is_blank_gradient(name: str, node: ast.expr) -> bool:
    blank = isinstance(node, ast.Call) and _last_name(node.func) in (
        "zeros",
        "zeros_like",
        "ones",
        "ones_like",
    )
    return blank and any(word in name.lower() for word in ("grad", "deriv", "backward", "delta"))


def _is_literal(node: ast.expr) -> bool:
    if isinstance(node, ast.Call) and _last_name(node.func) in ("array", "asarray") and node.args:
        return _is_literal(node.args[0])
    if isinstance(node, ast.List | ast.Tuple):
        return all(_is_literal(each) for each in node.elts)
    if isinstance(node, ast.UnaryOp):
        return _is_literal(node.operand)
    return isinstance(node, ast.Constant) and isinstance(node.value, float | int)


def _disagreement(tree: ast.Module, facts: CodeFacts) -> Iterator[int]:
    if facts.follows_own_loss is False:
        yield 0


DETECTORS: dict[str, Detector] = {
    "integer-dtype": _integer_dtype,
    "removed-numpy-name": _removed_numpy_name,
    "lost-expression": _lost_expression,
    "non-simultaneous-update": _non_simultaneous_update,
    "log-guard-mismatch": _log_guard_mismatch,
    "unstable-sigmoid": _unstable_sigmoid,
    "finite-differences-instead": _finite_differences,
    "hard-coded-answer": _hard_coded_answer,
    "loss-and-gradient-disagree": _disagreement,
}
