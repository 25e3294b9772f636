"""The true class y of ℓ = −log p_y, where y stands alone below names that run through the classes elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from derive.elaborate.symbols.compounds import LOGARITHMS
from derive.elaborate.symbols.names import key_of, letters_of
from derive.reader import syntax as s
from derive.reader.tree import walk

CLASSES = ("y", "t")
"""The letters of a true class that no index has."""


def bare_classes(
    trees: Sequence[s.Node], bases: Mapping[str, set[str]], indices: frozenset[str]
) -> frozenset[str]:
    """The letters that pick one number from a family whose logarithm is a loss.

    Everything that carries such a letter runs with an index elsewhere: the b_y of a layer that makes y does not.

    >>> from derive.reader.document import read_text
    >>> read = read_text(r"$p_k = e^{z_k}/S$, $L = -\\log p_y$ and $g = z_y$")
    >>> trees = [f.tree for block in read.blocks for f in block.formulas]
    >>> bare_classes(trees, {"k": {"p", "z"}, "y": {"p", "z"}}, frozenset("k"))
    frozenset({'y'})
    """
    outputs = {pair for tree in trees for pair in _softmax(tree)}
    families = {key for letter in indices for key in bases.get(letter, ())} | {
        x for pair in outputs for x in pair
    }
    made = {key for tree in trees for key in _made(tree, indices)} | {head for head, _ in outputs}
    picked = {pair for tree in trees for pair in _under_logarithms(tree)}
    return frozenset(
        letter
        for letter, key in picked
        if letter in CLASSES and letter not in indices and key in made and bases[letter] - {"e"} <= families
    )


def _made(tree: s.Node, indices: frozenset[str]) -> Iterator[str]:
    """The p of p_k = …, a^{L}_k = …."""
    match tree:
        case s.Chain(members=(s.Index(base=s.Name() as base, below=s.Indices(items=(item,))), *_)):
            if letters_of(item) & indices:
                yield key_of(base)


def _softmax(tree: s.Node) -> Iterator[tuple[str, str]]:
    """p and z of p = softmax(z)."""
    match tree:
        case s.Chain(members=(s.Name() as head, s.Call(function=s.Name(letter=letter), arguments=(of,)), *_)):
            if letter.lower() == "softmax":
                yield key_of(head), key_of(of) if isinstance(of, s.Name) else ""


def _under_logarithms(tree: s.Node) -> Iterator[tuple[str, str]]:
    """The letter and the name of every p_y in ℓ = −log p_y."""
    match tree:
        case s.Chain(members=(s.Name() | s.Call(function=s.Name()), body, *_), relations=(relation, *_)):
            for part in walk(body) if relation.sign in ("=", ":=", "equiv") else ():
                match part:
                    case s.Call(
                        function=s.Name(letter=name),
                        arguments=(
                            s.Index(base=s.Name() as base, below=s.Indices(items=(s.Name() as item,))),
                        ),
                    ) if name in LOGARITHMS:
                        yield item.letter, key_of(base)
