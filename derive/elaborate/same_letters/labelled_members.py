"""Members of a family at a label: after F_c = F(θ_c − η) the F_y and F_{y−1} of F_y − F_{y−1} are its values there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.symbols.names import Letters, key_of, keys_in, letters_of, reference
from derive.elaborate.symbols.scope import Definition, Scope
from derive.reader import syntax as s
from derive.reader.tree import Part, children, placed, walk, with_items

_LABELLED = re.compile(r"(.+)_\{(\\?[A-Za-z]+)(?:([+-])(\d))?\}\Z")


def with_labelled_members(scope: Scope, keys: Iterable[str], trees: Sequence[s.Node]) -> Scope:
    """The scope with a definition for the members of families at a letter that stands with its neighbour, y and y − 1.

    Not of a family whose members are summed up or stand together without an index: there y is one of those.
    """
    mentioned = {key: found for key in keys if (found := _LABELLED.match(key))}
    labels = {found[2] for found in mentioned.values() if found[3] and _has_both(found, mentioned)}
    waiting = sorted(mentioned)
    together: frozenset[str] | None = None
    while waiting:
        key = waiting.pop()
        found = _LABELLED.match(key)
        made = _made(found, scope) if found is not None and found[2] in labels else None
        if found is None or made is None or key in scope.definitions or not _is_by_index(made):
            continue
        together = _used_together(scope, trees) if together is None else together
        if _families(made) & together:
            continue
        body = _at(made, _label(found))
        scope = scope.define(Definition(key, body))
        waiting.extend(keys_in(body, scope.letters))
    return scope


def _made(found: re.Match[str], scope: Scope) -> Definition | None:
    """The one formula of all members of a family, with the letter below it as the index."""
    made = scope.definitions.get(found[1])
    if made is not None:
        return made
    others = [key for key in scope.definitions if (one := _LABELLED.match(key)) and one[1] == found[1]]
    if len(others) != 1 or (other := _LABELLED.match(others[0])) is None or other[3] or other[2] == found[2]:
        return None
    made = scope.definitions[others[0]]
    return None if made.indices else replace(made, key=found[1], indices=(other[2],))


def _has_both(found: re.Match[str], mentioned: Iterable[str]) -> bool:
    return f"{found[1]}_{{{found[2]}}}" in mentioned


def _label(found: re.Match[str]) -> s.Node:
    name = s.Name(found[2])
    if not found[3]:
        return name
    return (s.Add if found[3] == "+" else s.Sub)(name, s.Number(found[4]))


def _is_by_index(made: Definition) -> bool:
    """Whether one formula makes all members, and its index stands below names alone."""
    if made.body is None or len(made.indices) != 1 or made.parameters:
        return False
    parts = list(walk(made.body))
    signs = any(isinstance(part, s.Big | s.Derivative | s.Nabla) for part in parts)
    below = [x for part in parts if isinstance(part, s.Index) and part.below for x in part.below.items]
    index = s.Name(made.indices[0])
    return not signs and index in below and index.letter not in _outside(made.body)


def _outside(node: Part) -> Iterator[str]:
    """The letters of a formula that stand for values, not below a name."""
    if isinstance(node, s.Index):
        yield from _outside(node.base)
    elif isinstance(node, s.Name):
        yield node.letter
    else:
        yield from (letter for part in children(node) for letter in _outside(part))


def _at(made: Definition, label: s.Node) -> s.Node:
    index = s.Name(made.indices[0])
    moved: s.Node = with_items(made.body, lambda item: placed(label, item.span) if item == index else item)
    return moved


def _inside(made: Definition) -> Iterator[Part]:
    return walk(made.body) if made.body is not None else iter(())


def _families(made: Definition) -> frozenset[str]:
    """The families that a definition goes through with its index, itself included."""
    index = s.Name(made.indices[0])
    parts = (part for part in _inside(made) if isinstance(part, s.Index) and part.below is not None)
    carrying = (part.base for part in parts if part.below is not None and index in part.below.items)
    return frozenset(key_of(base) for base in carrying if isinstance(base, s.Name)) | {made.key}


def _used_together(scope: Scope, trees: Sequence[s.Node]) -> frozenset[str]:
    """The names that sums go through or that stand without an index, and all that these are made from."""
    named = {key for tree in trees if not _only_mentions(tree) for key in _whole(tree)}
    signs = [part for tree in trees for part in walk(tree) if isinstance(part, s.Big)]
    named |= {key for sign in signs for key in _carried(sign, scope.letters)}
    return scope.ancestors_of(*named)


def _only_mentions(tree: s.Node) -> bool:
    """Whether a formula is a name in a sentence, or says of what kind it is: θ ∈ R^C."""
    return isinstance(tree, s.Name) or (isinstance(tree, s.Chain) and tree.relations[0].sign == "in")


def _whole(node: Part) -> Iterator[str]:
    """The names that stand without any index, those of functions and of their arguments apart."""
    if isinstance(node, s.Name):
        yield key_of(node)
    elif not isinstance(node, s.Index):
        inner = node.arguments if isinstance(node, s.Call) and _is_short(node) else children(node)
        yield from (key for part in inner for key in _whole(part))


def _is_short(node: s.Call) -> bool:
    return isinstance(node.function, s.Name | s.Index | s.Prime)


def _carried(sign: s.Big, letters: Letters) -> Iterator[str]:
    bound = bound_letters(sign.below) if sign.below is not None else letters.indices
    for part in walk(sign.body) if sign.body is not None else ():
        ref = reference(part, letters) if isinstance(part, s.Index) else None
        if ref is not None and any(letters_of(item) & bound for item in ref.indices):
            yield ref.key
