"""From the value that is to blame to the line that is to blame for it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

from numeric.submissions.quantities import is_activation
from numeric.submissions.trials import Place
from numeric.tracing.watch import ADDED


def line_of(
    place: Place, places: Sequence[Place], tree: ast.Module, is_right: Callable[[Place], bool]
) -> int:
    """The line to name for a place whose value ought to be another one.

    That is its own line, unless it calls for the value: a function that is right for the argument that it was given,
    or right where it is called elsewhere, is not to blame for its caller; nor is a ``return`` for what it hands on.
    """
    if place.kind != "return":
        return place.line
    caller = _caller(place, places)
    if caller is not None and (_does_its_work(place, places) or _is_right_elsewhere(place, places, is_right)):
        return caller.line
    return _last_change(place, places, tree)


def scaling_lines(tree: ast.Module) -> frozenset[int]:
    """The lines whose statement divides, takes a mean, or multiplies by a plain number.

    >>> sorted(scaling_lines(ast.parse("a = b / n\\nc = 2 * a\\nd = a @ c")))
    [1, 2]
    """
    return frozenset(node.lineno for node in ast.walk(tree) if isinstance(node, ast.expr) and _scales(node))


def _scales(node: ast.expr) -> bool:
    match node:
        case ast.BinOp(op=ast.Div()) | ast.Call(func=ast.Attribute(attr="mean" | "average")):
            return True
        case ast.BinOp(op=ast.Mult(), left=left, right=right):
            return any(isinstance(side, ast.Constant) for side in (left, right))
        case _:
            return False


def _caller(place: Place, places: Sequence[Place]) -> Place | None:
    """The last argument of the call that returned the value of a place with one round."""
    if len(place.numbers) != 1:
        return None
    inside = [each for each in places if len(each.numbers) == 1 and each.numbers[0] < place.numbers[0]]
    arguments = [each for each in inside if each.kind == "argument"]
    return max(arguments, key=lambda each: each.numbers[0], default=None)


def _does_its_work(place: Place, places: Sequence[Place]) -> bool:
    argument = _caller(place, places)
    next_to_it = argument is not None and argument.numbers[0] == place.numbers[0] - 1
    return argument is not None and next_to_it and is_activation(argument.values, place.values)


def _is_right_elsewhere(place: Place, places: Sequence[Place], is_right: Callable[[Place], bool]) -> bool:
    others = [
        each
        for each in places
        if (each.line, each.name) == (place.line, place.name)
        and len(each.numbers) == 1
        and each.numbers != place.numbers
    ]
    mine = _caller(place, places)
    callers = [caller for caller in (_caller(each, places) for each in others if is_right(each)) if caller]
    return mine is not None and any(caller.line != mine.line for caller in callers)


def _last_change(place: Place, places: Sequence[Place], tree: ast.Module) -> int:
    name = _handed_on(place, tree)
    before = [each for each in places if each.numbers[-1] < place.numbers[0]]
    changes = [
        each for each in before if name and each.kind in ("assign", "added") and _changes(each.name, name)
    ]
    last = max(changes, key=lambda each: each.numbers[-1], default=None)
    return place.line if last is None else last.line


def _changes(target: str, name: str) -> bool:
    """Whether an assignment to a target, or to an entry of it, changes what is read under a name.

    >>> _changes("g[j] +=", "g"), _changes("self.grad", "v.grad"), _changes("grads['W']", "grads['b']")
    (True, True, False)
    """
    plain = target.removesuffix(ADDED)
    return name in (plain, plain.split("[")[0]) or (
        "." in name and plain.endswith("." + name.rsplit(".", 1)[1])
    )


def _handed_on(place: Place, tree: ast.Module) -> str:
    """The variable that a return hands on as it is; "" where it computes something."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Return) and node.lineno == place.line and node.value is not None:
            parts = list(_parts(node.value))
            number = place.name.removeprefix("return").strip()
            value = parts[int(number)] if number.isdigit() and int(number) < len(parts) else node.value
            return _variable(value)
    return ""


def _parts(value: ast.expr) -> Iterator[ast.expr]:
    if isinstance(value, ast.Tuple):
        yield from value.elts
    elif isinstance(value, ast.Dict):
        yield from value.values


_REARRANGED = (
    "array",
    "asarray",
    "reshape",
    "ravel",
    "flatten",
    "copy",
    "squeeze",
    "tolist",
    "list",
    "transpose",
)


def _variable(value: ast.expr) -> str:
    match value:
        case ast.Attribute(value=inner, attr="T"):
            return _variable(inner)
        case ast.Name() | ast.Attribute() | ast.Subscript(slice=ast.Constant()):
            return ast.unparse(value)
        case ast.ListComp(elt=ast.Attribute() as each):
            return ast.unparse(each)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np" | "numpy"), attr=attr), args=[inner, *_]) if (
            attr in _REARRANGED
        ):
            return _variable(inner)
        case ast.Call(func=ast.Attribute(value=inner, attr=attr)) if attr in _REARRANGED:
            return _variable(inner)
        case ast.Call(func=ast.Name(id="list"), args=[inner]):
            return _variable(inner)
        case _:
            return ""
