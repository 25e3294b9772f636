"""What a formula consists of: the base and the indices of a name, the factors of a product, the items of a list."""

from __future__ import annotations

from typing import TypeVar

from derive.reader.syntax import Call, Index, Node, Product, Sequence

Given = TypeVar("Given")


def base_of(node: Given) -> Given | Node:
    """A name without its indices.

    >>> from derive.reader.syntax import Indices, Name
    >>> base_of(Index(Name("w"), Indices((Name("i"),)), None)).letter, base_of(Name("w")).letter
    ('w', 'w')
    """
    return node.base if isinstance(node, Index) else node


def indices_of(node: object) -> tuple[Node, ...]:
    """What stands below and above a name; nothing for anything else."""
    if not isinstance(node, Index):
        return ()
    return (*(node.below.items if node.below else ()), *(node.above.items if node.above else ()))


def factors_of(node: Node) -> list[Node]:
    """The factors of a product of any kind; of anything else itself.

    >>> from derive.reader.syntax import Name
    >>> [factor.letter for factor in factors_of(Product(Product(Name("a"), Name("b")), Name("c")))]
    ['a', 'b', 'c']
    """
    return [*factors_of(node.left), *factors_of(node.right)] if isinstance(node, Product) else [node]


def items_of(node: Given) -> tuple[Given | Node, ...]:
    """The items of a list without brackets; of anything else itself."""
    return node.items if isinstance(node, Sequence) else (node,)


def arguments_of(node: Call) -> tuple[Node, ...]:
    """The arguments of a function, also where they were written as one list."""
    return items_of(node.arguments[0]) if len(node.arguments) == 1 else node.arguments


def function_of(node: Given) -> Given | Node:
    """f of f(x); anything else itself."""
    return node.function if isinstance(node, Call) else node
