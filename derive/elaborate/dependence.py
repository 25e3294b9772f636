"""What depends on what in a post: names that are worked out from others, data, and laws between them."""

from __future__ import annotations

from collections.abc import Sequence

from derive.elaborate.names import Letters, key_of, keys_in
from derive.elaborate.roles import Link, contains, head_of
from derive.elaborate.scope import Definition
from derive.reader import syntax as s
from derive.reader.blocks import Block


def dependent_names(links: Sequence[Link], letters: Letters) -> frozenset[str]:
    """The names that a post works out from others: m_i = y_i wᵀx_i."""
    made = (link for link in links if link.begins and link.sign in ("=", ":="))
    heads = (head_of(link.left, letters) for link in made if not isinstance(link.right, s.Number))
    return frozenset(head.key for head in heads if head is not None and not head.parameters)


def listed_data(blocks: Sequence[Block]) -> frozenset[str]:
    """The names of which a text lists the data: R_1, …, R_N."""
    trees = (formula.tree for block in blocks for formula in block.formulas)
    lists = (tree.items for tree in trees if isinstance(tree, s.Sequence) and contains(tree, s.Dots))
    return frozenset(key for items in lists for item in items if (key := _listed(item)) is not None)


def _listed(item: s.Node) -> str | None:
    return key_of(item.base) if isinstance(item, s.Index) and isinstance(item.base, s.Name) else None


def is_model_of_data(made: Definition, data: frozenset[str], letters: Letters) -> bool:
    """Whether R = Gc/(k + c) says how data depend on each other, of which R_u are then the measured values."""
    if made.indices or made.parameters or made.body is None:
        return False
    return bool(data & set(keys_in(made.body, letters)))
