"""∂_k short for ∂/∂θ_k: an index below the sign, where the document says of which name, in f(z) z, or else x_k."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from derive.elaborate.symbols.names import Letters, letters_of, reference
from derive.elaborate.symbols.roles import Link
from derive.reader import syntax as s
from derive.reader.anatomy import base_of
from derive.reader.tree import rebuilt, walk

USUAL = s.Name("x")


def with_variables(links: Sequence[Link], trees: Iterable[s.Node], letters: Letters) -> list[Link]:
    """The links with ∂_k as the derivative by the k-th entry of the variable."""
    if not any(
        _is_short(part, letters) for link in links for side in (link.left, link.right) for part in walk(side)
    ):
        return list(links)
    said, parameters = _variable(trees, letters), _parameters(links)

    def spelled(node: s.Node) -> s.Node:
        changed: s.Node = rebuilt(node, spelled)
        if not isinstance(changed, s.Derivative) or not _is_short(changed, letters):
            return changed
        (letter,) = changed.by
        variable = said or _own_variable(changed.of, parameters) or USUAL
        return replace(changed, by=(s.Index(variable, s.Indices((letter,)), None, letter.span),))

    return [replace(link, left=spelled(link.left), right=spelled(link.right)) for link in links]


def _is_short(node: object, letters: Letters) -> bool:
    match node:
        case s.Derivative(by=(s.Name(letter=letter),), style="subscript"):
            return letter in letters.indices
    return False


def _parameters(links: Sequence[Link]) -> dict[s.Node, s.Name]:
    """The one variable of every function that is defined with it, f(z) = …."""
    found: dict[s.Node, s.Name] = {}
    for link in links:
        match link.left:
            case s.Call(function=function, arguments=(s.Name() as only,)):
                found.setdefault(base_of(function), only)
    return found


def _own_variable(of: s.Node | None, parameters: dict[s.Node, s.Name]) -> s.Name | None:
    """z of ∂_k f(z), and of ∂_k f where f(z) was defined."""
    match of:
        case s.Derivative(of=inner):
            return _own_variable(inner, parameters)
        case s.Call(arguments=(s.Name() as only,)) if base_of(of.function) in parameters:
            return only
        case s.Call(arguments=(inner,)):
            return _own_variable(inner, parameters)
        case s.Name() | s.Index():
            return parameters.get(base_of(of))
    return None


def _variable(trees: Iterable[s.Node], letters: Letters) -> s.Name | None:
    """The name of θ_k in "∂_k stands for ∂/∂θ_k"."""
    for part in (part for tree in trees for part in walk(tree)):
        match part:
            case s.Derivative(of=None, by=(s.Index(base=s.Name() as base) as by,)):
                ref = reference(by, letters)
                if ref is not None and ref.indices and letters_of(ref.indices[0]):
                    return base
    return None
