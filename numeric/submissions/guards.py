"""Guards at rest: log(p + 1e-10), clip(p, eps, 1 - eps) and their kin, with the guard taken away.

A bound of a clip that is far out, as in clip(z, -500, 500), is a guard as well. A tiny literal is a guard
only where it cannot change a formula except near the edge: inside a logarithm, a power that is not a positive
whole one, a maximum, a minimum or a case distinction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from derive.calculus import free_symbols, rebuild
from derive.terms import Case, Compare, Fn, Num, Pow, Sym, Term, num
from derive.traverse import Node, children, postorder
from numeric.submissions.results import Path, Traced, Value

PREFIX = "guard "
FAR = 15  # exp(15) is 3 million: clip(z, -500, 500) keeps exp from overflowing


def at_rest(traced: Traced) -> Traced | None:
    """The traced paths with their guards at rest; None where a tiny number is more than a guard, or there is none."""
    roots = [entry for path in traced.paths for value in path.values.values() for entry in value.entries]
    if not all(_only_guards(root) for root in roots):
        return None
    paths = [_rested(path) for path in traced.paths]
    return replace(traced, paths=tuple(paths))


def _rested(path: Path) -> Path:
    values = {name: _rested_value(value) for name, value in path.values.items()}
    return replace(path, values=values)


def _rested_value(value: Value) -> Value:
    if value.kind:
        return value
    known: dict[Node, Node] = {}
    for node in postorder(list(value.entries)):
        known[node] = _rest(node, known)
    return replace(value, entries=tuple(known[entry] for entry in value.entries))


def _rest(node: Node, known: Mapping[Node, Node]) -> Node:
    if isinstance(node, Fn) and node.name in ("max", "min") and any(_is_guard(arg) for arg in node.args):
        kept = [known[arg] for arg in node.args if not _is_guard(arg)]
        if len(kept) == 1:
            return kept[0]
    if isinstance(node, Case) and any(_is_guard(value) for _, value in node.branches):
        kept_branches = [value for _, value in node.branches if not _is_guard(value)]
        if not kept_branches:
            return known[node.otherwise]
    if isinstance(node, Sym) and node.name.startswith(PREFIX):
        return num(0)
    return rebuild(node, known)


def _is_guard(term: Term) -> bool:
    if isinstance(term, Num):
        return abs(term.value) >= FAR
    names = free_symbols(term)
    return bool(names) and all(name.startswith(PREFIX) for name in names)


def _only_guards(root: Term) -> bool:
    # Walk down from the root; a guard that is met before anything guarded is part of the formula itself.
    stack: list[Node] = [root]
    seen: set[int] = set()
    while stack:
        node = stack.pop()
        if id(node) in seen or _shelters(node):
            continue
        seen.add(id(node))
        if isinstance(node, Sym) and node.name.startswith(PREFIX):
            return False
        stack.extend(children(node))
    return True


def _shelters(node: Node) -> bool:
    if isinstance(node, Fn):
        return node.name in ("log", "max", "min")
    if isinstance(node, Pow):
        exponent = node.exponent
        return isinstance(exponent, Num) and (exponent.value < 0 or exponent.value.denominator != 1)
    return isinstance(node, Case | Compare)
