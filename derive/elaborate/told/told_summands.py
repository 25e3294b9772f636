r"""Summands that words name: "write $\ell_i$ for the $i$-th term" of ℓ = Σ_i (…)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.elaborate.prose.sentences import SENTENCE, plain_words
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Block, Document
from derive.reader.names import PAIR
from derive.reader.tree import rebuilt, walk

_TERM = re.compile(
    r"^[\s,]*(?:for|is|be|stands?\s+for|denotes?|denote|as|means)\s+(?:short\s+for\s+)?(?:the|one|a|its)\s+"
    r"(?:single\s+|individual\s+|\S*-?th\s+|general\s+)*(?:term|summand|addend|contribution)\b(?!s)"
)
"""What says that the name before it is one term of the sum; no more than its number may stand between."""


def with_told_summands(document: Document) -> Document:
    r"""The document in which a sentence that names the terms of a plain sum defines them.

    Of −Σ or Σ/n a term might mean two things: there the name stays open, and means no example's part of the whole.

    >>> from derive.reader.document import read_text
    >>> read = read_text(r"Let $J = \sum_i (y_i - a)^2$. Write $J_i$ for the $i$-th term.")
    >>> chain = with_told_summands(read).blocks[1].formulas[0].tree
    >>> chain.members[0].base.decorations, type(chain.members[1]).__name__
    (('pair',), 'Power')
    """
    found = _told(document)
    if found is None:
        return document
    name, block, body = found
    trees = written_trees(document)
    if any(isinstance(tree, s.Chain) and tree.members[0] == name for tree in trees):
        return document
    if body is not None:
        chain = s.Chain((name, body), (s.Relation("="),), span=block.formulas[0].span)
        told = replace(block, formulas=(replace(block.formulas[0], tree=chain), *block.formulas[1:]))
        blocks = tuple(told if one is block else one for one in document.blocks)
        document = replace(document, blocks=blocks)
    return rewritten(document, lambda tree: _marked(tree, name.base))


def _told(document: Document) -> tuple[s.Index, Block, s.Node | None] | None:
    """The name of the terms, the block of the sentence that gives it, and the term if there is no doubt."""
    sums = dict(_sums(written_trees(document)))
    for block in document.blocks:
        name = block.formulas[0].tree if block.formulas and not block.display else None
        match name:
            case s.Index(base=s.Name() as base, below=s.Indices(items=(s.Name() as item,)), above=None):
                whole = sums.get(base)
                total = _total(whole) if whole is not None else None
                if total is not None and _runs(total) == item and _says_term(block):
                    return name, block, total.body if total is whole else None
    return None


def _says_term(block: Block) -> bool:
    return _TERM.search(plain_words(SENTENCE.split(block.after)[0])) is not None


def _sums(trees: Sequence[s.Node]) -> Iterator[tuple[s.Name, s.Node]]:
    """The names that are made with sums, and what they are."""
    for tree in trees:
        match tree:
            case s.Chain(members=(head, whole, *_), relations=(relation, *_)):
                name = head.function if isinstance(head, s.Call) else head
                if isinstance(name, s.Name) and relation.sign in ("=", ":=") and _total(whole) is not None:
                    yield name, whole


def _total(whole: s.Node) -> s.Big | None:
    """The outermost sum of a formula."""
    parts = (part for part in walk(whole) if isinstance(part, s.Big) and part.symbol == "sum")
    return next(parts, None)


def _runs(total: s.Big) -> s.Node | None:
    """The one letter that a sum runs over."""
    below = total.below
    return below.members[0] if isinstance(below, s.Chain) else below


def _marked(node: s.Node, name: s.Node) -> s.Node:
    """The formula in which the terms have another name than the sum."""
    changed: s.Node = rebuilt(node, lambda part: _marked(part, name))
    if isinstance(changed, s.Index) and changed.base == name and isinstance(changed.base, s.Name):
        return replace(changed, base=replace(changed.base, decorations=(*changed.base.decorations, PAIR)))
    return changed
