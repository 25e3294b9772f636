r"""Two columns side by side, w x, in a document that writes wᵀx: a transpose may be lost, and nothing is proved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.names import reference
from derive.elaborate.symbols.roles import Link
from derive.elaborate.symbols.scope import Axes
from derive.reader import syntax as s
from derive.reader.tree import walk

LOOSE = "two columns side by side, where other products have a transpose"


def has_loose_product(typed: Typed, link: Link) -> bool:
    """Whether a line has two columns side by side, and the document writes wᵀx elsewhere."""
    sides = (link.left, link.right)
    if "columns" not in set(_kinds(typed, sides)):
        return False
    return "inner" in set(_kinds(typed, [side for each in typed.links for side in (each.left, each.right)]))


def _kinds(typed: Typed, trees: Iterable[s.Node]) -> Iterator[str]:
    """What the neighbours in products without a sign are: wᵀx is an inner product, w x are two columns."""
    for part in (part for tree in trees for part in walk(tree)):
        if isinstance(part, s.Product) and part.sign == "":
            taken, begun = False, False
            for one, other in pairwise(_factors(part)):
                turned = isinstance(one, s.Transpose) and _is_vector(typed, one.of)
                begun = begun or turned
                second = _is_vector(typed, other) or _is_difference(typed, other)
                pair = second and not taken and (turned or _is_vector(typed, one))
                if pair:
                    yield "inner" if turned else "columns"
                # The x of (wᵀx)x and of (wᵀAx)x belongs to the number before it.
                taken = begun and _is_vector(typed, other) and not taken
                begun = begun and not taken


def _factors(node: s.Node) -> list[s.Node]:
    """The factors of a product without a sign."""
    plain = isinstance(node, s.Product) and node.sign == ""
    return [*_factors(node.left), *_factors(node.right)] if plain and isinstance(node, s.Product) else [node]


def _is_difference(typed: Typed, node: s.Node) -> bool:
    """Whether a factor is a difference of columns, as in g (x_i − m); (t − y) h is mostly of one sample."""
    return isinstance(node, s.Sub) and _is_vector(typed, node.left) and _is_vector(typed, node.right)


def _is_vector(typed: Typed, node: s.Node) -> bool:
    """Whether a name is known to be a column: w, x_i of the data x_i."""
    ref = reference(node, typed.scope.letters) if isinstance(node, s.Name | s.Index) else None
    return ref is not None and typed.typing.get(ref.key, Axes(0)).count - len(ref.indices) == 1
