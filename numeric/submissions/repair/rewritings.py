"""In what ways one place of an expression may have been meant to read otherwise."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from numeric.submissions.repair.along import is_axis, other_axes, shifted
from numeric.submissions.repair.atoms import Atom, Atoms, is_atom
from numeric.submissions.repair.left_out import left_out
from numeric.submissions.repair.model import (
    AXIS,
    FACTOR,
    FUNCTION,
    INDEX,
    NAME,
    PRODUCT,
    SCALE,
    SHARED,
    SIGN,
    TERM,
    TEST,
    TURNED,
    Rewriting,
    Spot,
    binary,
    parsed,
    turned,
)  # fmt: skip


def rewritings(spot: Spot, atoms: Atoms) -> Iterator[Rewriting]:
    """What could stand in one place instead."""
    here = [*_of_node(spot, atoms), *(_of_atom(spot, atoms) if is_atom(spot.node) else ())]
    yield from (_of_index(spot.node, each) if spot.is_index else each for each in here)
    if isinstance(spot.parent, ast.Expression) and isinstance(spot.node, ast.BinOp | ast.Call):
        yield from _of_whole(spot.node, atoms)
    if spot.is_term and not isinstance(spot.node, _NO_TERMS) and not _is_count(spot.node):
        yield from left_out(spot, atoms)


def _of_index(node: ast.expr, found: Rewriting) -> Rewriting:
    """What else an index may have been; one more or less than a name is a slip of one letter."""
    if found.kind == TEST:
        return found
    is_beside = (
        isinstance(node, ast.BinOp) and isinstance(node.right, ast.Constant) and found.node is node.left
    )
    return replace(found, kind=INDEX, named="", weight=1 if is_beside else found.weight)


_NO_TERMS = (ast.Constant, ast.Tuple, ast.Dict, ast.List, ast.Slice, ast.Compare, ast.BoolOp)


def _is_count(node: ast.expr) -> bool:
    """Whether an expression counts something: a length, a shape or a range."""
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return name in ("len", "range", "reversed", "enumerate", "zip")
        case ast.Subscript(value=ast.Attribute(attr="shape")) | ast.Attribute(attr="shape" | "size"):
            return True
        case _:
            return False


def _of_node(spot: Spot, atoms: Atoms) -> Iterator[Rewriting]:
    node = spot.node
    match node:
        case ast.BinOp():
            yield from _of_binary(node)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)) if is_axis(spot):
            yield from other_axes(-value)
        case ast.Slice():
            yield from shifted(node)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield Rewriting(operand, SIGN, 2)
        case ast.UnaryOp(op=ast.Invert(), operand=operand):
            yield Rewriting(operand, TEST, 1)
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            yield from _of_number(value, spot)
            yield from (
                Rewriting(ast.Name(name, ast.Load()), INDEX, 2) for name in atoms.counters if spot.is_index
            )
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            yield from (
                Rewriting(ast.Compare(left, [other()], [right]), TEST, 1)
                for other in _TESTS.get(type(op), ())
            )
        case ast.Attribute(value=value, attr="T"):
            yield Rewriting(value, TURNED, 1)
        case ast.Subscript(value=ast.Attribute(value=array, attr="shape")):
            yield Rewriting(ast.Attribute(array, "size", ast.Load()), FACTOR, 2, "wrong-sample-count")
        case ast.Attribute(value=array, attr="size"):
            yield from (Rewriting(_extent(array, axis), FACTOR, 2, "wrong-sample-count") for axis in (0, 1))
        case ast.Tuple() if spot.is_index and _is_window(node):
            yield from (Rewriting(parsed(f"x[{text}]").slice, INDEX, 0) for text in atoms.windows)  # type: ignore[attr-defined]
        case ast.Subscript(value=ast.Call(func=ast.Attribute(attr="cumsum"))) if _is_reversal(node):
            yield from _of_running_sum(node.value)  # type: ignore[arg-type]
        case ast.Call():
            yield from _of_call(node, atoms)


def _of_binary(node: ast.BinOp) -> Iterator[Rewriting]:
    left, right = node.left, node.right
    match node.op:
        case ast.Add():
            yield Rewriting(binary(left, ast.Sub(), right), SIGN, 1)
            yield from (Rewriting(side, TERM, 2) for side in (left, right))
            yield from _with_brackets(node)
        case ast.Sub():
            yield Rewriting(binary(right, ast.Sub(), left), SIGN, 1)
            yield Rewriting(binary(left, ast.Add(), right), SIGN, 1)
            yield from (Rewriting(side, TERM, 2) for side in (left, right))
            yield from _with_brackets(node)
        case ast.Mult() if isinstance(left, ast.List) and len(left.elts) == 1:
            yield Rewriting(
                parsed(f"[{ast.unparse(left.elts[0])} for _ in range({ast.unparse(right)})]"), SHARED, 1
            )
        case ast.Mult():
            yield Rewriting(binary(left, ast.MatMult(), right), PRODUCT, 1, "elementwise-for-matrix-product")
            yield Rewriting(binary(left, ast.Div(), right), FACTOR, 2)
            yield from (Rewriting(side, FACTOR, 2) for side in (left, right))
        case ast.Div():
            yield Rewriting(binary(left, ast.Mult(), right), FACTOR, 2)
            yield Rewriting(left, FACTOR, 2)
        case ast.MatMult():
            yield Rewriting(binary(left, ast.Mult(), right), PRODUCT, 1, "matrix-for-elementwise-product")
            yield Rewriting(binary(right, ast.MatMult(), left), PRODUCT, 2)
            yield from _turned_sides(left, right)
        case ast.Pow():
            yield Rewriting(left, FACTOR, 1)
            if isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add | ast.Sub):
                yield Rewriting(binary(left.left, left.op, binary(left.right, ast.Pow(), right)), FACTOR, 1)
                yield Rewriting(binary(binary(left.left, ast.Pow(), right), left.op, left.right), FACTOR, 1)


def _with_brackets(node: ast.BinOp) -> Iterator[Rewriting]:
    """A sum that was meant to be divided or multiplied as a whole: (a + 1) / 2 for a + 1 / 2."""
    match node.right:
        case ast.BinOp(left=second, op=ast.Mult() | ast.Div() as op, right=by):
            yield Rewriting(binary(binary(node.left, node.op, second), op, by), FACTOR, 1)
    match node.left:
        case ast.BinOp(left=by, op=ast.Mult() as op, right=first):
            yield Rewriting(binary(by, op, binary(first, node.op, node.right)), FACTOR, 1)


def _turned_sides(left: ast.expr, right: ast.expr) -> Iterator[Rewriting]:
    for first, second in ((turned(left), right), (left, turned(right)), (turned(left), turned(right))):
        yield Rewriting(binary(first, ast.MatMult(), second), TURNED, 1)


def _of_number(value: float, spot: Spot) -> Iterator[Rewriting]:
    if is_axis(spot):
        yield from other_axes(value)
        return
    others = (value + 1, value - 1) if isinstance(value, int) else ()
    scaled = () if spot.is_index else (2 * value, value / 2, 0)
    is_exponent = isinstance(spot.parent, ast.BinOp) and isinstance(spot.parent.op, ast.Pow)
    kind, slip = (FACTOR, "power-rule-dropped-exponent") if is_exponent else (SCALE, "")
    is_beside = isinstance(spot.parent, ast.BinOp) and isinstance(spot.parent.op, ast.Add | ast.Sub)
    same = {value, 0} if is_beside else {value}  # k - 0 is written k
    yield from (Rewriting(ast.Constant(other), kind, 1, slip) for other in {*others, *scaled} - same)


def _of_call(node: ast.Call, atoms: Atoms) -> Iterator[Rewriting]:
    if isinstance(node.func, ast.Attribute) and node.func.attr == "cumsum" and node.args:
        yield Rewriting(_from_the_end(node), INDEX, 2)
    if isinstance(node.func, ast.Attribute):
        for other in _FUNCTIONS.get(node.func.attr, ()):
            renamed = ast.Attribute(node.func.value, other, ast.Load())
            slip = _MEANS.get(other, "")
            yield Rewriting(ast.Call(renamed, node.args, node.keywords), FUNCTION, 1, slip)
    if len(node.args) == 1 and not node.keywords:
        yield Rewriting(node.args[0], FUNCTION, 2)
    yield from _over_an_axis(node)
    yield from _slope_of_value(node, atoms)
    if isinstance(node.func, ast.Name) and node.func.id in atoms.functions:
        others = (name for name in atoms.functions if name != node.func.id)
        yield from (Rewriting(_named_call(name, node.args[0]), FUNCTION, 2) for name in others if node.args)
    if isinstance(node.func, ast.Name) and node.func.id == "len" and len(node.args) == 1:
        total = ast.Call(ast.Attribute(node.args[0], "sum", ast.Load()), [], [])
        yield Rewriting(total, FACTOR, 2)
    if isinstance(node.func, ast.Name) and node.func.id == "range":
        yield from _of_range(node)
    if len(node.args) == 2:
        yield Rewriting(ast.Call(node.func, node.args[::-1], node.keywords), PRODUCT, 2)
        yield from _turned_arguments(node)


def _over_an_axis(node: ast.Call) -> Iterator[Rewriting]:
    """A sum or a mean over one axis where all is put together."""
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in ("sum", "mean") or node.keywords:
        return
    if len(node.args) == (ast.unparse(node.func.value) in ("np", "numpy")):
        for axis in (0, 1):
            over = ast.keyword("axis", ast.Constant(axis))
            for more, weight in (([], 1), ([ast.keyword("keepdims", ast.Constant(True))], 2)):
                yield Rewriting(ast.Call(node.func, node.args, [over, *more]), AXIS, weight)


def _slope_of_value(node: ast.Call, atoms: Atoms) -> Iterator[Rewriting]:
    """The slope of an activation by its value, where a function asks for the argument: a (1 - a) for s'(a)."""
    match node:
        case ast.Call(func=ast.Name(id=name), args=[value], keywords=[]) if name in atoms.functions:
            if is_atom(value):
                text = ast.unparse(value)
                yield Rewriting(parsed(f"{text} * (1 - {text})"), FUNCTION, 1)
                yield Rewriting(parsed(f"1 - {text} ** 2"), FUNCTION, 1)


