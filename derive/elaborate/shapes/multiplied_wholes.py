"""Names of all data that are multiplied: the J and r of Jᵀr, beside J_ik and r_i of each of the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from derive.elaborate.symbols.evidence import is_capital
from derive.elaborate.symbols.names import Letters, reference
from derive.elaborate.symbols.roles import Link
from derive.reader import syntax as s
from derive.reader.tree import walk


def multiplied_wholes(links: Sequence[Link], most: Mapping[str, int], letters: Letters) -> set[str]:
    """The names of a product Jᵀr, where J is a capital with two indices elsewhere and r has one: both are wholes."""
    found: set[str] = set()
    parts = (part for link in links for side in (link.left, link.right) for part in walk(side))
    for part in parts:
        match part:
            case s.Product(left=s.Transpose(of=s.Name() as left), right=s.Name() as right, sign=""):
                one, other = reference(left, letters), reference(right, letters)
                if one is None or other is None or not is_capital(one.key):
                    continue
                if most.get(one.key) == 2 and most.get(other.key) == 1:
                    found |= {one.key, other.key}
    return found
