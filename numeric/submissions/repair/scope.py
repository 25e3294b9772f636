"""Finds what the statements of a function can refer to."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from numeric.submissions.repair.atoms import Atom, Atoms, Shape, is_atom
from numeric.submissions.repair.tables import entries_elsewhere, unpacked

MOST_LETTERS, MOST_PARTS = 40, 8


def atoms_of(function: ast.FunctionDef, tree: ast.Module, shapes: Mapping[str, Shape]) -> Atoms:
    """The atoms that a function can refer to; ``shapes`` are those that were seen in it, by what is written."""
    texts = dict.fromkeys(_mentioned(function, tree))
    hidden = _called(tree) | _modules(tree) | {"self", "cls"}
    known = {text: Atom(text, shapes.get(text)) for text in texts if _is_seen(text, hidden)}
    numbers = [text for text in _numbers(tree) if all(known[name].is_number for name in _names(text, known))]
    loops = _loops(function)
    return Atoms(
        known,
        _unary(tree),
        _bound(function),
        loops,
        list(loops),
        _parts(function),
        numbers,
        _counts(function),
        _lengths(function, shapes),
        _unused(function),
        _picks(function),
        _windows(function),
        unpacked(function),
        _units(tree),
    )


def _mentioned(function: ast.FunctionDef, tree: ast.Module) -> Iterator[str]:
    named = [argument.arg for argument in function.args.args]
    yield from named
    yield from (ast.unparse(node) for node in ast.walk(function) if is_atom(node))
    yield from _constants(tree)
    yield from _elsewhere(function, tree)
    yield from entries_elsewhere(function, tree)
    if "self" in named:
        yield from _own(tree)


def _elsewhere(function: ast.FunctionDef, tree: ast.Module) -> Iterator[str]:
    """The entries that other functions pick out of tables that have the same names here."""
    names = {argument.arg for argument in function.args.args} | set(_bound(function))
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            used = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
            if used <= names and any(isinstance(each, ast.Slice) for each in ast.walk(node)):
                yield ast.unparse(node)


def _is_seen(text: str, hidden: set[str]) -> bool:
    return text.split(".")[0] not in hidden or "self." in text


def _called(tree: ast.Module) -> set[str]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {call.func.id for call in calls if isinstance(call.func, ast.Name)}


def _modules(tree: ast.Module) -> set[str]:
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    return {alias.asname or alias.name.split(".")[0] for node in imports for alias in node.names}


def _constants(tree: ast.Module) -> Iterator[str]:
    """The names that the file gives to numbers."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _own(tree: ast.Module) -> Iterator[str]:
    """The attributes that objects give themselves."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield ast.unparse(node)


def _loops(function: ast.FunctionDef) -> Mapping[str, Sequence[ast.For]]:
    found: dict[str, list[ast.For]] = {}
    for loop in (node for node in ast.walk(function) if isinstance(node, ast.For)):
        for name in (node.id for node in ast.walk(loop.target) if isinstance(node, ast.Name)):
            found.setdefault(name, []).append(loop)
    return found


def _bound(function: ast.FunctionDef) -> Mapping[str, int]:
    """The first line at which each name gets a value; in a loop that is where the loop begins."""
    found: dict[str, int] = {}
    for statement in function.body:
        is_loop = isinstance(statement, ast.For | ast.While)
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.setdefault(node.id, statement.lineno if is_loop else node.lineno)
    return found


def _counts(function: ast.FunctionDef) -> frozenset[str]:
    """The names that are given lengths."""
    stored = [node for node in ast.walk(function) if isinstance(node, ast.Assign) and _is_length(node.value)]
    names = (name for node in stored for target in node.targets for name in ast.walk(target))
    return frozenset(name.id for name in names if isinstance(name, ast.Name))


def _lengths(function: ast.FunctionDef, shapes: Mapping[str, Shape]) -> Sequence[str]:
    """An expression for the number of rows of what the function is given, and one for each other extent."""
    found: dict[int, str] = {}
    for argument in function.args.args:
        for axis, extent in enumerate(shapes.get(argument.arg, ())):
            text = f"{argument.arg}.shape[{axis}]" if axis else f"len({argument.arg})"
            found.setdefault(extent, text)
    return [text for extent, text in found.items() if extent > 1]


def _unused(function: ast.FunctionDef) -> Sequence[str]:
    """The names that a function gives a value and never looks at again."""
    names = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
    read = {node.id for node in names if isinstance(node.ctx, ast.Load)}
    stored = (node.id for node in names if isinstance(node.ctx, ast.Store))
    return [name for name in dict.fromkeys(stored) if name not in read]


def _picks(function: ast.FunctionDef) -> Sequence[str]:
    found = [node.slice for node in ast.walk(function) if isinstance(node, ast.Subscript)]
    pairs = (each for each in found if isinstance(each, ast.Tuple) and not _has_slice(each))
    return list(dict.fromkeys(f"[{', '.join(map(ast.unparse, each.elts))}]" for each in pairs))


def _windows(function: ast.FunctionDef) -> Sequence[str]:
    """The indices with ranges that begin somewhere: x[n, a:a + 3, b:b + 3]."""
    found = (node.slice for node in ast.walk(function) if isinstance(node, ast.Subscript))
    tuples = (each for each in found if isinstance(each, ast.Tuple))
    ranges = [
        each for each in tuples if any(isinstance(part, ast.Slice) and part.lower for part in each.elts)
    ]
    return list(dict.fromkeys(", ".join(map(ast.unparse, each.elts)) for each in ranges))


def _has_slice(index: ast.Tuple) -> bool:
    return any(isinstance(each, ast.Slice) or ast.unparse(each) == "np.newaxis" for each in index.elts)


def _units(tree: ast.Module) -> Sequence[str]:
    """The slope of log(1 + exp(z)) where a program has that: nothing else that is written there need hold it."""
    return ["(1 / (1 + np.exp(-{0})))"] if any(map(_is_softplus, ast.walk(tree))) else []


def _is_softplus(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr="logaddexp")):
            return True
        case ast.Call(func=ast.Attribute(attr="log"), args=[ast.BinOp(op=ast.Add(), left=left, right=right)]):
            return _is_exponential(left) or _is_exponential(right)
        case ast.Call(func=ast.Attribute(attr="log1p"), args=[inner]):
            return _is_exponential(inner)
    return False


def _is_exponential(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "exp"


def _is_length(node: ast.expr) -> bool:
    is_called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len"
    inner = node.value if isinstance(node, ast.Subscript) else node
    return is_called or (isinstance(inner, ast.Attribute) and inner.attr in ("shape", "size"))


def _unary(tree: ast.Module) -> Sequence[str]:
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and len(node.args.args) == 1]


def _parts(function: ast.FunctionDef) -> Sequence[str]:
    products = [node for node in ast.walk(function) if isinstance(node, ast.BinOp)]
    sides = [node.right for node in products if isinstance(node.op, ast.Mult | ast.Div)]
    sides += [node.left for node in products if isinstance(node.op, ast.Mult)]
    found = dict.fromkeys(ast.unparse(side) for side in sides if not is_atom(side) and _is_small(side))
    return list(found)[:MOST_PARTS]


def _is_small(node: ast.expr) -> bool:
    return not isinstance(node, ast.Constant) and len(ast.unparse(node)) <= MOST_LETTERS


def _numbers(tree: ast.Module) -> Sequence[str]:
    """What stands before something: a penalty has such a number, and its gradient the same or twice as much."""
    products = [
        node for node in ast.walk(tree) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)
    ]
    found = dict.fromkeys(ast.unparse(node.left) for node in products if _is_number(node.left))
    return list(dict.fromkeys(number for text in found for number in (text, _twice(text))))


def _twice(text: str) -> str:
    """Twice a number, in short.

    >>> [_twice(text) for text in ("lam / 2", "0.5 * lam", "lam / n")]
    ['lam', 'lam', '2 * (lam / n)']
    """
    match ast.parse(text, mode="eval").body:
        case ast.BinOp(left=whole, op=ast.Div(), right=ast.Constant(value=2)):
            return ast.unparse(whole)
        case ast.BinOp(left=ast.Constant(value=0.5), op=ast.Mult(), right=whole):
            return ast.unparse(whole)
    return f"2 * ({text})"


_PLAIN = (ast.Name, ast.Attribute, ast.Constant, ast.BinOp, ast.Mult, ast.Div, ast.expr_context)


def _is_number(node: ast.expr) -> bool:
    parts = list(ast.walk(node))
    named = any(isinstance(each, ast.Name) for each in parts)
    return named and all(isinstance(each, _PLAIN) for each in parts) and _is_small(node)


def _names(text: str, known: Mapping[str, Atom]) -> Sequence[str]:
    nodes = ast.walk(ast.parse(text, mode="eval"))
    return [node.id for node in nodes if isinstance(node, ast.Name) and node.id in known]
