"""What the equations of a page introduce, and the formulas that its words speak of."""

from __future__ import annotations

from collections.abc import Sequence

from derive.elaborate.symbols.roles import head_of
from derive.elaborate.symbols.scope import Scope
from derive.reader import syntax as s


def introduced_keys(trees: Sequence[s.Node], scope: Scope) -> frozenset[str]:
    """The names that a scope defines, and those at the head of an equation."""
    chains = (tree for tree in trees if isinstance(tree, s.Chain) and tree.relations[0].sign in ("=", ":="))
    heads = (head_of(chain.members[0], scope.letters) for chain in chains)
    return frozenset(head.key for head in heads if head is not None) | frozenset(scope.definitions)


def formula_at(trees: Sequence[s.Node], place: tuple[int, int]) -> s.Node | None:
    """The formula that stands at a place of the text, as it is understood by now."""
    return next((tree for tree in trees if place[0] <= tree.span.start < place[1]), None)
