"""Walking terms without recursion, so that depth costs nothing but memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import ClassVar

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
FEW_ROOTS, FEW_NODES, MANY_NODES, MOST_REMEMBERED = 4, 2_000, 20_000, 64


def children(node: Node) -> tuple[Node, ...]:
    """The parts directly under a node, conditions of a case included.

    >>> from derive.terms import sym
    >>> children(sym("x") + 1) == (sym("x"), (sym("x") + 1).args[1])
    True
    """
    if node.__class__ in _WITH_ARGS:
        return node.args  # type: ignore[union-attr]
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
        kind = node.__class__
        if kind in _LEAVES:
            yield node
            continue
        below = node.args if kind in _WITH_ARGS else children(node)  # type: ignore[union-attr]
        stack += (node, None)
        stack += [child for child in reversed(below) if child not in seen]


_WITH_ARGS = frozenset((Add, Mul, Fn))
_LEAVES = frozenset((Num, Sym, Const))


def nodes_of(root: Node) -> tuple[Node, ...]:
    """Every distinct node of one term, children first; remembered for a while if they are few."""
    found = _remembered.get(root)
    if found is None:
        found = tuple(postorder((root,)))
        if len(_remembered) >= MOST_REMEMBERED:
            _remembered.clear()
        if len(found) <= FEW_NODES:
            _remembered[root] = found
    return found


_remembered: dict[Node, tuple[Node, ...]] = {}


def walk(roots: Sequence[Node]) -> Iterable[Node]:
    """Every node under the roots, children first; under few roots, a node that they share comes more than once."""
    return chain.from_iterable(map(nodes_of, roots)) if len(roots) <= FEW_ROOTS else _Walk.of(tuple(roots))


class _Walk:
    """The last walk under many roots: one question asks for the same one several times over."""

    last: ClassVar[tuple[tuple[Node, ...], tuple[Node, ...]]] = ((), ())

    @classmethod
    def of(cls, roots: tuple[Node, ...]) -> Iterable[Node]:
        """The nodes under the roots."""
        if cls.last[0] != roots:
            found = tuple(islice(postorder(roots), MANY_NODES))
            if len(found) == MANY_NODES:
                return postorder(roots)
            cls.last = (roots, found)
        return cls.last[1]


def count_nodes(roots: Sequence[Node], limit: int) -> int:
    """How many distinct nodes there are, counting no further than ``limit``."""
    if len(roots) == 1 and roots[0] in _remembered:
        return min(limit, len(_remembered[roots[0]]))
    return sum(1 for _ in islice(walk(roots) if len(roots) > FEW_ROOTS else postorder(roots), limit))
