r"""Sums that do not say over what: Σ (x_n − μ)² runs over the one letter that counts what stands behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.symbols.names import is_letter
from derive.elaborate.symbols.rewriting import rewritten
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import Part, children, rebuilt


def with_letters_below(document: Document) -> Document:
    r"""The document with the letter below every sum that has none, where that is clear.

    A letter that also stands outside of such sums is free, and summed by nobody.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.sexpr import sexpr
    >>> found = with_letters_below(read_text(r"$$m = \sum (x_n - \mu)^2, \quad s_n = \sum x_n$$"))
    >>> [sexpr(formula.tree) for formula in found.blocks[0].formulas]
    ['(rel = m (sum n _ (pow (sub x_n \\mu) 2)))', '(rel = s_n (sum _ _ x_n))']
    """
    return rewritten(document, lambda tree: _lettered(tree, frozenset(_outside(tree))))


def _lettered(node: s.Node, free: frozenset[str]) -> s.Node:
    changed: s.Node = rebuilt(node, lambda part: _lettered(part, free))
    match changed:
        case s.Big(symbol="sum", body=body, below=None, above=None) if body is not None:
            found = set(_counting(body))
            if len(found) == 1 and not found & free:
                return replace(changed, below=s.Name(found.pop()))
    return changed


def _outside(node: Part) -> Iterator[str]:
    """The letters below names that no sum without a letter covers."""
    if isinstance(node, s.Big) and node.symbol == "sum" and node.below is None:
        return
    yield from _letters(node)
    for part in children(node):
        yield from _outside(part)


def _counting(node: Part) -> Iterator[str]:
    """The letters that count names in what a sum covers, those of sums within it apart."""
    bound = {node.below.letter} if isinstance(node, s.Big) and isinstance(node.below, s.Name) else set[str]()
    found = (*_letters(node), *(letter for part in children(node) for letter in _counting(part)))
    yield from (letter for letter in found if letter not in bound)


def _letters(node: Part) -> Iterator[str]:
    if isinstance(node, s.Index) and node.below is not None:
        yield from (item.letter for item in node.below.items if isinstance(item, s.Name) and is_letter(item))
