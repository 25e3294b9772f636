r"""Letters of sizes that are labels below some names: the n of σ_n beside σ_f, where n counts the data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from derive.elaborate.symbols.names import key_of, letters_of
from derive.reader import syntax as s
from derive.reader.tree import walk


def labelled_by_sizes(
    trees: Sequence[s.Node], indices: Collection[str], sizes: Collection[str]
) -> frozenset[str]:
    """The names below which a size is a label: no index, no number and no list with dots says that they are a family.

    >>> from derive.reader.document import read_text
    >>> trees = [read_text(r"$s_n + s_f + x_i + x_n$").blocks[0].formulas[0].tree]
    >>> sorted(labelled_by_sizes(trees, {"i"}, {"n"}))
    ['s']
    """
    below: dict[str, list[s.Indices]] = defaultdict(list)
    families = set[str]()
    for part in (part for tree in trees for part in walk(tree)):
        match part:
            case s.Index(base=s.Name() as base, below=s.Indices() as held, above=None):
                below[key_of(base)].append(held)
            case s.Index(base=s.Name() as base):
                families.add(key_of(base))
            case s.Sequence() | s.Matrix() | s.Add() if any(isinstance(each, s.Dots) for each in walk(part)):
                families |= {key_of(each) for each in walk(part) if isinstance(each, s.Name)}
    sized = {
        key for key, held in below.items() if any(letters_of(each.items[0]) & set(sizes) for each in held)
    }
    alone = {key for key in sized if all(_is_label(each, indices) for each in below[key])}
    return frozenset(alone - families)


def _is_label(held: s.Indices, indices: Collection[str]) -> bool:
    """Whether what stands below a name is one letter that never runs, such as a size, or a word."""
    if len(held.items) != 1:
        return False
    item = held.items[0]
    letters = letters_of(item)
    return isinstance(item, s.Text) or (
        isinstance(item, s.Name) and bool(letters) and not letters & set(indices)
    )
