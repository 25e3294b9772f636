"""Array programs with every value computed once, and names for their nodes that do not depend on sizes."""

from __future__ import annotations

from derive.arrays import Array, Choose, Constant, Contract, Leaf, Map, Move, SumOver
from derive.misconceptions.forms import activation
from derive.reverse import program
from derive.terms import Term


def merged(output: Array) -> Array:
    """The same program in which equal computations are one node, and activations that were written out are, too.

    A sum over indices written out summand by summand computes the same matrix product anew for each of them;
    a slip in that product is one slip.

    >>> from derive.arrays import apply, leaf
    >>> x = leaf("x", (2,))
    >>> twice = merged(apply("add", apply("exp", x), apply("exp", leaf("x", (2,)))))
    >>> twice.args[0] is twice.args[1]
    True
    """
    known: dict[tuple[object, ...], Array] = {}
    values: dict[tuple[Term, ...], Array] = {}
    new: dict[int, Array] = {}
    for node in program(output):
        args = tuple(new[id(arg)] for arg in node.args)
        key = (node.operation, tuple(id(arg) for arg in args), node.shape, node.entries)
        if key not in known:
            same = all(mine is theirs for mine, theirs in zip(args, node.args, strict=True))
            whole = node if same else Array(node.operation, args, node.shape, node.entries)
            known[key] = _as_activation(whole, values) or whole
        new[id(node)] = known[key]
        values.setdefault(node.entries, known[key])
    return new[id(output)]


def _as_activation(node: Array, values: dict[tuple[Term, ...], Array]) -> Array | None:
    """The node as one activation of an earlier array, where it was written out step by step: 1/(1 + exp(-s))."""
    found = [activation(entry) for entry in node.entries] if isinstance(node.operation, Map) else []
    names = {each.name for each in found if each is not None}
    name = names.pop() if len(names) == 1 and None not in found else ""
    if not name or node.operation == Map(name):
        return None
    argument = values.get(tuple(each.argument for each in found if each is not None))
    if argument is None or argument.shape != node.shape:
        return None
    return Array(Map(name), (argument,), node.shape, node.entries)


def leaf_of(output: Array, wrt: Array) -> Array:
    """The node of a merged program that is the leaf ``wrt``."""
    same = (
        node for node in program(output) if node.operation == wrt.operation and node.entries == wrt.entries
    )
    return next(same, wrt)


def signatures(output: Array) -> dict[int, str]:
    """A name for every node of a program: what it computes, without sizes and indices.

    Summands that look alike count once, constants in products do not count, and what is only moved has the
    name of what it was moved from, with a mark.
    """
    parts: dict[int, tuple[str, ...]] = {}
    for node in program(output):
        parts[id(node)] = _parts(node, parts)
    return {key: _joined(names) for key, names in parts.items()}


def _joined(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else "(" + "+".join(names) + ")"


def _parts(node: Array, parts: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
    names = [_joined(parts[id(arg)]) for arg in node.args]
    match node.operation:
        case Leaf(name=name):
            return (name,)
        case Constant():
            return ("1",)
        case Map(function="add"):
            return tuple(dict.fromkeys(part for arg in node.args for part in parts[id(arg)]))
        case Map(function="mul"):
            factors = [name for name in names if name.strip("'") != "1"]
            return ("*".join(factors) or "1",)
        case Map(function=function):
            return (f"{function}({','.join(names)})",)
        case Contract(left=left, right=right, out=out):
            return (f"{left},{right}->{out}({','.join(names)})",)
        case SumOver():
            return (f"sum({names[0]})",)
        case Move():
            return (names[0] if names[0].endswith("'") else names[0] + "'",)
        case Choose():
            return (f"choose({','.join(names)})",)
        case _:
            return (f"{type(node.operation).__name__}({','.join(dict.fromkeys(names))})",)
