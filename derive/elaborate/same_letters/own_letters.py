"""Definitions with the letter of a chosen class: beside L = −log p_c the c of p_c = e^{z_c}/Σ_k e^{z_k} is any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.elaborate.evaluation.classes import defines_number, left_open
from derive.elaborate.evaluation.sums import bound_in
from derive.elaborate.symbols.names import letters_of
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import Part, rebuilt, walk

FRESH = ("k", "j", "i", "r", "q")


def with_own_letters(document: Document) -> Document:
    """The document in which a family is defined with letters of its own, where a loss leaves its letter open.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text(r"$$p_c = \\frac{e^{z_c}}{\\sum_w e^{z_w}}, \\quad L = -\\log p_c$$")
    >>> tex(with_own_letters(read).blocks[0].formulas[0].tree.members[0])
    'p_{k}'
    """
    trees = written_trees(document)
    chosen = {x for tree in trees if defines_number(tree) for x in left_open(tree)}
    chosen -= {x for tree in trees for x in bound_in(tree)}
    free = [
        letter for letter in FRESH if not any(_is_letter(part, letter) for t in trees for part in walk(t))
    ]
    return (
        rewritten(document, lambda tree: tree, lambda tree: _renamed(tree, chosen, free))
        if chosen
        else document
    )


def _is_letter(part: Part, letter: str) -> bool:
    return isinstance(part, s.Name) and part.letter == letter


def _renamed(tree: s.Node, chosen: set[str], free: Sequence[str]) -> s.Node:
    """A definition p_c = … with k for c; any other formula as it is."""
    own = [x for x in _own(tree) if x in chosen and x.isascii() and x.isalpha()]
    bound = bound_in(tree)
    if not own or len(own) > len(free) or bound & set(own) or not bound:
        return tree
    return _with_letters(tree, dict(zip(own, free, strict=False)))


def _own(tree: s.Node) -> Iterator[str]:
    """The letters of the family that a formula defines."""
    match tree:
        case s.Chain(
            members=(s.Index(base=s.Name(), below=s.Indices(items=items)), _),
            relations=(s.Relation(sign="=" | ":="),),
        ):
            yield from (x for item in items if isinstance(item, s.Name) for x in sorted(letters_of(item)))


def _with_letters(node: s.Node, letters: dict[str, str]) -> s.Node:
    """A formula with other letters below its names."""
    match node:
        case s.Index(below=s.Indices(items=items) as below):
            moved = tuple(_moved(item, letters) for item in items)
            node = replace(node, below=replace(below, items=moved))
    changed: s.Node = rebuilt(node, lambda part: _with_letters(part, letters))
    return changed


def _moved(item: s.Node, letters: dict[str, str]) -> s.Node:
    plain = isinstance(item, s.Name) and not item.decorations and item.letter in letters
    return replace(item, letter=letters[item.letter]) if plain and isinstance(item, s.Name) else item
