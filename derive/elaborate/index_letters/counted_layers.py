"""Letters that count layers without the word: the k of e_k = ∂E/∂z_k beside z_1 = A_1 x and z_2 = A_2 a_1."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.symbols.names import is_letter, key_of
from derive.reader import syntax as s
from derive.reader.tree import walk


def counted_layers(trees: Sequence[s.Node]) -> frozenset[str]:
    """The letters that stand below names of which each number is worked out by a line of its own, from weights.

    What such a letter stands for are those numbers, which are labels; where something is summed, or told apart by
    two letters, they may be entries.

    >>> from derive.reader.document import read_text
    >>> read = read_text("$z_1 = A_1 x$, $z_2 = A_2 z_1$, $e_k = \\\\frac{dE}{dz_k}$")
    >>> sorted(counted_layers([formula.tree for block in read.blocks for formula in block.formulas]))
    ['k']
    """
    parts = [part for tree in trees for part in walk(tree)]
    numbers: dict[str, set[str]] = defaultdict(set)
    for key, number in (found for tree in trees for found in _made_by_number(tree)):
        numbers[key].add(number)
    staged = {key for key, found in numbers.items() if len(found) > 1}
    summed = {
        x for part in parts if isinstance(part, s.Big) and part.below for x in bound_letters(part.below)
    }
    running, alone, mixed = set[str](), set[str](), set[str]()
    for part in parts:
        if isinstance(part, s.Index) and isinstance(part.base, s.Name):
            items = tuple(
                item for held in (part.below, part.above) if held is not None for item in held.items
            )
            letters = {item.letter for item in items if isinstance(item, s.Name) and is_letter(item)}
            running |= letters & summed if key_of(part.base) in staged else set()
            if len(items) == 1 and part.below is not None:
                alone |= letters if key_of(part.base) in staged else set()
            else:
                mixed |= letters
    return frozenset() if running else frozenset(alone - mixed - summed)


def _made_by_number(tree: s.Node) -> Iterator[tuple[str, str]]:
    """The name and the number of z_2 = A_2 a_1, where a numbered capital is a factor."""
    match tree:
        case s.Chain(
            members=(s.Index(base=s.Name() as base, below=s.Indices(items=(s.Number(text=text),))), body, *_),
            relations=(s.Relation(sign="="), *_),
        ) if any(_is_weighted(part) for part in walk(body)):
            yield key_of(base), text


def _is_weighted(part: object) -> bool:
    match part:
        case s.Product(left=s.Index(base=s.Name(letter=letter), below=s.Indices(items=(s.Number(),)))):
            return letter[:1].isupper() and len(letter) == 1
    return False
