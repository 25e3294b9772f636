"""What state equations show: in A x_{t−1} + B u_t + c the capitals are matrices and all else are vectors."""

from __future__ import annotations

from collections.abc import Sequence

from derive.elaborate.symbols.names import Letters, Reference, key_of, reference
from derive.reader import syntax as s


def is_shifted(member: Reference) -> bool:
    """Whether a member of a family is the one before or after another: x_{t−1}."""
    return any(isinstance(item, s.Sub | s.Add) for item in member.indices)


def driven(parts: Sequence[s.Node], letters: Letters) -> list[tuple[str, s.Node]]:
    """The matrices of a state equation with what they stand before, "" before what is only added to it.

    Nothing where the summands make no state equation.
    """
    products = [each for each in parts if isinstance(each, s.Product) and isinstance(each.right, s.Index)]
    found = [(key_of(each.left), each.right) for each in products if isinstance(each.left, s.Name)]
    found = [(key, node) for key, node in found if key.lstrip("\\")[:1].isupper()]
    refs = (reference(node, letters) for _, node in found)
    if not any(ref is not None and is_shifted(ref) for ref in refs):
        return []
    return [*found, *(("", each) for each in parts if isinstance(each, s.Name))]
