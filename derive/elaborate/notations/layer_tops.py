"""Sums over the units of a layer whose end says nothing: all d_{l−1} of them; n here and m there of one layer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.symbols.ellipses import summed
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import rebuilt, walk

TIMES = frozenset(("t", "n", r"\tau"))
Family = tuple[s.Node, int, int]
"""A name, how many places its index has, and which place of it runs."""


def without_loose_tops(document: Document) -> Document:
    r"""The document in which sums over units of layers have no end, where one end is not that of every such sum.

    Whoever writes n for the units of any layer means all of them: nothing follows from the letter.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.sexpr import sexpr
    >>> text = r"$$z^l_i = \sum_{j=1}^m w^l_{ij} a^{l-1}_j$$ $$z^l_k = \sum_{i=1}^n w^l_{ki} a^{l-1}_i$$"
    >>> sexpr(without_loose_tops(read_text(text)).blocks[1].formulas[0].tree.members[1])
    '(sum i _ (mul (idx w_(mul k i) l) (idx a_i (sub l 1))))'
    """
    trees = [_spelled(tree) for tree in written_trees(document)]
    tops: dict[Family, set[tuple[str, str]]] = defaultdict(set)
    for family, layer, top in (found for tree in trees for found in _forward(tree)):
        tops[family].add((layer, top))
    if any(_is_loose(found) for found in tops.values()):
        return rewritten(document, lambda tree: _without_told_tops(_without_tops(_spelled(tree))))
    return rewritten(document, _without_told_tops)


def _is_loose(found: set[tuple[str, str]]) -> bool:
    """Whether a layer has two sizes, or two layers that follow each other have one."""
    layers, tops = {layer for layer, _ in found}, {top for _, top in found}
    return len(found) > len(layers) or len(found) > len(tops)


def _spelled(node: s.Node) -> s.Node:
    """A formula whose sums with dots over units of a layer are sums with a sign."""
    plain = summed(node) if isinstance(node, s.Add) else node
    if plain is not node and not any(_sums(plain)):
        plain = node
    changed: s.Node = rebuilt(plain, _spelled)
    return changed


def _forward(tree: s.Node) -> Iterator[tuple[Family, str, str]]:
    """What is summed of the layer below in z^l = Σ … a^{l−1}."""
    match tree:
        case s.Chain(members=(s.Index(above=s.Indices(items=(layer,))), *bodies)):
            below = _below(layer)
            for found in (found for body in bodies for found in _sums(body)):
                if below is not None and found[1] == below:
                    yield found[0], str(found[1]), found[2]


def _below(layer: s.Node) -> s.Node | None:
    """The layer below l or l + 1; letters that count time or examples have none."""
    match layer:
        case s.Name(letter=letter) if letter not in TIMES:
            return s.Sub(layer, s.Number("1"))
        case s.Add(left=s.Name(letter=letter) as name, right=s.Number(text="1")) if letter not in TIMES:
            return name
    return None


def _sums(tree: s.Node) -> Iterator[tuple[Family, s.Node, str]]:
    for part in walk(tree):
        if isinstance(part, s.Big) and _top(part) is not None:
            yield from _families(part)


def _top(big: s.Big) -> str | None:
    """n of Σ_{j=1}^n."""
    match big:
        case s.Big(
            symbol="sum",
            below=s.Chain(members=(s.Name(), s.Number(text="1"))),
            above=s.Name(letter=letter, decorations=()),
        ):
            return letter
    return None


def _families(big: s.Big) -> Iterator[tuple[Family, s.Node, str]]:
    """The families of a layer that a sum runs over, each with its layer and the letter of the end."""
    letters = bound_letters(big.below) if big.below is not None else frozenset[str]()
    for part in walk(big.body) if big.body is not None else ():
        match part:
            case s.Index(
                base=s.Name() as base, below=s.Indices(items=items), above=s.Indices(items=(layer,))
            ):
                for place, item in enumerate(items):
                    if isinstance(item, s.Name) and item.letter in letters and _is_layer(layer):
                        yield (base, len(items), place), layer, _top(big) or ""


def _is_layer(item: s.Node) -> bool:
    """l, l − 1 and l + 1, bare or of any letter."""
    name = item.left if isinstance(item, s.Add | s.Sub) and isinstance(item.right, s.Number) else item
    return isinstance(name, s.Name)


def _without_told_tops(node: s.Node) -> s.Node:
    """A formula in which Σ_{j=1}^{d_{l−1}} has no end where it runs through all units j of layer l − 1."""
    changed: s.Node = rebuilt(node, _without_told_tops)
    match changed:
        case s.Big(
            symbol="sum",
            body=s.Node() as body,
            below=s.Chain(members=(s.Name() as letter, s.Number(text="1"))),
            above=s.Index(base=s.Name()) as top,
        ) if (layer := _layer_of(top)) is not None and (letter, layer) in set(_units(body)):
            return replace(changed, below=letter, above=None)
    return changed


def _layer_of(top: s.Index) -> s.Node | None:
    """l − 1 of d_{l−1} and of n^{(l−1)}."""
    match top:
        case (
            s.Index(below=s.Indices(items=(layer,)), above=None)
            | s.Index(below=None, above=s.Indices(items=(layer,)))
        ) if _is_layer(layer):
            return layer
    return None


def _units(body: s.Node) -> Iterator[tuple[s.Node, s.Node]]:
    """The letter and the layer of a^{(l−1)}_j."""
    for part in walk(body):
        match part:
            case s.Index(base=s.Name(), below=s.Indices(items=(item,)), above=s.Indices(items=(layer,))):
                yield item, layer


def _without_tops(node: s.Node) -> s.Node:
    changed: s.Node = rebuilt(node, _without_tops)
    if isinstance(changed, s.Big) and _top(changed) is not None and any(_families(changed)):
        assert isinstance(changed.below, s.Chain)
        return replace(changed, below=changed.below.members[0], above=None)
    return changed
