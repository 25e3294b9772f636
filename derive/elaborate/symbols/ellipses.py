"""Sums written with dots, θ_0 + θ_1 x_1 + … + θ_n x_n, as sums over an index."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from derive.elaborate.symbols.names import BULLET
from derive.reader import syntax as s


def summed(node: s.Node) -> s.Node:
    """The formula with Σ for a sum with dots whose first and last terms show what runs; any other as it is."""
    if not isinstance(node, s.Add):
        return node
    parts = _terms(node)
    places = [k for k, part in enumerate(parts) if isinstance(part, s.Dots)]
    if len(places) != 1 or not 0 < places[0] == len(parts) - 2:
        return node
    return _with_sum(parts, places[0], node)


def _with_sum(parts: list[s.Node], dots: int, node: s.Add) -> s.Node:
    for start in range(dots):
        merged = _pattern(parts[start], parts[-1])
        if merged is None:
            continue
        pattern, size = merged
        chain = s.Chain((s.Name(BULLET), s.Number("1")), (s.Relation("="),))
        whole: s.Node = s.Big("sum", pattern, chain, size, span=node.span)
        for part in reversed(parts[:start]):
            whole = s.Add(part, whole, span=node.span)
        return whole
    return node


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
