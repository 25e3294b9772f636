"""Parts of a recurrence that have names: h_t = tanh(W h_{t−1} + U x_t) is tanh(a_t) where a_t is that sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.evaluation.recurrences import recurrent
from derive.elaborate.symbols.roles import summands
from derive.elaborate.symbols.scope import Definition, Scope
from derive.reader import syntax as s
from derive.reader.tree import rebuilt


def with_named_parts(scope: Scope) -> Scope:
    """The scope in which recurrences are made from the names that their parts have.

    Only so ∂L/∂a_t can hold one member of a: elsewhere what is differentiated is rewritten where it is needed.
    """
    for part in list(_named_parts(scope)):
        for key in recurrent(scope) - {part.key}:
            made = scope.definitions[key]
            if made.body is not None and made.indices == part.indices and part.body is not None:
                scope = scope.define(replace(made, body=_folded(made.body, part.body, _name(part))))
    return scope


def _named_parts(scope: Scope) -> Iterator[Definition]:
    """The definitions by a sum or product that is made from a recurrence itself."""
    for made in scope.definitions.values():
        whole = isinstance(made.body, s.Add | s.Sub | s.Product) and made.indices and not made.parameters
        if whole and scope.ancestors_of(made.key) & recurrent(scope):
            yield made


def _name(made: Definition) -> s.Node:
    letters = tuple(s.Name(letter) for letter in made.indices)
    return s.Index(s.Name(made.key), s.Indices(letters))


def _folded(node: s.Node, part: s.Node, name: s.Node) -> s.Node:
    """A formula with a name for one of its parts, in whatever order the summands of that part stand."""
    if _is_same(node, part):
        return name
    folded: s.Node = rebuilt(node, lambda inner: _folded(inner, part, name))
    return folded


def _is_same(node: s.Node, part: s.Node) -> bool:
    if isinstance(node, s.Add) and isinstance(part, s.Add):
        left, right = summands(node), summands(part)
        return len(left) == len(right) and all(each in right for each in left)
    return node == part
