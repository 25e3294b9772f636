"""Walking terms without recursion, so that depth costs nothing but memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from derive.terms import (
    Add,
    AllOf,
    AnyOf,
    Case,
    Compare,
    Condition,
    Const,
    Fn,
    Mul,
    Negation,
    Num,
    Pow,
    Sym,
    Term,
)

Node = Term | Condition


def children(node: Node) -> tuple[Node, ...]:
    """The parts directly under a node, conditions of a case included.

    >>> from derive.terms import sym
    >>> children(sym("x") + 1) == (sym("x"), (sym("x") + 1).args[1])
    True
    """
    match node:
        case Add(args=args) | Mul(args=args) | Fn(args=args):
            return args
        case Pow():
            return (node.base, node.exponent)
        case Case():
            return (*(part for branch in node.branches for part in branch), node.otherwise)
        case Compare():
            return (node.left, node.right)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return parts
        case Negation():
            return (node.part,)
        case Num() | Sym() | Const():
            return ()


def postorder(roots: Iterable[Node], known: object = ()) -> Iterator[Node]:
    """Every distinct node under the roots, children first; nodes in ``known`` are skipped with all below them.

    >>> from derive.terms import sym
    >>> [type(node).__name__ for node in postorder([sym("x") * sym("y")])]
    ['Sym', 'Sym', 'Mul']
    """
    seen: set[Node] = set()
    stack: list[Node | None] = list(roots)
    stack.reverse()
    while stack:
        node = stack.pop()
        if node is None:  # a mark: all children of the next one are done
            yield stack.pop()  # type: ignore[misc]
            continue
        if node in seen or node in known:  # type: ignore[operator]
            continue
        seen.add(node)
        below = node.args if node.__class__ in _WITH_ARGS else children(node)  # type: ignore[union-attr]
        if not below:
            yield node
            continue
        stack += (node, None)
        stack += [child for child in reversed(below) if child not in seen]


_WITH_ARGS = frozenset((Add, Mul, Fn))


def count_nodes(roots: Iterable[Node], limit: int) -> int:
    """How many distinct nodes there are, counting no further than ``limit``."""
    total = 0
    for total, _ in enumerate(postorder(roots), start=1):
        if total >= limit:
            return total
    return total
