"""Letters below names that are labels, not indices: the h of W_h and b_h in z_i = W_h x_i + b_h."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.symbols.names import USUAL_INDICES, key_of, letters_of
from derive.reader import syntax as s
from derive.reader.tree import walk


def label_letters(trees: Sequence[s.Node]) -> frozenset[str]:
    """The letters that stand below names on the right of definitions alone, where nothing runs with them.

    An index on the right would be free on the left, too, or bound by a sum; and what has a label for one letter is
    no family that others run through, and no vector whose entry it might be, as p_c is of a p that is worked out.

    >>> from derive.reader.document import read_text
    >>> sorted(label_letters([read_text("$z_i = W_h x_i + b_h$").blocks[0].formulas[0].tree]))
    ['h']
    """
    found, running, vectors = set[str](), set[str](USUAL_INDICES), set[str]()
    for tree in trees:
        running |= {x for node in walk(tree) for x in _run_in(node)}
        match tree:
            case s.Chain(
                members=(s.Name() | s.Index() as head, *bodies), relations=(s.Relation(sign="="), *_)
            ):
                running |= _below(head) | _all_below(head)
                vectors |= {key_of(head)} if isinstance(head, s.Name) else set()
                found |= {x for body in bodies for x in _below(body)}
    families = _families(trees)
    inside = {x for key, held in families.items() if key in vectors or held & running for x in held}
    return frozenset(found - running - inside)


def _run_in(node: object) -> Iterator[str]:
    """The letters that a sign runs with."""
    if isinstance(node, s.Big) and node.below is not None:
        yield from bound_letters(node.below)


def _below(node: s.Node) -> set[str]:
    """The letters that stand alone below names."""
    items = (part.below.items for part in walk(node) if isinstance(part, s.Index) and part.below is not None)
    return {x for held in items if len(held) == 1 for x in letters_of(held[0])}


def _all_below(head: s.Node) -> set[str]:
    """The letters below what is defined, the a and b of K_ab = … too."""
    items = head.below.items if isinstance(head, s.Index) and head.below is not None else ()
    return {x for item in items for x in letters_of(item)}


def _families(trees: Sequence[s.Node]) -> Mapping[str, set[str]]:
    """Of every name the letters below it."""
    held: dict[str, set[str]] = defaultdict(set)
    for part in (part for tree in trees for part in walk(tree)):
        if isinstance(part, s.Index) and isinstance(part.base, s.Name):
            held[key_of(part.base)] |= _below(part)
    return held
