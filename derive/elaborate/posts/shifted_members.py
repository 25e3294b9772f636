"""Neighbours of a member: after F_y = F(κ_y − η) the F_{y−1} of p_y = F_y − F_{y−1} is F(κ_{y−1} − η)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from derive.elaborate.same_letters.labelled_members import with_labelled_members
from derive.elaborate.symbols.names import keys_in
from derive.elaborate.symbols.scope import Definition, Scope
from derive.reader import syntax as s
from derive.reader.tree import with_items

_SHIFTED = re.compile(r"(.+)_\{(\\?[A-Za-z]+)([+-])(\d)\}\Z")
FARTHEST = 2


def with_shifted_members(scope: Scope, keys: Iterable[str], trees: Sequence[s.Node] = ()) -> Scope:
    """The scope with a definition for the neighbours of what is defined with a letter as its label.

    Not of what leads back to a neighbour of its own, as h_t does to h_{t−1}: there the one before is given. ``trees``
    are all formulas: in them a family of one formula, F_c, has members at a label and its neighbour, F_y and F_{y−1}.
    """
    scope = with_labelled_members(scope, keys, trees)
    waiting, seen = sorted(set(keys)), set[str]()
    while waiting:
        key = waiting.pop()
        found = _SHIFTED.match(key)
        if found is None or key in seen or key in scope.definitions or int(found[4]) > FARTHEST:
            continue
        seen.add(key)
        made = scope.definitions.get(f"{found[1]}_{{{found[2]}}}")
        if made is None or made.body is None or made.indices or _leads_back(made, found[1], found[2], scope):
            continue
        shift = int(found[3] + found[4])
        body = _moved(made.body, found[2], shift)
        if body == made.body:
            continue
        scope = scope.define(replace(made, key=key, body=body))
        waiting.extend(keys_in(body, scope.letters))
    return scope


def _leads_back(made: Definition, base: str, letter: str, scope: Scope) -> bool:
    """Whether a definition goes back to another member of its family, by way of the neighbours of others, too."""
    assert made.body is not None
    waiting, seen = set(scope.ancestors(made.body)), set[str]()
    while waiting:
        key = waiting.pop()
        if key.startswith(f"{base}_{{{letter}"):
            return True
        seen.add(key)
        found = _SHIFTED.match(key)
        template = scope.definitions.get(f"{found[1]}_{{{found[2]}}}") if found is not None else None
        if template is not None:
            waiting |= scope.ancestors_of(template.key) - seen
    return False


def _moved(node: s.Node, letter: str, shift: int) -> s.Node:
    changed: s.Node = with_items(node, lambda item: _item(item, letter, shift))
    return changed


def _item(item: s.Node, letter: str, shift: int) -> s.Node:
    match item:
        case s.Name(letter=found) if found == letter:
            return _at(item, shift)
        case s.Sub(left=s.Name(letter=found) as name, right=s.Number(text=text)) if found == letter:
            return _at(name, shift - int(text)) if text.isdigit() else item
        case s.Add(left=s.Name(letter=found) as name, right=s.Number(text=text)) if found == letter:
            return _at(name, shift + int(text)) if text.isdigit() else item
    return item


def _at(name: s.Name, shift: int) -> s.Node:
    if not shift:
        return name
    number = s.Number(str(abs(shift)), span=name.span)
    return (s.Add if shift > 0 else s.Sub)(name, number, span=name.span)
