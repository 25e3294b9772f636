"""Which loops of a program do the same in every round, as far as its text says.

Such a loop computes values of its own, and adds to values from before it or stores one entry a round; it calls
functions of NumPy and ``math``, and functions of the program that change nothing but values of their own. What the
text does not say (conditions on the number of a round, values that are read while they grow) is seen when it runs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from numeric.tracing.steps import Step, step_of

_MODULES = frozenset({"np", "numpy", "math", "special", "sp", "scipy", "scs"})
_CHANGING = frozenset(
    {"at", "copyto", "put", "place", "putmask", "fill_diagonal", "random", "seed", "put_along_axis"}
)
_BUILTINS = frozenset(
    {
        "abs",
        "float",
        "int",
        "len",
        "sum",
        "max",
        "min",
        "pow",
        "range",
        "zip",
        "enumerate",
        "print",
        "isinstance",
    }
)
_METHODS = frozenset(
    {"dot", "sum", "mean", "copy", "reshape", "ravel", "flatten", "transpose", "item", "max", "min", "prod"}
)
_FRESH = frozenset(
    {"zeros", "ones", "zeros_like", "ones_like", "empty", "copy", "dot", "matmul", "outer", "exp"}
)
_PLAIN = (
    *(ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Subscript, ast.Slice, ast.Attribute),
    *(
        ast.Name,
        ast.Constant,
        ast.Tuple,
        ast.List,
        ast.JoinedStr,
        ast.FormattedValue,
        ast.keyword,
        ast.Starred,
    ),
    *(ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.expr_context),
)


@dataclass
class Uniform:
    """What a loop changes: values from before it, by the texts of their expressions, and names of its own."""

    bases: dict[str, ast.expr] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    fresh: set[str] = field(default_factory=set)


class NotUniform(Exception):
    """The rounds of a loop may differ."""


def uniform(loop: ast.For, quiet: frozenset[str]) -> Uniform | None:
    """What a loop changes in each round; None where the text does not show that all rounds do the same.

    ``quiet`` are the names of functions that change nothing but values of their own.

    >>> code = "for i in range(n):\\n    e = X[i] @ w - y[i]\\n    g += e * X[i]\\n"
    >>> found = uniform(ast.parse(code).body[0], frozenset({"range"}))
    >>> sorted(found.bases), sorted(found.names)
    (['g'], ['e', 'i'])
    >>> uniform(ast.parse("for i in range(n):\\n    seen.append(i)\\n").body[0], frozenset({"range"})) is None
    True
    """
    reader = _Reader(quiet)
    try:
        reader.statement(loop)
    except NotUniform:
        return None
    found = reader.found
    return found if found.bases and not set(found.bases) & found.names else None


def quiet_names(tree: ast.Module) -> frozenset[str]:
    """The names of functions that change nothing but values of their own: Python's, NumPy's methods, the program's.

    >>> sorted(quiet_names(ast.parse("def f(x): return x\\ndef dot(a): a.sort()")) & {"f", "dot", "sum"})
    ['f', 'sum']
    """
    functions = list(_functions(tree))
    written = {name for name, _ in functions}
    other = _names_of_values(tree)
    names = ((_BUILTINS | _METHODS) - other | written) - other
    while True:
        impure = {name for name, function in functions if not _is_pure(function, names)}
        if not impure & names:
            return names
        names -= impure


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef | ast.Lambda]]:
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name):
                yield name, node
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda() as value):
                yield name, value


def _names_of_values(tree: ast.Module) -> frozenset[str]:
    """The names that are given to something else than a function."""
    functions = {id(target) for node in ast.walk(tree) if isinstance(node, ast.Assign) for target in node.targets
                 if isinstance(node.value, ast.Lambda)}  # fmt: skip
    stored = (
        node for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )
    found = {node.id for node in stored if id(node) not in functions}
    return frozenset(found | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)})


def _is_pure(function: ast.FunctionDef | ast.Lambda, names: frozenset[str]) -> bool:
    reader = _Reader(names, returns=True)
    body = [ast.Return(function.body)] if isinstance(function, ast.Lambda) else function.body
    try:
        reader.block(body)
    except NotUniform:
        return False
    decorated = isinstance(function, ast.FunctionDef) and bool(function.decorator_list)
    return not reader.found.bases and not decorated


class _Reader:
    """Reads statements in their order, and notes what they change."""

    def __init__(self, quiet: frozenset[str], *, returns: bool = False) -> None:
        self.found = Uniform()
        self._quiet, self._returns = quiet, returns

    def block(self, statements: Sequence[ast.stmt]) -> None:
        for statement in statements:
            self.statement(statement)

    def statement(self, node: ast.stmt) -> None:
        match node:
            case ast.Assign(targets=[target], value=value):
                self._assigned(node, target, value)
            case ast.AnnAssign(target=ast.Name() as target, value=value) if value is not None:
                self._named(target, value)
            case ast.AugAssign():
                self._changed(node)
            case ast.If(test=test, body=body, orelse=other):
                self._computes(test)
                self.block([*body, *other])
            case ast.For(target=target, iter=values, body=body, orelse=[]):
                self._computes(values)
                self._named(target, None)
                self.block(body)
            case ast.Expr(value=ast.Constant()) | ast.Pass():
                return
            case ast.Expr(value=ast.Call(func=ast.Name(id="print")) as value):
                self._computes(value)
            case ast.Return(value=value) if self._returns and value is not None:
                self._computes(value)
            case _:
                raise NotUniform

    def _assigned(self, node: ast.Assign, target: ast.expr, value: ast.expr) -> None:
        step = step_of(node)
        if step is not None and step.key not in self.found.names:
            self._adds(step)
        elif isinstance(target, ast.Subscript):
            self._own(target)
            self._computes(target)
            self._computes(value)
        else:
            self._named(target, value)

    def _changed(self, node: ast.AugAssign) -> None:
        step = step_of(node)
        if step is not None and step.key not in self.found.names:
            self._adds(step)
            return
        self._own(node.target)
        self._computes(node.value)

    def _own(self, target: ast.AST) -> None:
        # A value that may be a view of another one is not changed in place.
        base = target
        while isinstance(base, ast.Subscript):
            base = base.value
        if not isinstance(base, ast.Name) or base.id not in self.found.fresh:
            raise NotUniform

    def _adds(self, step: Step) -> None:
        if self._returns or (step.index is not None and not _is_whole(step.index)):
            raise NotUniform
        self._computes(step.value)
        self.found.bases.setdefault(step.key, step.base)

    def _named(self, target: ast.expr, value: ast.expr | None) -> None:
        if value is not None:
            self._computes(value)
        parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
        for part in parts:
            if isinstance(part, ast.Tuple):
                self._named(part, None)
            elif isinstance(part, ast.Name):
                self._own_name(part.id, value)
            else:
                raise NotUniform

    def _own_name(self, name: str, value: ast.expr | None) -> None:
        self.found.names.add(name)
        (self.found.fresh.add if value is not None and _is_fresh(value) else self.found.fresh.discard)(name)

    def _computes(self, node: ast.AST) -> None:
        for each in ast.walk(node):
            if not (self._is_quiet_call(each) if isinstance(each, ast.Call) else isinstance(each, _PLAIN)):
                raise NotUniform

    def _is_quiet_call(self, call: ast.Call) -> bool:
        match call.func:
            case ast.Name(id=name):
                return name in self._quiet
            case ast.Attribute(attr=name) as function:
                path = ast.unparse(function).split(".")
                if path[0] in _MODULES:
                    return not _CHANGING & set(path)
                return name in self._quiet
            case _:
                return False


def _is_whole(index: ast.expr) -> bool:
    """Whether an index picks single entries by names, and whole axes."""
    parts: Iterable[ast.expr] = index.elts if isinstance(index, ast.Tuple) else (index,)
    return all(
        isinstance(part, ast.Name)
        or (isinstance(part, ast.Slice) and part.lower is part.upper is part.step is None)
        for part in parts
    )


def _is_fresh(value: ast.expr) -> bool:
    match value:
        case ast.Constant() | ast.BinOp() | ast.UnaryOp():
            return True
        case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)):
            return name in _FRESH
        case _:
            return False
