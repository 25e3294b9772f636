r"""Matrices that are members of a family: the E_k of e_k = E_k x where e_k is a vector."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derive.elaborate.symbols.names import Reference, reference
from derive.elaborate.symbols.roles import Link, summands
from derive.elaborate.symbols.scope import Axes, Scope, Typing
from derive.reader import syntax as s


def families_of_maps(scope: Scope, links: Sequence[Link], typing: Typing) -> dict[str, Axes]:
    """The axes of capitals with an index before a bare vector, where what they make is known to be a vector.

    A row W_k of W before x makes a number z_k; a declared E_k ∈ ℝ^{c×d} stands before a vector as well.
    """
    found: dict[str, Axes] = {}
    for link in links:
        made = reference(link.left, scope.letters)
        if not link.begins or link.sign not in ("=", ":=") or made is None or not made.indices:
            continue
        vectors = typing.get(made.key, Axes(0)).count == len(made.indices) + 1
        for capital, other in _products(link.right, scope):
            wide = typing.get(capital.key, Axes(0)).count == len(made.indices) + 2
            if capital.indices == made.indices and (vectors or wide):
                found[capital.key] = Axes(len(made.indices) + 2)
                found[other.key] = Axes(max(1, typing.get(other.key, Axes(0)).count))
    return {key: axes for key, axes in found.items() if key not in scope.shapes}


def _products(node: s.Node, scope: Scope) -> Iterator[tuple[Reference, Reference]]:
    """The products E_k x of a capital with indices and a small letter without any."""
    for part in summands(node):
        match part:
            case s.Product(left=s.Index() as left, right=s.Name() as right, sign=""):
                one, other = reference(left, scope.letters), reference(right, scope.letters)
                if one is None or other is None or not one.indices or other.indices:
                    continue
                if _is_capital(one.key) and not _is_capital(other.key):
                    yield one, other


def _is_capital(key: str) -> bool:
    return key.lstrip("\\")[:1].isupper()
