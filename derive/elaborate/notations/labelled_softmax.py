r"""A softmax with a word below it, $\operatorname{softmax}_{\text{rows}}(S)$: the function, and along what it goes."""

from __future__ import annotations

import re
from dataclasses import replace

from derive.elaborate.symbols.rewriting import rewritten
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import Part, rebuilt

_WAY = re.compile(r"(?:row|col|column)s?(?:[\s-]?wise)?\Z", re.IGNORECASE)


def with_plain_softmax(document: Document) -> Document:
    r"""The document in which a softmax has no word for rows or columns below it; its text still says along which.

    >>> from derive.reader.document import read_text
    >>> read = with_plain_softmax(read_text(r"$$P = \operatorname{softmax}_{\text{rows}}(S)$$"))
    >>> read.blocks[0].formulas[0].tree.members[1].function
    Name(letter='softmax', decorations=())
    """
    return rewritten(document, _plain)


def _plain(node: s.Node) -> s.Node:
    changed: s.Node = rebuilt(node, _plain)
    if isinstance(changed, s.Call) and _is_labelled(changed.function):
        assert isinstance(changed.function, s.Index)
        return replace(changed, function=changed.function.base)
    return changed


def _is_labelled(function: Part) -> bool:
    match function:
        case s.Index(base=s.Name(letter=letter), below=s.Indices(items=(s.Text(text=word),)), above=None):
            return letter.lower() == "softmax" and _WAY.match(word) is not None
    return False
