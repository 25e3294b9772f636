"""Where a slip can happen: the same place in every sample and at every size, and what stands there."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from derive.terms import (
    Add,
    Const,
    Fn,
    Mul,
    Num,
    Sym,
    Term,
    add,
)
from derive.traverse import Node, children, postorder

EVERYWHERE = "everywhere"


def family(name: str) -> str:
    """The name of a symbol without its indices.

    >>> family("x[1,2]")
    'x'
    """
    return name.partition("[")[0]


def index_of(name: str) -> tuple[str, ...]:
    """The indices of a symbol.

    >>> index_of("x[1,2]")
    ('1', '2')
    """
    inside = name.partition("[")[2].rstrip("]")
    return tuple(inside.split(",")) if inside else ()


def skeletons(roots: Iterable[Node]) -> dict[Node, str]:
    """What every node under the roots looks like without indices and sizes.

    Terms of a sum that look alike count once, and positive numbers in products do not count, so that the
    summands of all samples share a skeleton with each other and with themselves at every other size.

    >>> from derive.terms import fn, sym
    >>> x, y = (fn("log", sym(f"x[{k}]")) * sym("w") for k in (1, 2))
    >>> found = skeletons([x + y])
    >>> found[x] == found[y] == found[x + y]
    True
    """
    parts: dict[Node, tuple[str, ...]] = {}
    known: dict[Node, str] = {}
    for node in postorder(roots):
        parts[node] = _parts(node, known, parts)
        known[node] = parts[node][0] if len(parts[node]) == 1 else "(" + "+".join(parts[node]) + ")"
    return known


@lru_cache(maxsize=512)
def looks_of(root: Node) -> dict[Node, str]:
    """The skeletons under one root, worked out once."""
    return skeletons([root])


def _parts(node: Node, known: dict[Node, str], parts: dict[Node, tuple[str, ...]]) -> tuple[str, ...]:
    """The different summands of a node by their looks; a node that is no sum is its only summand."""
    match node:
        case Add(args=args):
            return tuple(dict.fromkeys(part for arg in args for part in parts[arg]))
        case Mul(args=args):
            bare = [arg for arg in args if known[arg] != "1"]
            return parts[bare[0]] if len(bare) == 1 else ("*".join(known[arg] for arg in bare) or "1",)
        case _:
            return (_look(node, known),)


def _look(node: Node, known: dict[Node, str]) -> str:
    match node:
        case Num(value=value):
            return "-1" if value < 0 else "0" if value == 0 else "1"
        case Sym(name=name):
            return family(name)
        case Const(name=name):
            return name
        case Fn(name=name, args=args):
            return f"{name}(" + ",".join(known[arg] for arg in args) + ")"
        case _:
            inside = ",".join(known[child] for child in children(node))
            return f"{type(node).__name__}[{inside}]"


def factors(node: Term) -> tuple[Term, ...]:
    """The factors of a product; a term that is no product is its own only factor."""
    return node.args if isinstance(node, Mul) else (node,)


def summands(node: Term) -> tuple[Term, ...]:
    """The summands of a sum; a term that is no sum is its own only summand."""
    return node.args if isinstance(node, Add) else (node,)


def groups(parts: Iterable[Term]) -> list[list[Term]]:
    """The parts that look alike, together, in the order of their first member."""
    held = list(parts)
    looks = skeletons(held)
    found: dict[str, list[Term]] = {}
    for part in held:
        found.setdefault(looks[part], []).append(part)
    return list(found.values())


def total(parts: Iterable[Term]) -> Term:
    """The sum of the parts."""
    return add(*parts)
