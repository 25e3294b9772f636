"""Layers: what a document says for layer l, said again for every layer that it mentions by number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from derive.elaborate.scope import Definition, Scope
from derive.reader import syntax as s
from derive.reader.tree import rebuilt

_NUMBER = re.compile(r"([_^])\{(\d+)\}$")


def with_layers(scope: Scope, keys: Iterable[str]) -> Scope:
    """The scope with the definitions and shapes for layer l repeated for the numbered layers among the keys."""
    definitions, shapes = dict(scope.definitions), dict(scope.shapes)
    for key in sorted(set(keys)):
        found = _NUMBER.search(key)
        for letter in sorted(scope.letters.layers) if found else ():
            assert found is not None
            template = f"{key[: found.start()]}{found[1]}{{{letter}}}"
            if template in scope.definitions and key not in definitions:
                definitions[key] = _definition(scope.definitions[template], key, letter, int(found[2]))
            if template in scope.shapes and key not in shapes:
                shapes[key] = tuple(_dim(dim, letter, int(found[2])) for dim in scope.shapes[template])
    return replace(scope, definitions=definitions, shapes=shapes)


def _definition(made: Definition, key: str, letter: str, number: int) -> Definition:
    body = None if made.body is None else _at_layer(made.body, letter, number)
    return replace(made, key=key, body=body)


def _dim(dim: str, letter: str, number: int) -> str:
    for text, value in ((f"{letter}-1", number - 1), (f"{letter}+1", number + 1), (letter, number)):
        if dim.endswith(text):
            return f"{dim[: -len(text)]}{value}"
    return dim


def _at_layer(node: s.Node, letter: str, number: int) -> s.Node:
    if isinstance(node, s.Index):
        below, above = (_indices(part, letter, number) for part in (node.below, node.above))
        return replace(node, base=_at_layer(node.base, letter, number), below=below, above=above)
    changed: s.Node = rebuilt(node, lambda part: _at_layer(part, letter, number))
    return changed


def _indices(indices: s.Indices | None, letter: str, number: int) -> s.Indices | None:
    if indices is None:
        return None
    return replace(indices, items=tuple(_item(item, letter, number) for item in indices.items))


def _item(item: s.Node, letter: str, number: int) -> s.Node:
    match item:
        case s.Name() if item.letter == letter:
            return s.Number(str(number))
        case s.Sub(left=s.Name() as base, right=s.Number(text=text)) if (
            base.letter == letter and text.isdigit()
        ):
            return s.Number(str(number - int(text)))
        case s.Add(left=s.Name() as base, right=s.Number(text=text)) if (
            base.letter == letter and text.isdigit()
        ):
            return s.Number(str(number + int(text)))
    return item
