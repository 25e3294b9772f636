"""Values at the data: beside h(x_i) an h_i that nothing says what it is means h(x_i)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derive.elaborate.same_letters.arities import data_letters
from derive.elaborate.symbols.names import reference
from derive.elaborate.symbols.roles import FUNCTIONS_OF_EVERYBODY, head_of
from derive.elaborate.symbols.scope import Definition, Scope
from derive.reader import syntax as s
from derive.reader.anatomy import base_of, indices_of
from derive.reader.names import PAIR
from derive.reader.tree import walk


def with_values_at_data(scope: Scope, trees: Sequence[s.Node]) -> Scope:
    """The scope in which y_n and h^{(i)} are y(x_n) and h_θ(x^{(i)}), where those are called and these not defined."""
    calls = {(base, letter): call for tree in trees for base, (call, letter) in _calls(tree)}
    chains = (tree for tree in trees if isinstance(tree, s.Chain) and tree.relations[0].sign in ("=", ":="))
    heads = (head_of(chain.members[0], scope.letters) for chain in chains)
    introduced = {head.key for head in heads if head is not None} | scope.definitions.keys()
    for part in (part for tree in trees for part in walk(tree) if isinstance(part, s.Index)):
        ref = reference(part, scope.letters)
        letter = ref.indices[0] if ref is not None and len(ref.indices) == 1 else None
        found = calls.get((_bare(part.base), letter)) if isinstance(letter, s.Name) else None
        if ref is not None and isinstance(letter, s.Name) and found is not None and ref.key not in introduced:
            scope = scope.define(Definition(ref.key, found, (letter.letter,)))
            introduced.add(ref.key)
    return scope


def _bare(base: s.Node) -> s.Node:
    if isinstance(base, s.Name):
        return s.Name(base.letter, tuple(mark for mark in base.decorations if mark != PAIR))
    return base


def _calls(tree: s.Node) -> Iterator[tuple[s.Node, tuple[s.Call, s.Name]]]:
    """The functions that are called at one datum: y of y(x_n, w), h of h_θ(x^{(i)}), with the letter of the datum."""
    for part in walk(tree):
        if isinstance(part, s.Call):
            base = base_of(part.function)
            letters = set(data_letters(part.arguments))
            own = isinstance(base, s.Name) and base.letter not in FUNCTIONS_OF_EVERYBODY
            own = own and letters.isdisjoint(indices_of(part.function))
            if own and len(letters) == 1:
                yield base, (part, letters.pop())
