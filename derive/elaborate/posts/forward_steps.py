"""State equations written forward: x_{t+1} = A x_t + B u_t from x_0 on says x_t = A x_{t−1} + B u_{t−1}."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derive.elaborate.symbols.names import Letters, indexed_key
from derive.elaborate.symbols.roles import Link, summands
from derive.reader import syntax as s
from derive.reader.anatomy import indices_of
from derive.reader.tree import Part, rebuilt, walk


def with_steps_set_back(links: Sequence[Link], trees: Sequence[s.Node], letters: Letters) -> list[Link]:
    """The links with state equations for step t, where a member with number 0 begins the family."""
    return [_set_back(link, trees, letters) for link in links]


def _set_back(link: Link, trees: Sequence[s.Node], letters: Letters) -> Link:
    letter = _next_step(link.left)
    if letter is None or letter not in letters.indices or not link.begins or link.sign not in ("=", ":="):
        return link
    base = indexed_key(link.left)
    leads_back = any(_is_now(part, base, letter) for part in walk(link.right))
    if not leads_back or _is_update(link, base) or not any(_begins_at_zero(t, base, letter) for t in trees):
        return link
    return replace(link, left=_moved(link.left, letter), right=_moved(link.right, letter))


def _next_step(node: s.Node) -> str | None:
    """t of x_{t+1}."""
    match node:
        case (
            s.Index(below=s.Indices(items=(item,)), above=None)
            | s.Index(below=None, above=s.Indices(items=(item,)))
        ):
            match item:
                case s.Add(left=s.Name(letter=letter), right=s.Number(text="1")):
                    return letter
    return None


def _is_now(node: Part, base: str | None, letter: str) -> bool:
    return isinstance(node, s.Index) and indexed_key(node) == base and s.Name(letter) in indices_of(node)


def _is_update(link: Link, base: str | None) -> bool:
    """Whether the state itself is a summand, as in w_{t+1} = w_t − g_t, which moves a parameter."""
    return any(indexed_key(part) == base for part in summands(link.right))


def _begins_at_zero(tree: s.Node, base: str | None, letter: str) -> bool:
    """Whether x_0, or a range from t = 0 on, is written."""
    for part in walk(tree):
        match part:
            case s.Index() if indexed_key(part) == base and s.Number("0") in indices_of(part):
                return True
            case s.Chain(members=(s.Name() as first, zero, *_)) if first.letter == letter:
                numbers = zero.items[:1] if isinstance(zero, s.Sequence) else (zero,)
                if s.Number("0") in numbers:
                    return True
    return False


def _moved(node: s.Node, letter: str) -> s.Node:
    """A formula one step earlier: t for t + 1, t − 1 for t."""
    match node:
        case s.Add(left=s.Name() as name, right=s.Number(text="1")) if name.letter == letter:
            return name
        case s.Name() if node.letter == letter and not node.decorations:
            return s.Sub(node, s.Number("1"), span=node.span)
    moved: s.Node = rebuilt(node, lambda part: _moved(part, letter))
    return moved
