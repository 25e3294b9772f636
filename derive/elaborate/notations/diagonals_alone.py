"""Matrices of which only the diagonal is written: D_ii = Σ_j w_ij of "the degree matrix" is 0 elsewhere."""

from __future__ import annotations

import re
from dataclasses import replace

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import walk

_SAYS_SO = re.compile(r"\bdegree\s+matri(?:x|ces)\b|\bdiagonal\b(?!\s+(?:of|entr|element))", re.IGNORECASE)
_COLUMNS = ("j", "k", "l", "m", "p", "q", "i")


def with_diagonals_alone(document: Document) -> Document:
    r"""The document with D_ij = 1[i = j] d_i for D_ii = d_i, where words speak of a diagonal or degree matrix.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.sexpr import sexpr
    >>> read = read_text(r"With the degree matrix $D_{ii} = \sum_j w_{ij}$ and $M = D - w$")
    >>> sexpr(with_diagonals_alone(read).blocks[0].formulas[0].tree)
    '(rel = D_(mul i k) (mul (indicator (rel = i k)) (sum j _ w_(mul i j))))'
    """
    trees = written_trees(document)
    if _SAYS_SO.search(document.prose) is None:
        return document
    made = {tree: base for tree in trees if (base := _of_diagonal(tree)) is not None}
    alone = {base for base in made.values() if _is_bare_somewhere(base, trees) and _has_no_other(base, trees)}
    return rewritten(
        document, lambda tree: tree, lambda tree: _whole(tree) if made.get(tree) in alone else tree
    )


def _of_diagonal(tree: s.Node) -> s.Name | None:
    """D of a formula D_ii = ….; None for anything else."""
    match tree:
        case s.Chain(
            members=(
                s.Index(base=s.Name() as base, below=s.Indices(items=(s.Name() as i, j)), above=None),
                _,
            ),
            relations=(s.Relation(sign="=" | ":="),),
        ) if i == j:
            return base
    return None


def _is_bare_somewhere(base: s.Name, trees: list[s.Node]) -> bool:
    """Whether the whole matrix is a side or a summand, a factor … of a formula."""
    indexed = sum(part.base == base for tree in trees for part in walk(tree) if isinstance(part, s.Index))
    return sum(part == base for tree in trees for part in walk(tree)) > indexed


def _has_no_other(base: s.Name, trees: list[s.Node]) -> bool:
    """Whether no formula says what D, or D_ij, is."""
    heads = [tree.members[0] for tree in trees if isinstance(tree, s.Chain)]
    own = [head for head in heads if head == base or (isinstance(head, s.Index) and head.base == base)]
    return len(own) == 1


def _whole(tree: s.Node) -> s.Node:
    assert isinstance(tree, s.Chain)
    head, body = tree.members
    assert isinstance(head, s.Index)
    assert head.below is not None
    row = head.below.items[0]
    used = {part.letter for part in walk(tree) if isinstance(part, s.Name)}
    column = s.Name(next(letter for letter in _COLUMNS if letter not in used), span=row.span)
    same = s.Indicator(s.Chain((row, column), (s.Relation("="),), body.span), body.span)
    below = replace(head.below, items=(row, column))
    return replace(tree, members=(replace(head, below=below), s.Product(same, body, "", body.span)))