def _is_window(node: ast.Tuple) -> bool:
    return any(isinstance(each, ast.Slice) and each.lower is not None for each in node.elts)


def _is_reversal(node: ast.Subscript) -> bool:
    return ast.unparse(node.slice) == "::-1"


def _of_running_sum(node: ast.Call) -> Iterator[Rewriting]:
    """A running sum from the other end, where one that runs from the end was written."""
    match node.args:
        case [ast.Subscript(value=inner) as given, *rest] if _is_reversal(given):
            yield Rewriting(ast.Call(node.func, [inner, *rest], node.keywords), INDEX, 2)


def _from_the_end(node: ast.Call) -> ast.expr:
    back = ast.parse("x[::-1]", mode="eval").body
    assert isinstance(back, ast.Subscript)
    given = ast.Subscript(node.args[0], back.slice, ast.Load())
    return ast.Subscript(ast.Call(node.func, [given, *node.args[1:]], node.keywords), back.slice, ast.Load())


def _of_range(node: ast.Call) -> Iterator[Rewriting]:
    if len(node.args) == 1:
        yield Rewriting(ast.Call(node.func, [ast.Constant(1), *node.args], []), INDEX, 1)
    if len(node.args) == 2:
        yield Rewriting(ast.Call(node.func, node.args[1:], []), INDEX, 1)


