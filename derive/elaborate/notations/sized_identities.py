r"""I_p for the identity matrix of a stated size: diag(1_p), so that a wrong size shows."""

from __future__ import annotations

import re

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import rebuilt, walk

_SPACE = re.compile(r"(?:\\mathbb\s*\{?\s*R\s*\}?|ℝ)\s*\^\s*(?:\{([^{}]*)\}|([A-Za-z]))")
_BY = re.compile(r"(?<![A-Za-z\\])([A-Za-z])\s*\\times\s*([A-Za-z])(?![A-Za-z])")
_LETTER = re.compile(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])")


def with_sized_identities(document: Document) -> Document:
    r"""The document with diag(1_p) for I_p, where p is a stated size and I is never written in another way.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text(r"Let $x \in \mathbb{R}^p$. $$\nabla^2 f = 2 I_p$$")
    >>> tex(with_sized_identities(read).blocks[1].formulas[0].tree.members[1])
    '2 \\operatorname{diag}\\left(1_{p}\\right)'
    """
    sizes = _stated_sizes(document.text)
    trees = written_trees(document) if sizes else []
    running = {letter for tree in trees for letter in _running(tree)}
    sized = [part for tree in trees for part in walk(tree) if _size_of(part) in sizes - running]
    alone = sum(isinstance(part, s.Name) and part.letter == "I" for tree in trees for part in walk(tree))
    named = any(_size_of(each) for tree in trees for part in walk(tree) for each in _made_by(part))
    if not sized or alone != len(sized) or named:
        return document
    return rewritten(document, lambda tree: _with_ones(tree, sizes - running))


def _stated_sizes(text: str) -> frozenset[str]:
    """The letters that stand in ℝ^{n×p} or n × p."""
    spaces = " ".join(match[1] or match[2] for match in _SPACE.finditer(text))
    pairs = " ".join(f"{match[1]} {match[2]}" for match in _BY.finditer(text))
    return frozenset(_LETTER.findall(f"{spaces.replace(chr(92) + 'times', ' ')} {pairs}"))


def _running(tree: s.Node) -> set[str]:
    """The letters that sums run over."""
    below = [part.below for part in walk(tree) if isinstance(part, s.Big) and part.below is not None]
    heads = (each.members[0] if isinstance(each, s.Chain) else each for each in below)
    return {head.letter for head in heads if isinstance(head, s.Name)}


def _made_by(part: object) -> tuple[s.Node, ...]:
    """What is a name of the document's own: the I_n of I_n(θ) and of I_n = …."""
    match part:
        case s.Call(function=function):
            return (function,)
        case s.Chain(members=(head, *_), relations=(s.Relation(sign="=" | ":=" | "equiv"), *_)):
            return (head,)
    return ()


def _size_of(part: object) -> str | None:
    match part:
        case s.Index(base=s.Name(letter="I"), below=s.Indices(items=(s.Name(letter=size),)), above=None):
            return size
    return None


def _with_ones(node: s.Node, sizes: frozenset[str]) -> s.Node:
    if isinstance(node, s.Index) and _size_of(node) in sizes:
        ones = s.Index(s.Number("1"), node.below, span=node.span)
        return s.Call(s.Name("diag"), (ones,), span=node.span)
    changed: s.Node = rebuilt(node, lambda part: _with_ones(part, sizes))
    return changed
