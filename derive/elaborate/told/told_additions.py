r"""A total that words put together: "add $\frac\lambda2\|w\|^2$ to $J$ and call the result $J_\lambda$"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from derive.elaborate.symbols.rewriting import written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Block, Document, Formula
from derive.reader.fragments import fragment

_MATHS = r"\$\s*([^$=<>]{1,80}?)\s*\$"
_ADDED = re.compile(
    rf"\b(?:add|adding)\s+(?:the\s+(?:penalty|term|regulari[sz]er)\s+)?{_MATHS}\s+to\s+(?:the\s+(?:loss|objective|cost)\s+)?"
    rf"{_MATHS},?\s+(?:and\s+)?(?:we\s+)?(?:call|denote|name|write)\s+(?:(?:the\s+)?(?:result|sum|total)|it|this)\s+"
    rf"(?:by\s+|as\s+)?{_MATHS}",
    re.IGNORECASE,
)


def with_told_additions(document: Document) -> Document:
    r"""The document with an equation for each total that a sentence names; what has an equation keeps it.

    >>> from derive.reader.document import read_text
    >>> text = "$F(w) = w$ once. Add $w^2$ to $F$ and call the result $G$."
    >>> read = with_told_additions(read_text(text))
    >>> [type(f.tree.members[0]).__name__ for b in read.blocks for f in b.formulas if isinstance(f.tree, s.Chain)]
    ['Call', 'Call']
    """
    heads = [tree.members[0] for tree in written_trees(document) if isinstance(tree, s.Chain)]
    blocks = list(document.blocks)
    for match in _ADDED.finditer(document.prose):
        added, of, name = (fragment(match[k]) for k in (1, 2, 3))
        if added is None or not isinstance(of, s.Name | s.Index) or not isinstance(name, s.Name | s.Index):
            continue
        own = [head for head in heads if head == of or (isinstance(head, s.Call) and head.function == of)]
        if len(own) != 1 or any(name in (head, *_function(head)) for head in heads):
            continue
        span = document.in_text(*match.span())
        place = sum(block.span.start < span.end for block in blocks)
        if place:
            blocks.insert(place, _equation(own[0], name, added, span, blocks[place - 1]))
    return replace(document, blocks=tuple(blocks))


def _function(head: s.Node) -> Sequence[s.Node]:
    return (head.function,) if isinstance(head, s.Call) else ()


def _equation(whole: s.Node, name: s.Name | s.Index, added: s.Node, span: s.Span, near: Block) -> Block:
    """J_λ(w) = J(w) + R, with the arguments that J has."""
    left = replace(whole, function=name) if isinstance(whole, s.Call) else name
    left = replace(left, span=s.Span(span.start, span.start))
    value = s.Add(whole, added, span=span)
    tree = s.Chain((left, value), (s.Relation("="),), span=span)
    return replace(near, span=span, display=False, formulas=(Formula(span, tree),), before="", after="")
