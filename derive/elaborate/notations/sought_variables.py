"""Extrema over what is sought: the w of argmin_w J(w) is a variable with entries, and no letter that counts."""

from __future__ import annotations

from dataclasses import replace

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import Part, rebuilt, walk

_EXTREMA = frozenset(("max", "min", "argmax", "argmin", "sup", "inf"))


def with_sought_variables(document: Document) -> Document:
    r"""The document in which nothing stands below an extremum over what other formulas differentiate by or number.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text(r"$$\min_w J(w), \quad \max_k p_k, \quad \frac{dJ}{dw} = 0$$")
    >>> [tex(formula.tree) for formula in with_sought_variables(read).blocks[0].formulas[:2]]
    ['\\min {J\\left(w\\right)}', '\\max_{k} p_{k}']
    """
    trees = written_trees(document)
    below = {
        part.below for tree in trees for part in walk(tree) if isinstance(part, s.Big) and _is_extremum(part)
    }
    if not below:
        return document
    variables = {each for tree in trees for part in walk(tree) for each in _variables(part)}
    sought = below & variables
    return rewritten(document, lambda tree: _changed(tree, sought)) if sought else document


def _is_extremum(part: s.Big) -> bool:
    return part.symbol in _EXTREMA and isinstance(part.below, s.Name)


def _variables(part: Part) -> tuple[s.Node, ...]:
    """What is differentiated by, and what has a number below: w of ∂J/∂w and w_0."""
    match part:
        case s.Derivative(by=by):
            return by
        case s.Nabla(by=by) if by is not None:
            return (by,)
        case s.Index(base=s.Name() as base, below=s.Indices(items=(s.Number(),))):
            return (base,)
    return ()


def _changed(node: s.Node, sought: set[s.Node | None]) -> s.Node:
    changed: s.Node = rebuilt(node, lambda part: _changed(part, sought))
    if isinstance(changed, s.Big) and _is_extremum(changed) and changed.below in sought:
        return replace(changed, below=None)
    return changed
