"""Entries by their numbers: w_1 and x_1 beside w^T x are entries of both vectors, though no w_j is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from derive.elaborate.symbols.names import key_of
from derive.reader import syntax as s
from derive.reader.tree import walk


def numbered_entries(trees: Sequence[s.Node]) -> frozenset[str]:
    """The names of the two vectors of a product u^T v that both stand with the same numbers below.

    Vectors of their own, which are numbered as well, would be multiplied as vectors, w_1^T x, or be worked out.

    >>> from derive.reader.document import read_text
    >>> read = read_text(r"$z = w^T x$, $w_1 x_1$ and $w_2 x_2$")
    >>> sorted(numbered_entries([f.tree for block in read.blocks for f in block.formulas]))
    ['w', 'x']
    """
    numbers: dict[str, set[str]] = defaultdict(set)
    found, vectors = set[frozenset[str]](), set[str]()
    for tree in trees:
        vectors |= set(_head(tree))
        for part in walk(tree):
            match part:
                case s.Product(
                    left=s.Transpose(of=s.Name() as left),
                    right=(s.Name() as right) | s.Index(base=s.Name() as right, below=None),
                ):
                    found.add(frozenset((key_of(left), key_of(right))))
                case s.Index(
                    base=s.Name() as base, below=s.Indices(items=(s.Number(text=text),)), above=None
                ):
                    numbers[key_of(base)].add(text)
                case (
                    s.Transpose(of=s.Index(base=s.Name() as base)) | s.Norm(of=s.Index(base=s.Name() as base))
                ):
                    vectors.add(key_of(base))
    pairs = (pair for pair in found if len(pair) == len({*pair}) == 2 and not pair & vectors)
    return frozenset(key for pair in pairs if _alike([numbers[each] for each in pair]) for key in pair)


def _alike(held: list[set[str]]) -> bool:
    return bool(held[0]) and held[0] == held[1] and "0" not in held[0]


def _head(tree: s.Node) -> Iterator[str]:
    """The name of which a formula introduces a numbered one, other than by a number."""
    match tree:
        case s.Chain(members=(s.Index(base=s.Name() as base), other, *_)) if any(
            isinstance(part, s.Name) for part in walk(other)
        ):
            yield key_of(base)
