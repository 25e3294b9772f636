"""The formulas of a document, all of them, and a document with every formula changed in one way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from derive.reader import syntax as s
from derive.reader.blocks import Block, Document, Formula

Change = Callable[[s.Node], s.Node]


def all_trees(blocks: Sequence[Block]) -> Iterator[s.Node]:
    """Every formula of some blocks, with its conditions."""
    for formula in (formula for block in blocks for formula in block.formulas):
        if formula.tree is not None:
            yield formula.tree
        yield from formula.conditions


def written_trees(document: Document) -> list[s.Node]:
    """Every formula of a document that could be read, without the conditions beside it."""
    return [f.tree for block in document.blocks for f in block.formulas if f.tree is not None]


def rewritten(document: Document, change: Change, whole: Change | None = None) -> Document:
    """The document with every formula changed, what it carries on and its conditions too; ``whole`` for formulas.

    >>> from derive.reader.document import read_text
    >>> document = rewritten(read_text("$a = b$"), lambda tree: s.Name("c"))
    >>> document.blocks[0].formulas[0].tree
    Name(letter='c', decorations=())
    """

    def changed(formula: Formula) -> Formula:
        tree, carried = formula.tree, formula.carried
        return replace(
            formula,
            tree=None if tree is None else (whole or change)(tree),
            carried=None if carried is None else change(carried),
            conditions=tuple(map(change, formula.conditions)),
        )

    blocks = (replace(block, formulas=tuple(map(changed, block.formulas))) for block in document.blocks)
    return replace(document, blocks=tuple(blocks))
