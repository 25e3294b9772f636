r"""Bars that words call means: "data with mean $\bar x$", "$\bar y$ for the mean of $y$", "a bar is the average"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from derive.elaborate.symbols.names import is_letter
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.anatomy import items_of
from derive.reader.blocks import Block, Document, Formula
from derive.reader.fragments import fragment
from derive.reader.tree import placed, rebuilt, walk

_BAR = r"(?:\$|\\\()\s*(\\(?:bar|overline)[^$]{1,30}?)\s*(?:\$|\\\))"
_MEAN = r"(?:(?:sample|arithmetic|empirical|data|overall)\s+)*(?:means?|averages?)"
_CALLED = re.compile(
    rf"\b{_MEAN}\s+{_BAR}|{_BAR},?\s*(?:is|are|for|be|being|denotes?|stands?\s+for|as|=)?\s*(?:the\s+|its\s+|their\s+)?{_MEAN}\b"
)
_EVERY_BAR = re.compile(
    r"\b(?:a\s+bar|bars|an\s+overline|overlines?)\b[^.$]{0,40}?\b(?:is|are|means?|denotes?|for|stands?\s+for|marks?|takes?)\b"
    r"[^.$]{0,30}?\b(?:means?|averages?)\b(?!\s+(?:the\s+)?(?:derivative|gradient|adjoint))",
    re.IGNORECASE,
)


def with_told_means(document: Document) -> Document:
    r"""The document in which a bar over a family is its mean, where words say so.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.sexpr import sexpr
    >>> read = read_text(r"Data with mean $\bar x$: $$L = \sum_n x_n^2$$")
    >>> [sexpr(tree) for tree in written_trees(with_told_means(read))][0]
    '(rel = \\bar{x} (div (sum n _ x_n) (sum n _ (pow x_n 0))))'
    """
    text = document.prose
    trees = written_trees(document)
    letters = _letters(trees)
    if _EVERY_BAR.search(text) is not None:
        document = rewritten(document, lambda tree: _spelled_out(tree, letters))
    made = {tree.members[0] for tree in trees if isinstance(tree, s.Chain)}
    blocks = list(document.blocks)
    for match in _CALLED.finditer(text):
        for bar in _names(match[1] or match[2]):
            mean = _mean(s.Name(bar.letter, bar.decorations[:-1]), letters)
            if bar in made or mean is None or not blocks:
                continue
            made.add(bar)
            span = document.in_text(*match.span())
            place = sum(block.span.start < span.start for block in blocks)
            blocks.insert(place, _block(bar, mean, span, blocks[max(place - 1, 0)]))
    return replace(document, blocks=tuple(blocks))


def _names(written: str) -> Iterator[s.Name]:
    """The names with a bar that stand between two dollar signs."""
    read = fragment(written)
    for each in items_of(read):
        if isinstance(each, s.Name) and each.decorations[-1:] == ("bar",):
            yield each


def _block(bar: s.Name, mean: s.Node, span: s.Span, near: Block) -> Block:
    at = s.Span(span.end - 1, span.end)
    tree = s.Chain(
        (placed(bar, s.Span(span.start, span.end - 1)), placed(mean, at)),
        (s.Relation("="),),
        span=span,
    )
    return replace(near, span=span, display=False, formulas=(Formula(span, tree),), before="", after="")


def _letters(trees: Sequence[s.Node]) -> Mapping[s.Name, s.Name]:
    """The letter that counts each family of numbers: n of x_n."""
    found: dict[s.Name, s.Name] = {}
    spoiled: set[s.Name] = set()
    for part in (part for tree in trees for part in walk(tree)):
        match part:
            case s.Index(base=s.Name() as base, below=s.Indices(items=(s.Name() as letter,)), above=None) if (
                is_letter(letter)
            ):
                found.setdefault(base, letter)
            case s.Index(base=s.Name() as base):
                spoiled |= {base} if _is_counted_twice(part) else set()
            case s.Transpose(of=s.Index(base=s.Name() as base)) | s.Norm(of=s.Index(base=s.Name() as base)):
                spoiled.add(base)
    return {base: letter for base, letter in found.items() if base not in spoiled}


def _is_counted_twice(node: s.Index) -> bool:
    """Whether a name carries two letters, or one above: then its members are no numbers."""
    return node.above is not None or (node.below is not None and len(node.below.items) > 1)


def _mean(of: s.Node, letters: Mapping[s.Name, s.Name]) -> s.Fraction | None:
    """The sum of all members of a family, or of a product of some, over how many they are."""
    families = [part for part in walk(of) if isinstance(part, s.Name) and part in letters]
    if not families:
        return None
    letter = replace(letters[families[0]], span=of.span)
    member = _indexed(of, letters, letter)
    one = s.Power(s.Index(families[0], s.Indices((letter,)), None), s.Number("0"))
    return s.Fraction(s.Big("sum", member, letter), s.Big("sum", one, letter), span=of.span)


def _indexed(node: s.Node, letters: Mapping[s.Name, s.Name], letter: s.Name) -> s.Node:
    if isinstance(node, s.Index):
        return node
    if isinstance(node, s.Name) and node in letters:
        return s.Index(node, s.Indices((letter,)), None, node.span)
    changed: s.Node = rebuilt(node, lambda part: _indexed(part, letters, letter))
    return changed


def _spelled_out(node: s.Node, letters: Mapping[s.Name, s.Name]) -> s.Node:
    """A formula with the mean for every bar over a family or over a product of some."""
    of: s.Node | None = None
    match node:
        case s.Name(letter=letter, decorations=(*rest, "bar")):
            of = s.Name(letter, tuple(rest), node.span)
        case s.Decorated(of=inner, decoration="bar"):
            of = inner
    mean = _mean(of, letters) if of is not None else None
    if mean is not None:
        return replace(mean, span=node.span)
    changed: s.Node = rebuilt(node, lambda part: _spelled_out(part, letters))
    return changed
