"""What depends on what in a post: names that are worked out from others, data, and laws between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from derive.elaborate.symbols.names import Letters, indexed_key, key_of, keys_in
from derive.elaborate.symbols.roles import Link, contains, head_of
from derive.elaborate.symbols.scope import Axes, Definition, Scope, Typing
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
    return frozenset(key for items in lists for item in items if (key := indexed_key(item)) is not None)


def listed_counts(blocks: Sequence[Block]) -> Mapping[str, str]:
    """How many data a text lists of each name: N of R_1, …, R_N and of (x_1, y_1), …, (x_N, y_N)."""
    trees = (formula.tree for block in blocks for formula in block.formulas)
    lists = (tree.items for tree in trees if isinstance(tree, s.Sequence) and contains(tree, s.Dots))
    return {key: count for items in lists for key, count in _counted(items[0], items[-1])}


def listed_count(node: s.Node, key: str) -> str:
    """How many of a name a list with dots holds: N of x_1, …, x_N; "?" where it does not say so by a letter."""
    items = node.items if isinstance(node, s.Sequence) and contains(node, s.Dots) else ()
    return dict(_counted(items[0], items[-1])).get(key, "?") if items else "?"


def listed_size(scope: Scope, typing: Typing, key: str) -> str | None:
    """The n of data x_1, …, x_n that are numbers."""
    count = scope.listed.get(key)
    alone = typing.get(key, Axes(0)).count == 1
    return count if alone and count in scope.letters.sizes and key not in scope.definitions else None


def _counted(first: s.Node, last: s.Node) -> Iterator[tuple[str, str]]:
    match first, last:
        case s.Sequence(items=ones), s.Sequence(items=others) if len(ones) == len(others):
            yield from (
                each for one, other in zip(ones, others, strict=True) for each in _counted(one, other)
            )
        case (
            s.Index(base=s.Name() as base, below=s.Indices(items=(s.Number(text="1"),))),
            s.Index(base=other, below=s.Indices(items=(s.Name(letter=count),))),
        ) if base == other:
            yield key_of(base), count


def is_model_of_data(made: Definition, data: frozenset[str], letters: Letters) -> bool:
    """Whether R = Gc/(k + c) says how data depend on each other, of which R_u are then the measured values."""
    if made.indices or made.parameters or made.body is None:
        return False
    return bool(data & set(keys_in(made.body, letters)))
