r"""A loss and what it is of one entry or sample, by one letter: J = ½ Σ E_ij² + … beside J_ij = ½ E_ij²."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.same_letters.families_apart import MARK
from derive.elaborate.symbols.names import key_of, letters_of
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.elaborate.symbols.roles import is_loss
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import Part, rebuilt, walk


def with_losses_by_entry(document: Document) -> Document:
    r"""The document in which the loss of one entry has a mark, where the whole loss is a number made without it.

    >>> from derive.reader.document import read_text
    >>> read = with_losses_by_entry(read_text(r"$$J = \sum_i e_i^2 + \|w\|^2, \quad J_i = e_i^2$$"))
    >>> read.blocks[0].formulas[1].tree.members[0].base.decorations
    ('at each',)
    """
    trees = written_trees(document)
    wholes = {name for tree in trees for name in _wholes(tree)}
    both = wholes & {name for tree in trees for name in _of_entries(tree)}
    return rewritten(document, lambda tree: _marked(tree, both)) if both else document


def _wholes(tree: s.Node) -> Iterator[s.Name]:
    """The loss that an equation makes as a number, of norms or sums of squares, without its own members."""
    match tree:
        case s.Chain(members=(s.Name() as head, body, *_), relations=(s.Relation(sign="=" | ":="), *_)):
            parts = list(walk(body))
            own = any(isinstance(part, s.Index) and part.base == head for part in parts)
            if is_loss(key_of(head)) and not own and any(map(_is_number, parts)):
                yield head


def _is_number(part: Part) -> bool:
    match part:
        case s.Norm():
            return True
        case s.Big(body=body) if body is not None:
            return any(isinstance(each, s.Power) and each.exponent == s.Number("2") for each in walk(body))
    return False


def _of_entries(tree: s.Node) -> Iterator[s.Name]:
    """The name of which an equation gives a member by a formula that is no slope."""
    match tree:
        case s.Chain(
            members=(s.Index(base=s.Name() as base, below=s.Indices(items=items), above=None), body, *_),
            relations=(s.Relation(sign="=" | ":="), *_),
        ):
            slopes = any(isinstance(part, s.Derivative | s.Nabla) for part in walk(body))
            if not slopes and all(isinstance(item, s.Name) and letters_of(item) for item in items):
                yield base


def _marked(node: Part, names: set[s.Name]) -> s.Node:
    if (
        isinstance(node, s.Index)
        and isinstance(node.base, s.Name)
        and node.base in names
        and node.below is not None
    ):
        return replace(node, base=replace(node.base, decorations=(*node.base.decorations, MARK)))
    changed: s.Node = rebuilt(node, lambda part: _marked(part, names))
    return changed
