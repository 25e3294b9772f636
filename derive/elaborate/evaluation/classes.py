"""Class labels that stand as an index: the score z_{y_i} of the true class, and 1[y_i = k]."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import TYPE_CHECKING

from derive.elaborate.symbols.errors import outside
from derive.elaborate.symbols.names import key_of, letters_of
from derive.elaborate.symbols.roles import Link
from derive.elaborate.symbols.scope import Scope
from derive.reader import syntax as s
from derive.reader.anatomy import base_of, indices_of
from derive.reader.tree import walk

if TYPE_CHECKING:
    from derive.elaborate.evaluation.evaluate import Evaluation, Frame, IndexValue

MARK = "class of "


def class_names(trees: Sequence[s.Node], indices: frozenset[str]) -> frozenset[str]:
    """The names that stand as an index with an index of their own, or are compared with an index letter."""
    found: set[str] = set()
    subscripts = _subscripts(trees)
    for tree in trees:
        for part in walk(tree):
            match part:
                case s.Index(below=s.Indices(items=items)):
                    found |= {
                        key_of(item.base)
                        for item in items
                        if isinstance(item, s.Index)
                        and isinstance(item.base, s.Name)
                        and _has_index(item, indices)
                    }
                case s.Chain(
                    members=(s.Name(), s.Name()) as members, relations=(s.Relation(sign="=" | "!="),)
                ):
                    found |= set(_compared(members, indices)) & subscripts
                case s.Indicator(condition=s.Chain(members=members, relations=(s.Relation(sign="="),))):
                    found |= set(_compared(members, indices))
    return frozenset(key for key in found if key not in indices and len(key) < 3)


def chosen_classes(trees: Sequence[s.Node], indices: frozenset[str], running: Set[str]) -> frozenset[str]:
    """The index letters that mean one chosen thing, which nothing binds: the true class c of ℓ = −log p_c.

    Where 1[k = c] compares it, any name may be made from it; else it is the loss, a number, that leaves it open.
    """
    unbound = {letter for tree in trees for letter in left_open(tree)} & indices - running
    numbers = {letter for tree in trees if defines_number(tree) for letter in left_open(tree)}
    alone = numbers - {letter for tree in trees for letter in _in_arithmetic(tree)}
    return (class_names(trees, indices - unbound) | alone) & unbound


def defines_number(tree: s.Node) -> bool:
    """Whether a tree says what a name is that carries no index: a loss, mostly."""
    match tree:
        case s.Chain(members=(s.Name() | s.Call(function=s.Name()), *_)):
            return True
        case s.Chain(members=(s.Index(base=s.Name(), below=s.Indices(items=items), above=None), *_)):
            return not any(map(letters_of, items))  # J_sm, J_1
    return False


def _in_arithmetic(tree: s.Node) -> Iterator[str]:
    """The letters of indices such as t − 1."""
    for part in walk(tree):
        if isinstance(part, s.Index):
            items = indices_of(part)
            yield from (x for item in items if not isinstance(item, s.Name) for x in letters_of(item))


def left_open(tree: s.Node) -> Iterator[str]:
    """The letters of a body that its left side does not carry: c of q_k = 1[k = c]."""
    match tree:
        case s.Chain(
            members=(s.Name() | s.Index() | s.Call() as left, *bodies), relations=(relation, *_)
        ) if relation.sign in ("=", ":="):
            yield from {letter for body in bodies for letter in _picking(body)} - set(_picking(left))


def _picking(node: s.Node) -> Iterator[str]:
    """The letters that stand below a name or are compared in an indicator."""
    for part in walk(node):
        match part:
            case s.Index(below=s.Indices(items=items)):
                yield from (letter for item in items for letter in letters_of(item))
            case s.Indicator(condition=s.Chain(members=members)):
                yield from (letter for member in members for letter in letters_of(member))


def _subscripts(trees: Sequence[s.Node]) -> frozenset[str]:
    """The single names that stand below others."""
    indices = (part.below for tree in trees for part in walk(tree) if isinstance(part, s.Index))
    items = (item for below in indices if below is not None for item in below.items)
    return frozenset(key_of(item) for item in items if isinstance(item, s.Name))


def _has_index(item: s.Index, indices: frozenset[str]) -> bool:
    parts = indices_of(item)
    return len(parts) == 1 and bool(letters_of(parts[0]) & indices)


def _compared(members: tuple[s.Node, ...], indices: frozenset[str]) -> Iterator[str]:
    """y in y = k and y_i = k."""
    plain = [m for m in members if isinstance(m, s.Name) and m.letter in indices]
    others = [base_of(m) for m in members if m not in plain]
    if len(plain) == len(others) == 1 and isinstance(others[0], s.Name):
        yield key_of(others[0])


def classes_of(scope: Scope, link: Link) -> frozenset[str]:
    """The classes that a link depends on, through the definitions as well."""
    letters = scope.letters
    if not letters.classes:
        return frozenset()
    above = scope.ancestors(link.left) | scope.ancestors(link.right)
    bodies = [made.body for key in above if (made := scope.definitions.get(key)) is not None]
    trees = (link.left, link.right, *(body for body in bodies if body is not None))
    found = (letters.class_of(part) for tree in trees for part in walk(tree))
    return frozenset(key for key in found if key is not None)


def class_value(ev: Evaluation, node: s.Node, key: str, at: Frame) -> IndexValue:
    """The class at these indices: every sample has another one, in turn, and each of them is tried for the first."""
    if MARK + key not in at.indices:
        raise outside(f"the class {key}, whose values are not bound")
    dim, first = at.indices[MARK + key]
    sample = _sample(ev, node, at)
    if first is None or dim is None or not ev.concrete:
        return dim, None
    return dim, (first - 1 + sample - 1) % ev.size(dim) + 1


def _sample(ev: Evaluation, node: s.Node, at: Frame) -> int:
    if not isinstance(node, s.Index):
        return 1
    items = indices_of(node)
    return ev.index(items[0], at)[1] or 1


def compared(ev: Evaluation, pair: tuple[s.Node, s.Node], at: Frame) -> tuple[int | None, int | None]:
    """The two indices that are compared, which run over the same classes."""
    (first, a), (second, b) = (ev.index(member, at) for member in pair)
    if first is not None and second is not None:
        ev.dims.join(first, second)
    return a, b
