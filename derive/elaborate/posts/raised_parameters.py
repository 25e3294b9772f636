"""Families with a parameter above their name: after p_k^{(T)} = e^{z_k/T} / Σ_m e^{z_m/T}, p_k^{(1)} is it at T = 1."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from derive.elaborate.symbols.scope import Definition, Scope
from derive.reader import syntax as s
from derive.reader.tree import rebuilt, walk

_VALUE = re.compile(r"(.+)\^\{(\d+)\}\Z")
_PARAMETER = re.compile(r"(.+)\^\{(\\?[A-Za-z]+)\}\Z")


def with_raised_parameters(scope: Scope, keys: Iterable[str]) -> Scope:
    """The scope with a definition for every name that has a number where a definition has a letter of its formula."""
    families: dict[str, list[tuple[str, Definition]]] = {}
    for key, made in scope.definitions.items():
        found = _PARAMETER.match(key)
        if found and made.body is not None and _contains(made.body, found[2]):
            families.setdefault(found[1], []).append((found[2], made))
    members = {key: found for key in keys if (found := _VALUE.match(key)) and key not in scope.definitions}
    for key, found in sorted(members.items()):
        if len(family := families.get(found[1], [])) == 1:
            letter, made = family[0]
            assert made.body is not None
            scope = scope.define(replace(made, key=key, body=_at(made.body, letter, found[2])))
    return scope


def _contains(body: s.Node, letter: str) -> bool:
    return any(part == s.Name(letter) for part in walk(body)) and not any(
        isinstance(part, s.Index) and part.above is not None for part in walk(body)
    )


def _at(node: s.Node, letter: str, number: str) -> s.Node:
    if node == s.Name(letter):
        return s.Number(number, span=node.span)
    changed: s.Node = rebuilt(node, lambda part: _at(part, letter, number))
    return changed
