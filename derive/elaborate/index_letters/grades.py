"""The letter of one grade: t where q_t = G_t − G_{t−1} is the chance of the grade that was given and E = −log q_t."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.symbols.names import is_letter
from derive.reader import syntax as s
from derive.reader.tree import walk, with_items

_LOGARITHMS = ("log", "ln")


def grade_letters(trees: Sequence[s.Node]) -> frozenset[str]:
    """The letters of a difference of neighbours of which the logarithm is taken, where no sign runs over them.

    >>> from derive.reader.document import read_text
    >>> read = read_text(r"$q_t = G_t - G_{t-1}$ and $E = -\\log q_t$")
    >>> grade_letters([f.tree for block in read.blocks for f in block.formulas])
    frozenset({'t'})
    """
    found = {pair for tree in trees for pair in _differences(tree)}
    taken = {part for tree in trees for part in _under_logarithms(tree)}
    signs = (part.below for tree in trees for part in walk(tree) if isinstance(part, s.Big))
    running = {letter for below in signs if below is not None for letter in bound_letters(below)}
    return frozenset(letter for head, letter in found if head in taken and letter not in running)


def _differences(tree: s.Node) -> Iterator[tuple[s.Index, str]]:
    """q_t and t of q_t = F(a_t) − F(a_{t−1})."""
    match tree:
        case s.Chain(
            members=(
                s.Index(base=s.Name(), below=s.Indices(items=(s.Name(letter=letter) as item,))) as head,
                s.Sub(left=left, right=right),
                *_,
            ),
            relations=(s.Relation(sign="=" | ":="), *_),
        ) if is_letter(item) and left != right:
            if right == with_items(left, lambda one: _before(one) if one == item else one):
                yield head, letter


def _before(item: s.Node) -> s.Node:
    return s.Sub(item, s.Number("1"))


def _under_logarithms(tree: s.Node) -> Iterator[s.Node]:
    """The q_t of E = −log q_t, where E has no index."""
    match tree:
        case s.Chain(members=(s.Name() | s.Call(function=s.Name()), body, *_), relations=(relation, *_)):
            for part in walk(body) if relation.sign in ("=", ":=") else ():
                match part:
                    case s.Call(function=s.Name(letter=name), arguments=(of,)) if name in _LOGARITHMS:
                        yield of
