"""Sums written with dots, θ_0 + θ_1 x_1 + … + θ_n x_n, as sums over an index."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from derive.elaborate.symbols.names import BULLET
from derive.reader import syntax as s
from derive.reader.tree import rebuilt, walk, with_items


def summed(node: s.Node) -> s.Node:
    """The formula with Σ for a sum with dots whose first and last terms show what runs; any other as it is.

    Dots that end a sum leave open how far it goes: of θ_0 + θ_1 x_1 + θ_2 x_2 + …, all entries are summed.
    """
    if not isinstance(node, s.Add):
        return node
    parts = _terms(node)
    places = [k for k, part in enumerate(parts) if isinstance(part, s.Dots)]
    if len(places) != 1 or not places[0]:
        return node
    (dots,) = places
    return _with_open_sum(parts, node) if dots == len(parts) - 1 else _with_sum(parts, dots, node)


def running_names(node: s.Add) -> frozenset[s.Name]:
    """The names that a sum with dots runs through: v and x of v_1 x_1 + v_2 x_2 + …"""
    found = (part for part in walk(summed(node)) if isinstance(part, s.Index))
    return frozenset(
        part.base
        for part in found
        if isinstance(part.base, s.Name) and part.below is not None and s.Name(BULLET) in part.below.items
    )


def _with_sum(parts: list[s.Node], dots: int, node: s.Add) -> s.Node:
    for start in range(dots):
        merged = _pattern(parts[start], parts[dots + 1])
        if merged is None:
            continue
        pattern, size = merged
        if any(part != _numbered(pattern, k) for k, part in enumerate(parts[start:dots], start=1)):
            return node
        chain = s.Chain((s.Name(BULLET), s.Number("1")), (s.Relation("="),))
        whole: s.Node = s.Big("sum", pattern, chain, size, span=node.span)
        return _around(parts[:start], whole, parts[dots + 2 :], node)
    return node


def _with_open_sum(parts: list[s.Node], node: s.Add) -> s.Node:
    """The sum whose last two terms before the dots are those of the numbers 1 and 2."""
    *before, first, second, _ = parts if len(parts) > MOST_BEFORE else (s.Dots(), s.Dots(), s.Dots())
    found: list[s.Name] = []
    running = with_items(second, lambda item: s.Name(BULLET) if item == s.Number("2") else item)
    pattern = _merged(first, running, found)
    if pattern is None or set(found) != {s.Name(BULLET)} or _numbered(pattern, 2) != second:
        return node
    return _around(before, s.Big("sum", pattern, s.Name(BULLET), None, span=node.span), [], node)


MOST_BEFORE = 2


def _around(before: list[s.Node], whole: s.Node, behind: list[s.Node], node: s.Add) -> s.Node:
    for part in reversed(before):
        whole = s.Add(part, whole, span=node.span)
    for part in behind:
        whole = s.Add(whole, part, span=node.span)
    return whole


def _numbered(node: s.Node, number: int) -> s.Node:
    """A pattern at a number."""
    if node == s.Name(BULLET):
        return s.Number(str(number))
    changed: s.Node = rebuilt(node, lambda part: _numbered(part, number))
    return changed


def _terms(node: s.Node) -> list[s.Node]:
    return [*_terms(node.left), *_terms(node.right)] if isinstance(node, s.Add) else [node]


def _pattern(first: s.Node, last: s.Node) -> tuple[s.Node, s.Name] | None:
    """What the first term (at 1) and the last one (at n) have in common, and n."""
    found: list[s.Name] = []
    pattern = _merged(first, last, found)
    return (pattern, found[0]) if pattern is not None and len(set(found)) == 1 else None


def _merged(one: Any, other: Any, found: list[s.Name]) -> Any:
    match one, other:
        case s.Number(text="1"), s.Name() as size:
            found.append(size)
            return s.Name(BULLET)
    if one == other:
        return one
    if type(one) is not type(other):
        return None
    if isinstance(one, tuple):
        parts = [_merged(a, b, found) for a, b in zip(one, other, strict=False)]
        return tuple(parts) if len(one) == len(other) and None not in parts else None
    return _merged_parts(one, other, found) if is_dataclass(one) else None


def _merged_parts(one: Any, other: Any, found: list[s.Name]) -> Any:
    changed = {}
    for part in fields(one):
        a, b = getattr(one, part.name), getattr(other, part.name)
        if part.name == "span" or a == b:
            continue
        changed[part.name] = _merged(a, b, found)
        if changed[part.name] is None:
            return None
    return replace(one, **changed)
