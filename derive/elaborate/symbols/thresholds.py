"""Thresholds are positive: the δ of |r| ≤ δ in a definition by cases, else one of its cases would be empty."""

from __future__ import annotations

from collections.abc import Iterator

from derive.elaborate.symbols.names import reference
from derive.elaborate.symbols.scope import Scope
from derive.reader import syntax as s
from derive.reader.tree import walk


def thresholds(scope: Scope) -> frozenset[str]:
    """The names with which definitions compare absolute values and norms."""
    return scope.memory.recall(lambda: frozenset(_thresholds(scope)), "thresholds")


def _thresholds(scope: Scope) -> Iterator[str]:
    bodies = (made.body for made in scope.definitions.values() if made.body is not None)
    branches = (part for body in bodies for part in walk(body) if isinstance(part, s.Branch))
    for branch in branches:
        match branch.condition:
            case s.Chain(members=(s.Abs() | s.Norm(), s.Name() as bound), relations=(relation,)) if (
                relation.sign in ("<", "<=", ">", ">=")
            ):
                ref = reference(bound, scope.letters)
                yield from (ref.key,) if ref is not None and ref.key not in scope.definitions else ()
