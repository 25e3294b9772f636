r"""Names that a sentence gives to a formula: "with $g$ for $\nabla f(x)$", "let $r$ denote $y - Xw$"."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from itertools import pairwise

from derive.elaborate.prose.sentences import SENTENCE
from derive.elaborate.symbols.rewriting import written_trees
from derive.reader import syntax as s
from derive.reader.anatomy import function_of
from derive.reader.blocks import Block, Document, Formula
from derive.reader.fragments import fragment

_NAME = r"(?:\$([^$=]{1,30})\$|\\\(([^=]{1,30}?)\\\))"
_GIVEN = re.compile(
    rf"\b(?:with|writ(?:e|ing)|put(?:ting)?|us(?:e|ing)|let|abbreviat\w+|and|have)\s+(?:the\s+(?:name|letter|symbol)\s+)?{_NAME}"
    r"\s+(?:(?:stands?\s+|standing\s+|be\s+)?(?:as\s+)?(?:a\s+)?(?:short(?:hand)?\s+|an?\s+abbreviation\s+)?for|denot(?:e|es|ing))"
    r"(?:\s+the\s+(?:\w+\s+)?(?:expression|quantity|product|ratio|quotient|difference|sum|vector|matrix|gradient|slope"
    r"|residuals?|errors?|logits?|scores?|term|factor|number|function|derivative|probabilit(?:y|ies)|weights?|shares?)|\s+the\s+(?:full|whole|total|entire|complete|exact))?\s*\Z",
    re.IGNORECASE,
)


def with_told_names(document: Document) -> Document:
    r"""The document in which a formula that a sentence gives a name to is the definition of that name.

    >>> from derive.reader.document import read_text
    >>> told = with_told_names(read_text(r"Write $r$ for $y - Xw$. Then"))
    >>> told.blocks[1].formulas[0].tree.members[0]
    Name(letter='r', decorations=())
    """
    blocks = [_told(block) for block in document.blocks]
    made = {head for tree in written_trees(document) if (head := _head(tree)) is not None}
    named = (_of_what_is_shown(one, other, made) for one, other in pairwise(blocks))
    return replace(document, blocks=(*blocks[:1], *named))


def _head(tree: s.Node) -> s.Node | None:
    """The name that an equation makes: ℓ of ℓ(λ) = …."""
    head = tree.members[0] if isinstance(tree, s.Chain) else None
    return function_of(head)


def _of_what_is_shown(shown: Block, block: Block, made: Collection[s.Node]) -> Block:
    """A name that is given to the left side of the equation before it: "I abbreviate this matrix by $G$"."""
    near = shown.display or len(block.before.rpartition("$")[2]) < NEARBY
    chain = shown.formulas[-1].chain if near and shown.formulas else None
    name = block.formulas[0].tree if len(block.formulas) == 1 and not block.display else None
    if (
        chain is None
        or not isinstance(name, s.Name)
        or name in made
        or not _CALLED.search(SENTENCE.split(block.before)[-1])
    ):
        return block
    named = replace(chain, members=(name, chain.members[0]), relations=(s.Relation("="),), span=name.span)
    return replace(block, formulas=(replace(block.formulas[0], tree=named),))


NEARBY = 50
"""So many characters may stand between an equation in a sentence and the name that it gets."""
_CALLED = re.compile(
    r"\b(?:abbreviate|denote|call|name|write|refer\s+to|shorten)\s+(?:this|it|that)(?:\s+(?:last\s+)?\w+)?\s*(?:by|as|with|to)?\s*\Z",
    re.IGNORECASE,
)


def _told(block: Block) -> Block:
    if block.display or len(block.formulas) != 1:
        return block
    name = _name_given(block.before)
    return block if name is None else replace(block, formulas=(_named(block.formulas[0], name),))


def _name_given(before: str) -> s.Name | s.Index | None:
    found = _GIVEN.search(before)
    if found is None:
        return None
    read = fragment(found[1] or found[2])
    return read if isinstance(read, s.Name | s.Index) else None


def _named(formula: Formula, name: s.Name | s.Index) -> Formula:
    """The formula as the right side of an equation; a relation already says what it is."""
    tree = formula.tree
    if tree is None or isinstance(tree, s.Chain | s.Name):
        return formula
    start = replace(name, span=s.Span(tree.span.start, tree.span.start))
    return replace(formula, tree=s.Chain((start, tree), (s.Relation("="),), span=tree.span))
