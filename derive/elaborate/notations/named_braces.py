r"""Names below braces: \underbrace{u + v}_{r} says what r is, where nothing else does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.symbols.names import CONSTANTS, key_of
from derive.elaborate.symbols.rewriting import written_trees
from derive.elaborate.symbols.roles import has_dots
from derive.reader import syntax as s
from derive.reader.anatomy import base_of
from derive.reader.blocks import Block, Document, Formula
from derive.reader.fragments import fragment
from derive.reader.tree import placed, walk
from derive.reader.wording import closing_brace

_BRACE = re.compile(r"\\(?:under|over)(?:brace|bracket)\s*(?=\{)")
_BELOW = re.compile(r"\s*[_^]\s*(?=\{)")
_EQUALS = re.compile(r"^\s*(?:=:|:=|=|\\eqqcolon|\\coloneqq)?\s*|\s*(?:=|:=)\s*$")
_COUNTS = frozenset("nNmMdDkKpTB")
"""Letters that say below a brace how much stands in it, or how long it is."""


def with_named_braces(document: Document) -> Document:
    r"""The document with an equation for each name that stands below a brace and is used, but made nowhere else.

    >>> from derive.reader.document import read_text
    >>> read = with_named_braces(read_text(r"$$F = \underbrace{a b}_{R} + c$$ with $R = 2$ and $$R c = 1$$"))
    >>> len(read.blocks)
    3
    >>> read = with_named_braces(read_text(r"$$F = \underbrace{a b}_{R} + c$$ and $$\frac{dR}{da} = b$$"))
    >>> read.blocks[0].formulas[0].tree.members[0]
    Name(letter='R', decorations=())
    """
    trees = written_trees(document)
    made = {tree.members[0] for tree in trees if isinstance(tree, s.Chain)}
    made |= {head.function for head in made if isinstance(head, s.Call)}
    used = {part for tree in trees for part in walk(tree) if isinstance(part, s.Name | s.Index)}
    blocks: list[Block] = []
    for block in document.blocks:
        for tree in _named(document.text, block):
            name = tree.members[0]
            if name in used and name not in made:
                made.add(name)
                formula = Formula(tree.span, tree)
                blocks.append(
                    replace(block, span=tree.span, display=False, formulas=(formula,), before="", after="")
                )
        blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def _named(text: str, block: Block) -> Iterator[s.Chain]:
    for match in _BRACE.finditer(text, block.span.start, block.span.end):
        end = closing_brace(text, match.end())
        below = _BELOW.match(text, end + 1) if end is not None else None
        last = closing_brace(text, below.end()) if below is not None else None
        if end is None or below is None or last is None:
            continue
        name = fragment(_EQUALS.sub("", text[below.end() + 1 : last]))
        body = fragment(text[match.end() + 1 : end])
        if isinstance(name, s.Name | s.Index) and body is not None and _says_what_it_is(name, body):
            start = s.Span(match.start(), match.start())
            value = placed(body, s.Span(match.end() + 1, end))
            yield s.Chain(
                (replace(name, span=start), value), (s.Relation("="),), span=s.Span(match.start(), end)
            )


def _says_what_it_is(name: s.Name | s.Index, body: s.Node) -> bool:
    base = base_of(name)
    if not isinstance(base, s.Name) or key_of(base) in _COUNTS | CONSTANTS - {r"\delta"} or has_dots(body):
        return False
    return not isinstance(body, s.Name | s.Index | s.Number | s.Chain) and base not in set(walk(body))