def _turned_arguments(node: ast.Call) -> Iterator[Rewriting]:
    if isinstance(node.func, ast.Attribute) and node.func.attr in ("dot", "matmul"):
        for k in range(2):
            args = [turned(each) if at == k else each for at, each in enumerate(node.args)]
            yield Rewriting(ast.Call(node.func, args, node.keywords), TURNED, 1)


def _of_atom(spot: Spot, atoms: Atoms) -> Iterator[Rewriting]:
    for atom in atoms.instead_of(spot.node):
        kind = INDEX if spot.is_index or _is_other_entry(spot.node, atom.node()) else NAME
        # Nobody hands one thing on twice.
        weight = (
            3 if spot.is_listed and atom.text in map(ast.unparse, ast.iter_child_nodes(spot.parent)) else 2
        )
        yield Rewriting(atom.node(), kind, weight, _wrong_name(spot, atom, atoms))
    if spot.is_index and isinstance(spot.node, ast.Name):
        yield from (
            Rewriting(binary(spot.node, op(), ast.Constant(1)), INDEX, 2) for op in (ast.Add, ast.Sub)
        )
        others = (ast.Name(name, ast.Load()) for name in atoms.counters if name != spot.node.id)
        yield from (Rewriting(binary(spot.node, ast.Add(), other), INDEX, 2) for other in others)
        mine = atoms.known.get(spot.node.id)
        if mine is not None and mine.shape:  # entries are picked by it: a mask, or many numbers
            yield Rewriting(ast.UnaryOp(ast.Invert(), spot.node), TEST, 2)
    if not spot.is_index:
        yield from (Rewriting(_named_call(name, spot.node), FUNCTION, 3) for name in atoms.functions)
        yield Rewriting(turned(spot.node), TURNED, 2)
        yield from _by_matrices(spot.node, atoms)
        yield from _moved(spot)


