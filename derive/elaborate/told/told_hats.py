r"""Hats that words call lengths of one: "a hat means scaled to length one" makes ŷ = y/‖y‖, though no equation does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.elaborate.symbols.names import is_letter
from derive.elaborate.symbols.rewriting import written_trees
from derive.reader import syntax as s
from derive.reader.anatomy import base_of
from derive.reader.blocks import Block, Document, Formula
from derive.reader.tree import walk

_UNIT = (
    r"(?:unit\s+(?:vectors?|length|norm)|length\s+(?:one|\$?1\b)|norm\s+(?:one|\$?1\b)|normali[sz]ed\s+to\s+(?:unit|length)"
    r"|(?:divided|division)\s+by\s+(?:its|their|the)\s+(?:euclidean\s+)?(?:norm|length)|(?:normali[sz]ed|scaled)\s+vectors?)"
)
_HATS = re.compile(
    r"\b(?:a|the)?\s*(?P<sign>hat|tilde|bar)s?\b[^.$]{0,30}?\b(?:is|are|means?|denotes?|for|stands?\s+for|marks?|indicates?)\b"
    rf"[^.$]{{0,30}}?\b{_UNIT}",
    re.IGNORECASE,
)


def with_told_hats(document: Document) -> Document:
    r"""The document with x̂ = x/‖x‖ for every name with a hat that has no equation, where words say so.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = with_told_hats(read_text(r"A hat means scaled to length one. $$c = \hat x^T \hat y$$"))
    >>> [tex(tree) for tree in written_trees(read)][:2]
    ['\\hat{x} = \\frac{x}{\\left\\|x\\right\\|}', '\\hat{y} = \\frac{y}{\\left\\|y\\right\\|}']
    """
    said = _HATS.search(document.prose)
    if said is None or not document.blocks:
        return document
    trees = written_trees(document)
    span = document.in_text(*said.span())
    place = sum(block.span.start < span.start for block in document.blocks)
    near = document.blocks[max(place - 1, 0)]
    told = [_block(name, span, near) for name in _decorated(trees, said["sign"].lower())]
    return replace(document, blocks=(*document.blocks[:place], *told, *document.blocks[place:]))


def _decorated(trees: Sequence[s.Node], sign: str) -> Iterator[s.Name | s.Index]:
    """The names with a sign above them that no equation makes; a family by its member with a letter."""
    heads = {base_of(tree.members[0]) for tree in trees if isinstance(tree, s.Chain)}
    seen: set[s.Node] = set()
    members = [part for tree in trees for part in walk(tree) if isinstance(part, s.Index)]
    names = [part for tree in trees for part in walk(tree) if isinstance(part, s.Name)]
    families = {part.base for part in members}
    parts: list[s.Name | s.Index] = [*members, *(name for name in names if name not in families)]
    for part in parts:
        base = base_of(part)
        if not isinstance(base, s.Name) or base.decorations[-1:] != (sign,) or base in heads | seen:
            continue
        if isinstance(part, s.Name) or _letter(part) is not None:
            seen.add(base)
            yield part


def _letter(member: s.Index) -> s.Name | None:
    match member:
        case s.Index(below=s.Indices(items=(s.Name() as letter,)), above=None) if is_letter(letter):
            return letter
    return None


def _block(name: s.Name | s.Index, span: s.Span, near: Block) -> Block:
    base = base_of(name)
    assert isinstance(base, s.Name)
    plain: s.Node = replace(base, decorations=base.decorations[:-1])
    plain = replace(name, base=plain) if isinstance(name, s.Index) else plain
    head = replace(name, span=s.Span(span.start, span.end - 1))
    value = s.Fraction(plain, s.Norm(plain), span=s.Span(span.end - 1, span.end))
    tree = s.Chain((head, value), (s.Relation("="),), span=span)
    return replace(near, span=span, display=False, formulas=(Formula(span, tree),), before="", after="")
