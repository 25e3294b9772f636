r"""Functions that are taken at data alone, b_k(x_n) = Π_d μ_kd^{x_nd}: families with the letter of the datum, b_nk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from derive.elaborate.symbols.names import is_letter
from derive.elaborate.symbols.rewriting import all_trees, rewritten
from derive.elaborate.symbols.roles import FUNCTIONS_OF_EVERYBODY
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import Part, children, rebuilt, walk

PAIR = 2


@dataclass(frozen=True, slots=True)
class _At:
    """A function taken at a datum: its name, its own letters, the name of the data and the letter of the datum."""

    name: str
    own: tuple[s.Node, ...]
    data: s.Name
    letter: s.Node


def with_families_at_data(document: Document) -> Document:
    r"""The document in which b_k(x_n) is b_{nk}, where b is taken at data alone and made of the entries x_{nd}.

    >>> from derive.reader.document import read_text
    >>> changed = with_families_at_data(read_text(r"$$b_k(x_n) = \prod_d \mu_{kd}^{x_{nd}}$$"))
    >>> len(changed.blocks[0].formulas[0].tree.members[0].below.items)
    2
    """
    trees = list(all_trees(document.blocks))
    made = {at.name: (at, tree) for tree in trees if (at := _made(tree)) is not None}
    taken = _data_of(trees) if made else {}
    found = {name for name, (at, _) in made.items() if taken.get(name) == {at.data}}
    if not any(_has_entries(made[name]) for name in found):
        return document
    return rewritten(document, lambda tree: _renamed(tree, found))


def _at(node: Part) -> _At | None:
    match node:
        case s.Call(function=function, arguments=(s.Index(base=s.Name() as data, below=below, above=None),)):
            letters = below.items if below is not None else ()
            own = function.below.items if isinstance(function, s.Index) and function.below is not None else ()
            name = function.base if isinstance(function, s.Index) and function.above is None else function
            if isinstance(name, s.Name) and len(letters) == 1 and all(map(is_letter, (*letters, *own))):
                plain = not name.decorations and name.letter not in FUNCTIONS_OF_EVERYBODY
                return _At(name.letter, own, data, letters[0]) if plain else None
    return None


def _made(tree: s.Node) -> _At | None:
    """The function that an equation makes at a datum."""
    match tree:
        case s.Chain(members=(head, _, *_), relations=(s.Relation(sign="=" | ":="), *_)):
            return _at(head)
    return None


def _has_entries(made: tuple[_At, s.Node]) -> bool:
    """Whether an equation has the entries of the datum on its right: x_{nd}."""
    at, tree = made
    bodies = tree.members[1:] if isinstance(tree, s.Chain) else ()
    parts = (part for body in bodies for part in walk(body) if isinstance(part, s.Index))
    return any(
        part.base == at.data and part.below is not None and _is_entry(part.below.items, at.letter)
        for part in parts
    )


def _is_entry(items: Sequence[s.Node], letter: s.Node) -> bool:
    return len(items) == PAIR and items[0] == letter and is_letter(items[1])


def _data_of(trees: Sequence[s.Node]) -> Mapping[str, set[s.Name | None]]:
    """At the members of which names each name is taken; None for other arguments and for a name that stands alone."""
    found: dict[str, set[s.Name | None]] = defaultdict(set)
    for tree in trees:
        for name, data in _taken(tree):
            found[name].add(data)
    return found


def _taken(node: Part) -> Iterator[tuple[str, s.Name | None]]:
    at = _at(node)
    if at is not None:
        yield at.name, at.data
        for each in (*at.own, at.letter):
            yield from _taken(each)
        return
    if isinstance(node, s.Name):
        yield node.letter, None
    for part in children(node):
        yield from _taken(part)


def _renamed(node: s.Node, found: set[str]) -> s.Node:
    at = _at(node)
    if at is not None and at.name in found:
        assert isinstance(node, s.Call)
        base = node.function.base if isinstance(node.function, s.Index) else node.function
        return s.Index(base, s.Indices((at.letter, *at.own)), None, node.span)
    changed: s.Node = rebuilt(node, lambda part: _renamed(part, found))
    return changed
