"""Weights of one letter that were taken for less than others of it: W_2 for a number beside the matrix W_1."""

from __future__ import annotations

from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.evidence import MATRICES, unlabelled
from derive.elaborate.symbols.scope import Axes, Scope


def weights_of_fewer_axes(typed: Typed) -> frozenset[str]:
    """The weights that are a number, or a vector of one layer, where others of the same letter are a matrix.

    A vector is no matrix's sibling but where w^l is said of every layer l and its entries have two indices.
    """
    scope = typed.scope
    known = scope.shapes.keys() | scope.definitions.keys() | typed.aliases.keys()
    layered = {unlabelled(key) for key in typed.typing if _is_of_every_layer(key, scope)}
    layered &= scope.letters.paired
    counts = {
        key: axes.count
        for key, axes in typed.typing.items()
        if unlabelled(key) in layered or unlabelled(key) in MATRICES
    }
    matrices = {unlabelled(key) for key, count in counts.items() if count == Axes(2).count}
    fewer = {key for key, count in counts.items() if not count or (count == 1 and unlabelled(key) in layered)}
    return frozenset(key for key in fewer - known if unlabelled(key) in matrices)


def _is_of_every_layer(key: str, scope: Scope) -> bool:
    return any(key.endswith(f"^{{{letter}}}") for letter in scope.letters.layers)
