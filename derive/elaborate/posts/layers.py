"""Layers: what a document says for layer l, said again for every layer that it mentions by number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from derive.elaborate.symbols.names import Letters, key_of, keys_in
from derive.elaborate.symbols.roles import Link, head_of
from derive.elaborate.symbols.scope import Definition, Scope
from derive.reader import syntax as s
from derive.reader.tree import rebuilt, with_items

_NUMBER = re.compile(r"([_^])\{(\d+)\}$")
ABOVE = 2


def with_layers(scope: Scope, keys: Iterable[str]) -> Scope:
    """The scope with the definitions and shapes for layer l repeated for the numbered layers among the keys.

    A definition of layer l by layer l + 1 would never end: it is repeated up to a little above the highest number.
    """
    definitions, shapes = dict(scope.definitions), dict(scope.shapes)
    waiting = sorted({*keys, *(key for made in definitions.values() for key in _mentioned(made, scope))})
    highest = ABOVE + max((int(found[2]) for key in waiting if (found := _NUMBER.search(key))), default=0)
    for key in waiting:
        found = _NUMBER.search(key)
        if found is not None and int(found[2]) > highest:
            continue
        for letter in sorted(scope.letters.layers) if found else ():
            assert found is not None
            template = f"{key[: found.start()]}{found[1]}{{{letter}}}"
            if template in scope.definitions and key not in definitions and int(found[2]) > scope.input_layer:
                definitions[key] = _definition(scope.definitions[template], key, letter, int(found[2]))
                waiting.extend(_mentioned(definitions[key], scope))
            if template in scope.shapes and key not in shapes:
                shapes[key] = tuple(_dim(dim, letter, int(found[2])) for dim in scope.shapes[template])
    return replace(scope, definitions=definitions, shapes=shapes)


def _mentioned(made: Definition, scope: Scope) -> list[str]:
    return [] if made.body is None else sorted(set(keys_in(made.body, scope.letters)))


def at_numbers(links: Sequence[Link], letters: Letters) -> list[Link]:
    """The links with numbers for the layer letters: what is claimed for layer l is looked at in a net of two layers.

    The first equation for a name at layer l stays as it is, as it is said of every layer.
    """
    running = sorted(letter for letter in letters.layers if letter.islower() or letter == r"\ell")
    last = sorted(letter for letter in letters.layers if letter.isupper())
    if len(running) != 1 or len(last) > 1 or not any(_uses(link, running[0]) for link in links):
        return list(links)
    first = input_layer(links, letters) + 1
    numbers = {running[0]: first, **dict.fromkeys(last, first + 1)}
    numbered = list(_numbered_links(links, letters, numbers, running[0]))
    return _with_outputs(numbered, letters, first + 1, running[0]) if last else numbered


def _with_outputs(links: Sequence[Link], letters: Letters, last: int, running: str) -> list[Link]:
    """The links with the last layer's a for the a of ∇_a C, where a is written of layers alone."""
    keys = {key for link in links for side in (link.left, link.right) for key in keys_in(side, letters)}
    outputs = {key for key in keys if {f"{key}^{{{last}}}", f"{key}^{{{running}}}"} & keys}

    def output(node: s.Node) -> s.Node:
        match node:
            case s.Nabla(by=s.Name() as by) if key_of(by) in outputs:
                return replace(node, by=s.Index(by, None, s.Indices((s.Number(str(last)),)), span=by.span))
        changed: s.Node = rebuilt(node, output)
        return changed

    return [replace(link, left=output(link.left), right=output(link.right)) for link in links]


def _numbered_links(
    links: Sequence[Link], letters: Letters, numbers: Mapping[str, int], running: str
) -> Iterator[Link]:
    seen: set[str] = set()
    for link in links:
        head = head_of(link.left, letters) if link.begins else None
        template = head is not None and running in head.key and head.key not in seen
        if head is not None:
            seen.add(head.key)
        chosen = {letter: n for letter, n in numbers.items() if letter != running or not template}
        yield replace(link, left=_at_all(link.left, chosen), right=_at_all(link.right, chosen))


def _at_all(node: s.Node, numbers: Mapping[str, int]) -> s.Node:
    for letter, number in numbers.items():
        node = _at_layer(node, letter, number)
    return node


def _uses(link: Link, letter: str) -> bool:
    return any(_at_layer(side, letter, 1) != side for side in (link.left, link.right))


def input_layer(links: Sequence[Link], letters: Letters) -> int:
    """The number of the layer that is the input: 1 in a^{(1)} = x, else 0."""
    for link in links:
        head = head_of(link.left, letters) if link.begins else None
        found = _NUMBER.search(head.key) if head is not None else None
        if found is not None and isinstance(link.right, s.Name):
            return int(found[2])
    return 0


def _definition(made: Definition, key: str, letter: str, number: int) -> Definition:
    body = None if made.body is None else _at_layer(made.body, letter, number)
    return replace(made, key=key, body=body)


def _dim(dim: str, letter: str, number: int) -> str:
    for text, value in ((f"{letter}-1", number - 1), (f"{letter}+1", number + 1), (letter, number)):
        if dim.endswith(text):
            return f"{dim[: -len(text)]}{value}"
    return dim


def _at_layer(node: s.Node, letter: str, number: int) -> s.Node:
    changed: s.Node = with_items(node, lambda item: _item(item, letter, number))
    return changed


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
