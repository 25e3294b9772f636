"""One step of a recurrence: where nothing is summed over t, h_t and h_{t−1} are two names, not members of a family."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derive.elaborate.names import key_of, letters_of
from derive.elaborate.sums import bound_letters
from derive.reader import syntax as s
from derive.reader.tree import Part, walk


def step_letters(trees: Sequence[s.Node]) -> frozenset[str]:
    """The letters of single steps: t where h_t = f(h_{t−1}, x_t) is said and no sign runs over t."""
    found = {letter for tree in trees for letter in _stepping(tree)}
    return frozenset(found - _running(trees) - _moved_by_letters(trees))


def _stepping(tree: s.Node) -> Iterator[str]:
    """The letters of a definition of something at t by something at t − 1; an update of a parameter is none."""
    match tree:
        case s.Chain(members=(head, body, *_), relations=(relation, *_)) if relation.sign in ("=", ":="):
            own = {x for item in _items(head) if isinstance(item, s.Name) for x in letters_of(item)}
            for part in walk(body):
                for item in _items(part):
                    if (letter := _shifted(item)) in own and not _is_update(head, body):
                        yield letter


def _items(node: Part) -> tuple[s.Node, ...]:
    """The indices of a name below and above."""
    if not isinstance(node, s.Index):
        return ()
    return (*(node.below.items if node.below else ()), *(node.above.items if node.above else ()))


def _shifted(item: s.Node) -> str | None:
    """t for t − 1 and t + 1."""
    match item:
        case (
            s.Sub(left=s.Name(letter=letter), right=s.Number())
            | s.Add(left=s.Name(letter=letter), right=s.Number())
        ):
            return letter
    return None


def _is_update(head: s.Node, body: s.Node) -> bool:
    """Whether the same name is a summand of the other side: m_t = βm_{t−1} + g_t, w_t = w_{t−1} − g."""
    base = _base(head)
    terms = _summands(body)
    return base is not None and len(terms) > 1 and any(base == _base(part) for part in terms)


def _summands(node: s.Node) -> list[s.Node]:
    return [*_summands(node.left), *_summands(node.right)] if isinstance(node, s.Add | s.Sub) else [node]


def _base(node: s.Node) -> str | None:
    return key_of(node.base) if isinstance(node, s.Index) and isinstance(node.base, s.Name) else None


def _running(trees: Sequence[s.Node]) -> set[str]:
    signs = (part.below for tree in trees for part in walk(tree) if isinstance(part, s.Big))
    return {letter for below in signs if below is not None for letter in bound_letters(below)}


def _moved_by_letters(trees: Sequence[s.Node]) -> set[str]:
    """The letters in indices such as n − k."""
    items = (item for tree in trees for part in walk(tree) for item in _items(part))
    moved = (item for item in items if isinstance(item, s.Add | s.Sub) and _shifted(item) is None)
    return {letter for item in moved for letter in letters_of(item)}
