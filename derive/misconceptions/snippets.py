"""NumPy-like lines on arrays of exact symbols: the language of the examples that records carry.

A snippet is a line of NumPy without the ``np.``: ``X.T @ (sigmoid(X @ w) - y) / N``. Names are arrays or sizes; lines
before the last may name intermediates. Everything stays exact.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from fractions import Fraction

from derive.arrays import Array, apply, filled, matmul, reshape, sum_over, transpose
from derive.errors import ReadError
from derive.functions import HALF
from derive.terms import ONE

Value = Array | tuple[int, ...]


def run_snippet(source: str, names: Mapping[str, Array | int]) -> Array:
    """The array that the last line of a snippet stands for.

    Raises ReadError for what is not in the language, ShapeError where shapes do not go together.

    >>> from derive.arrays import leaf
    >>> run_snippet("s = X @ w; sum(s)", {"X": leaf("x", (2, 3)), "w": leaf("w", (3,))}).shape
    ()
    """
    held: dict[str, Array] = {
        name: value if isinstance(value, Array) else filled(value) for name, value in names.items()
    }
    *before, last = ast.parse(source).body
    for statement in before:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                held[name] = _value(value, held)
            case _:
                raise ReadError(f"a snippet only names values before its last line: {ast.unparse(statement)}")
    if not isinstance(last, ast.Expr):
        raise ReadError(f"the last line of a snippet is its value: {ast.unparse(last)}")
    return _value(last.value, held)


def _value(node: ast.expr, names: Mapping[str, Array]) -> Array:
    match node:
        case ast.Constant(value=int() as number):
            return filled(number)
        case ast.Constant(value=float() as number):
            return filled(Fraction(str(number)))
        case ast.Name(id=name) if name in names:
            return names[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _negative(_value(operand, names))
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATORS[type(op)](_value(left, names), _value(right, names))
        case ast.Attribute(value=value, attr="T"):
            return transpose(_value(value, names))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=words) if name in _FUNCTIONS:
            options = {word.arg: ast.literal_eval(word.value) for word in words if word.arg}
            return _FUNCTIONS[name](*(_value(arg, names) for arg in args), **options)
        case ast.Subscript(value=value, slice=ast.Tuple(elts=parts)):
            return _with_new_axis(_value(value, names), parts)
        case _:
            raise ReadError(f"not in the language of snippets: {ast.unparse(node)}")


def _negative(array: Array) -> Array:
    return apply("mul", filled(-1), array)


def _divided(left: Array, right: Array) -> Array:
    return apply("mul", left, apply("pow", right, filled(-1)))


_OPERATORS: dict[type[ast.operator], Callable[[Array, Array], Array]] = {
    ast.Add: lambda a, b: apply("add", a, b),
    ast.Sub: lambda a, b: apply("add", a, _negative(b)),
    ast.Mult: lambda a, b: apply("mul", a, b),
    ast.Div: _divided,
    ast.Pow: lambda a, b: apply("pow", a, b),
    ast.MatMult: matmul,
}


def _with_new_axis(array: Array, parts: list[ast.expr]) -> Array:
    sizes = iter(array.shape)
    return reshape(array, tuple(1 if isinstance(part, ast.Constant) else next(sizes) for part in parts))


def _sum(array: Array, axis: int | None = None, keepdims: bool = False) -> Array:
    return sum_over(array, None if axis is None else [axis], keepdims=keepdims)


def _mean(array: Array, axis: int | None = None, keepdims: bool = False) -> Array:
    total = _sum(array, axis, keepdims)
    count = len(array.entries) // len(total.entries)
    return apply("mul", filled(Fraction(1, count)), total)


def _softmax(array: Array, axis: int = -1) -> Array:
    shares = apply("exp", array)
    return _divided(shares, _sum(shares, axis, True))


def _logsumexp(array: Array, axis: int | None = None, keepdims: bool = False) -> Array:
    return apply("log", _sum(apply("exp", array), axis, keepdims))


def _ones_like(array: Array) -> Array:
    return filled(ONE, array.shape)


def _map(name: str) -> Callable[..., Array]:
    return lambda array: apply(name, array)


_FUNCTIONS: dict[str, Callable[..., Array]] = {
    "sum": _sum,
    "mean": _mean,
    "softmax": _softmax,
    "logsumexp": _logsumexp,
    "outer": lambda a, b: apply("mul", reshape(a, (*a.shape, 1)), b),
    "maximum": lambda a, b: apply("max", a, b),
    "ones_like": _ones_like,
    "sqrt": lambda array: apply("pow", array, filled(HALF)),
    **{
        name: _map(name)
        for name in (
            "exp",
            "log",
            "sigmoid",
            "tanh",
            "relu",
            "softplus",
            "step",
            "sign",
            "abs",
            "cosh",
            "sinh",
        )
    },
}
