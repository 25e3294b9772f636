r"""π as a vector: where a page has entries π_a and π ⊙ r or πᵀr, and no number beside π, π is no number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.elaborate.symbols.roles import EQUALITIES
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.names import AT
from derive.reader.tree import rebuilt, walk

_PI = s.Name(r"\pi")
_FAMILY = replace(_PI, decorations=(f"{AT}its entries",))


def with_vectors_named_pi(document: Document) -> Document:
    r"""The document in which π is the family of the π_a that it defines, where it stands as a vector.

    >>> from derive.reader.document import read_text
    >>> read = read_text(r"$$\pi_a = \frac{e^{h_a}}{\sum_b e^{h_b}}, \quad g = \pi \odot r$$")
    >>> with_vectors_named_pi(read).blocks[0].formulas[1].tree.members[1].left.decorations
    ('at its entries',)
    """
    trees = written_trees(document)
    made = any(map(_makes_entries, trees))
    if not made or not any(map(_is_a_vector, trees)) or any(map(_is_a_number, trees)):
        return document
    return rewritten(document, _marked)


def _makes_entries(tree: s.Node) -> bool:
    match tree:
        case s.Chain(members=(s.Index(base=base), *_), relations=(relation, *_)):
            return base == _PI and relation.sign in EQUALITIES
    return False


def _is_a_vector(tree: s.Node) -> bool:
    """Whether π stands beside ⊙, below a transposition, in diag(π), or is what a line says."""
    for part in walk(tree):
        match part:
            case s.Product(sign="odot" | "circ" | "ast"):
                found: Sequence[s.Node] = tuple(_factors(part))
            case s.Transpose(of=of):
                found = (of,)
            case s.Call(function=s.Name(letter="diag"), arguments=found):
                pass
            case _:
                continue
        if _PI in found:
            return True
    return False


def _is_a_number(tree: s.Node) -> bool:
    """Whether π stands beside a number, under a root, or below a bar: 2π, √π, 1/π."""
    for part in walk(tree):
        match part:
            case s.Product(left=s.Number()) if next(_factors(part.right)) == _PI:
                return True
            case s.Root(of=of) if _PI in walk(of):
                return True
            case s.Fraction(top=top, bottom=bottom) if _PI in (top, *_factors(bottom)):
                return True
    return False


def _factors(node: s.Node) -> Iterator[s.Node]:
    match node:
        case s.Product(left=left, right=right):
            yield from (*_factors(left), *_factors(right))
        case _:
            yield node


def _marked(node: s.Node) -> s.Node:
    if node == _PI:
        return replace(_FAMILY, span=node.span)
    changed: s.Node = rebuilt(node, _marked)
    return changed