def _by_matrices(node: ast.expr, atoms: Atoms) -> Iterator[Rewriting]:
    """A vector that was meant to be multiplied by a square matrix: λ a for λ K a."""
    mine = atoms.known.get(ast.unparse(node))
    shape = mine.shape if mine is not None else None
    if shape is not None and len(shape) == 1:
        for atom in atoms.known.values():
            if atom.shape == shape * 2:
                yield Rewriting(binary(atom.node(), ast.MatMult(), node), PRODUCT, 3)


def _of_whole(node: ast.expr, atoms: Atoms) -> Iterator[Rewriting]:
    """A function of all that is stored or handed on."""
    for name in ("np.exp", "np.log", "np.sqrt", *atoms.functions):
        yield Rewriting(ast.Call(parsed(name), [node], []), FUNCTION, 3)


def _moved(spot: Spot) -> Iterator[Rewriting]:
    """A value whose complement, root, logarithm or neighbour was meant."""
    if spot.is_listed or isinstance(spot.parent, ast.Attribute | ast.Subscript | ast.Compare):
        return
    text = ast.unparse(spot.node)
    for meant, kind in _MOVED.items():
        yield Rewriting(parsed(meant.format(text)), kind, 3)


_MOVED = {
    "(1 - {0})": TERM, "({0} + 1)": TERM, "({0} - 1)": TERM,
    "np.sqrt({0})": FUNCTION, "np.exp({0})": FUNCTION, "np.log({0})": FUNCTION,
}  # fmt: skip


def _is_other_entry(one: ast.expr, other: ast.expr) -> bool:
    pair = isinstance(one, ast.Subscript) and isinstance(other, ast.Subscript)
    return pair and ast.unparse(one.value) == ast.unparse(other.value)  # type: ignore[attr-defined]


def _wrong_name(spot: Spot, meant: Atom, atoms: Atoms) -> str:
    """The misconception of a name in the place of another one."""
    if isinstance(spot.parent, ast.Compare):
        return "relu-mask-wrong"
    counts = {ast.unparse(spot.node), meant.text} <= set(atoms.counts)
    return "wrong-sample-count" if counts else ""


def _extent(array: ast.expr, axis: int) -> ast.expr:
    return ast.Subscript(ast.Attribute(array, "shape", ast.Load()), ast.Constant(axis), ast.Load())


def _named_call(name: str, argument: ast.expr) -> ast.expr:
    return ast.Call(ast.Name(name, ast.Load()), [argument], [])


_TESTS: Mapping[type[ast.cmpop], tuple[Callable[[], ast.cmpop], ...]] = {
    ast.Lt: (ast.Gt, ast.GtE),
    ast.Gt: (ast.Lt, ast.LtE),
    ast.LtE: (ast.GtE, ast.Gt),
    ast.GtE: (ast.LtE, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
}

_MEANS = {
    "mean": "missing-mean-factor",
    "sum": "extra-mean-factor",
}  # what was forgotten where this was meant

_FUNCTIONS: Mapping[str, tuple[str, ...]] = {
    "sum": ("mean",),
    "mean": ("sum",),
    "maximum": ("minimum",),
    "minimum": ("maximum",),
    "log": ("log1p",),
    "log1p": ("log",),
    "exp": ("expm1",),
    "expm1": ("exp",),
    "zeros_like": ("ones_like",),
    "ones_like": ("zeros_like",),
}
