"""Walking over what was written, and choosing among its readings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from itertools import product
from operator import is_
from typing import Any, TypeVar

from derive.reader.syntax import Ambiguous, Big, Branch, Index, Indices, Name, Node, Relation, Span

Part = Node | Indices | Branch
Kind = TypeVar("Kind", bound=Node)


_PLAIN = frozenset(
    ("span", "text", "letter", "decorations", "joined", "bracket", "order", "style", "symbol", "sign", "either", "key",
     "opening", "closing", "decoration", "relations", "shown")
)  # fmt: skip
"""Fields that hold no parts."""

_FIELDS: dict[type, tuple[str, ...]] = {}


def _part_fields(kind: type) -> tuple[str, ...]:
    """The fields of a kind of node that hold parts."""
    _FIELDS[kind] = tuple(part.name for part in fields(kind) if part.name not in _PLAIN)
    return _FIELDS[kind]


def children(node: Part) -> list[Part]:
    """The parts of a node, from left to right (relations are not parts).

    >>> from derive.reader.syntax import Add, Number
    >>> [part.text for part in children(Add(Number("1"), Number("2")))]
    ['1', '2']
    """
    found: list[Part] = []
    for name in _fields_of(node):
        value = getattr(node, name)
        if type(value) is tuple:
            found += _parts_in(value)
        elif value is not None:
            found.append(value)
    return found


def _fields_of(node: Part) -> tuple[str, ...]:
    names = _FIELDS.get(type(node))
    return _part_fields(type(node)) if names is None else names


def _parts_in(values: tuple[Any, ...]) -> Iterator[Part]:
    for value in values:
        if type(value) is tuple:
            yield from _parts_in(value)
        else:
            yield value


def walk(node: Part) -> Iterator[Part]:
    """The node and everything in it, outermost first.

    >>> from derive.reader.syntax import Name, Neg
    >>> [type(part).__name__ for part in walk(Neg(Name("y")))]
    ['Neg', 'Name']
    """
    known = _walked.get(id(node))
    if known is None:
        if len(_walked) >= MOST_WALKED:
            _walked.clear()
        known = _walked[id(node)] = (node, tuple(_outermost_first(node)))
    return iter(known[1])


MOST_WALKED = 8_000
_walked: dict[int, tuple[Part, tuple[Part, ...]]] = {}
"""The parts of the last trees that were walked, by identity: one is walked for a hundred questions."""


def _outermost_first(node: Part) -> Iterator[Part]:
    waiting = [node]
    while waiting:
        part = waiting.pop()
        yield part
        for name in reversed(_fields_of(part)):
            value = getattr(part, name)
            if type(value) is tuple:
                waiting += reversed(tuple(_parts_in(value)))
            elif value is not None:
                waiting.append(value)


def placed(node: Kind, span: Span) -> Kind:
    """The same formula at another place.

    >>> from derive.reader.syntax import Name
    >>> placed(Name("y"), Span(3, 4)).span
    Span(start=3, end=4)
    """
    return replace(node, span=span)  # type: ignore[type-var]


def deeper_than(node: Part, limit: int) -> bool:
    """Whether the tree has more levels than ``limit``, looked at level by level without recursion.

    >>> from derive.reader.syntax import Name, Neg
    >>> deeper_than(Neg(Name("y")), 2), deeper_than(Neg(Name("y")), 1)
    (False, True)
    """
    level: list[Part] = [node]
    for _ in range(limit):
        level = [part for one in level for part in children(one)]
        if not level:
            return False
    return True


def rebuilt(node: Any, change: Callable[[Any], Any]) -> Any:
    """The node with every direct part replaced by ``change(part)``; the same object where nothing changed."""
    changed: dict[str, Any] = {}
    for name in _fields_of(node):
        old = getattr(node, name)
        new = _changed(old, change)
        if new is not old:
            changed[name] = new
    return replace(node, **changed) if changed else node


def with_items(node: Any, change: Callable[[Any], Any]) -> Any:
    """The node with every item of an index, below and above its name, replaced by ``change(item)``."""
    if not isinstance(node, Index):
        return rebuilt(node, lambda part: with_items(part, change))
    below, above = (
        None if held is None else replace(held, items=tuple(map(change, held.items)))
        for held in (node.below, node.above)
    )
    return replace(node, base=with_items(node.base, change), below=below, above=above)


def _changed(value: Any, change: Callable[[Any], Any]) -> Any:
    if type(value) is tuple:
        items = tuple([_changed(item, change) for item in value])
        return value if all(map(is_, items, value)) else items
    if value is None or isinstance(value, Span | Relation | str | int):
        return value
    return change(value)


def keys(node: Part) -> dict[str, int]:
    """The open questions in a tree: each key with its number of readings, in order of appearance.

    >>> from derive.reader.syntax import Name
    >>> keys(Ambiguous((Name("a"), Name("b")), "call a"))
    {'call a': 2}
    """
    found: dict[str, int] = {}
    for part in walk(node):
        if isinstance(part, Ambiguous):
            found.setdefault(part.key, len(part.readings))
    return found


def is_numeric(node: Node) -> bool:
    """Whether a formula is made of numbers alone, without names and sums."""
    return not any(isinstance(part, Name | Big) for part in walk(node))


def is_stroke(node: Part) -> bool:
    """Whether it is open if a stroke is a transpose or a derivative: the shape of what it stands on decides."""
    return isinstance(node, Ambiguous) and node.key.startswith("prime ")


def settle(node: Node, choice: dict[str, int]) -> Node:
    """The tree with every question in ``choice`` answered everywhere; the others stay open.

    >>> from derive.reader.syntax import Name
    >>> settle(Ambiguous((Name("a"), Name("b")), "call a"), {"call a": 1})
    Name(letter='b', decorations=())
    """
    if isinstance(node, Ambiguous) and node.key in choice:
        chosen = min(choice[node.key], len(node.readings) - 1)
        return settle(node.readings[chosen], choice)
    settled: Node = rebuilt(node, lambda part: settle(part, choice))
    return settled


def readings(node: Node, limit: int = 16) -> Iterator[tuple[dict[str, int], Node]]:
    """The consistent readings of a tree, the likeliest first, at most ``limit``, with the choices made; strokes stay.

    >>> from derive.reader.syntax import Add, Name
    >>> twice = Ambiguous((Name("a"), Name("b")), "call a")
    >>> [tree.left.letter + tree.right.letter for _, tree in readings(Add(twice, twice))]
    ['aa', 'bb']
    """
    open_questions = {key: size for key, size in keys(node).items() if not key.startswith("prime ")}
    for count, numbers in enumerate(product(*(range(size) for size in open_questions.values()))):
        if count == limit:
            return
        choice = dict(zip(open_questions, numbers, strict=True))
        yield choice, settle(node, choice)
