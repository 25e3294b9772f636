r"""Terms of a sum by their number: "call $Q$ the second term of $J$", "let $D$ be the first term and $R$ the last"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.elaborate.symbols.rewriting import written_trees
from derive.reader import syntax as s
from derive.reader.anatomy import function_of
from derive.reader.blocks import Block, Document, Formula
from derive.reader.fragments import fragment
from derive.reader.tree import placed

_PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}


def _named(group: str) -> str:
    return rf"(?:\$(?P<{group}>[^$=<>,;]{{1,24}})\$|\\\((?P<{group}_>[^=<>,;]{{1,24}}?)\\\))"


_WHICH = (
    rf"the\s+(?P<which>{'|'.join(_PLACES)})\s+(?:term|summand|part)(?!\s+(?:is|was|vanish|drops|gives|contributes)\b)"
    rf"(?:\s+(?:of|in)\s+(?:the\s+\w+\s+)?{_named('of')})?"
)
_AFTER = re.compile(
    rf"{_named('name')}\s*,?\s*(?:(?:is|be|being|denotes?|for|stands\s+for|as)\s+)?{_WHICH}", re.IGNORECASE
)
"""The name, then its term: "$Q$ for the second term of $J$", "call $Q$ the second term"."""
_BEFORE = re.compile(
    rf"\b(?:call|denote|abbreviate|name|write)\s+{_WHICH}\s+(?:by\s+|as\s+)?{_named('name')}", re.IGNORECASE
)
_DENIED = re.compile(r"\b(?:not|never|no|without|in)\s+\Z", re.IGNORECASE)


def with_told_terms(document: Document) -> Document:
    r"""The document with an equation for each name that its words give to one term of a sum.

    Names that an equation makes keep that one; a term that is subtracted is none, as its sign is not said.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text(r"Let $J = a^2 + \log b$. Call $Q$ the second term of $J$.")
    >>> [tex(tree) for tree in written_trees(with_told_terms(read))][1]
    'Q = \\log b'
    """
    trees = written_trees(document)
    made = {function_of(tree.members[0]) for tree in trees if isinstance(tree, s.Chain)}
    blocks = list(document.blocks)
    for match in _matches(document.prose):
        name, span = _name(match, "name"), document.in_text(*match.span())
        if name is None or name in made or not blocks:
            continue
        whole = _whole(match, [block for block in document.blocks if block.span.start < span.start])
        terms = list(_terms(whole)) if whole is not None else []
        place = _PLACES[match["which"].lower()]
        if len(terms) < 2 or place >= len(terms) or terms[place] is None:
            continue
        made.add(name)
        at = sum(block.span.start < span.start for block in blocks)
        blocks.insert(at, _block(name, terms[place], span, blocks[max(at - 1, 0)]))  # type: ignore[arg-type]
    return replace(document, blocks=tuple(blocks))


def _matches(prose: str) -> Iterator[re.Match[str]]:
    for pattern in (_AFTER, _BEFORE):
        yield from (each for each in pattern.finditer(prose) if not _DENIED.search(prose, 0, each.start()))


def _name(match: re.Match[str], group: str) -> s.Name | None:
    written = match[group] or match[f"{group}_"]
    read = fragment(written) if written else None
    return read if isinstance(read, s.Name) else None


def _whole(match: re.Match[str], before: Sequence[Block]) -> s.Node | None:
    """What the name that stands with "term of" is, or what the last equation makes."""
    name = _name(match, "of")
    chains = [one.tree for block in before for one in block.formulas if isinstance(one.tree, s.Chain)]
    made = [tree for tree in chains if tree.relations[0].sign in ("=", ":=") and len(tree.members) == 2]
    if name is None:
        return made[-1].members[1] if made and made[-1] is chains[-1] else None
    found = [tree.members[1] for tree in made if function_of(tree.members[0]) == name]
    return found[0] if len(found) == 1 else None


def _terms(node: s.Node) -> Iterator[s.Node | None]:
    """The summands from the left; None for one that is subtracted."""
    match node:
        case s.Add(left=left, right=right):
            yield from _terms(left)
            yield right
        case s.Sub(left=left):
            yield from _terms(left)
            yield None
        case s.Neg():
            yield None
        case _:
            yield node


def _block(name: s.Name, value: s.Node, span: s.Span, near: Block) -> Block:
    left = replace(name, span=s.Span(span.start, span.end - 1))
    tree = s.Chain((left, placed(value, s.Span(span.end - 1, span.end))), (s.Relation("="),), span=span)
    return replace(near, span=span, display=False, formulas=(Formula(span, tree),), before="", after="")
