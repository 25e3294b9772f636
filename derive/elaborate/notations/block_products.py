r"""Products of a row of blocks and a column of blocks, (b W)(1ᵀ; A), as the sum of products that they are."""

from __future__ import annotations

from functools import reduce

from derive.elaborate.symbols.rewriting import rewritten
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import rebuilt


def with_block_products(document: Document) -> Document:
    r"""The document with b 1ᵀ + W A for a row of the blocks b and W times a column of the blocks 1ᵀ and A.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text(r"$$Z = \begin{pmatrix} b & W \end{pmatrix} \begin{pmatrix} u^T \\ A \end{pmatrix}$$")
    >>> tex(with_block_products(read).blocks[0].formulas[0].tree)
    'Z = b u^{\\top} + W A'
    """
    return rewritten(document, _multiplied)


def _multiplied(node: s.Node) -> s.Node:
    changed: s.Node = rebuilt(node, _multiplied)
    match changed:
        case s.Product(left=s.Matrix(rows=(row,)), right=s.Matrix(rows=rows), sign="" | "cdot") if len(
            row
        ) == len(rows) > 1 and all(len(each) == 1 for each in rows):
            cells = [(one, each[0]) for one, each in zip(row, rows, strict=True)]
            if any(isinstance(cell, s.Dots | s.Hole | s.Sequence) for pair in cells for cell in pair):
                return changed
            products: list[s.Node] = [s.Product(one, other, "", changed.span) for one, other in cells]
            return reduce(lambda one, other: s.Add(one, other, changed.span), products)
    return changed
