"""Σ_{k=1}^{3} ‖W_k‖² beside W_1, W_2, W_3 of three layers: the number is a label, the sum has three terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.symbols.evidence import MATRICES
from derive.elaborate.symbols.names import letters_of
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import Part, rebuilt, walk

MOST = 6


def with_numbered_weights(document: Document) -> Document:
    r"""The document with sums over the layers of weights written out, where layers are written by their numbers alone.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text(r"$$Y = W_2 W_1 X, \quad R = \sum_{k=1}^2 \|W_k\|^2$$")
    >>> tex(with_numbered_weights(read).blocks[0].formulas[1].tree)
    'R = \\left\\|W_{1}\\right\\|^{2} + \\left\\|W_{2}\\right\\|^{2}'
    """
    trees = written_trees(document)
    parts = [part for tree in trees for part in walk(tree)]
    numbers = {int(n) for part in parts for n in _number(part)}
    sums = [part for part in parts if isinstance(part, s.Big) and _over_layers(part)]
    inside = {id(part) for total in sums for part in walk(total)}
    lettered = [part for part in parts if _lettered(part)]
    if not sums or numbers != set(range(1, len(numbers) + 1)) or not 1 < len(numbers) <= MOST:
        return document
    if any(id(part) not in inside for part in lettered):
        return document
    return rewritten(document, lambda tree: _written_out(tree, len(numbers)))


def _weights(part: Part) -> s.Node | None:
    """What stands below the name of weights."""
    match part:
        case s.Index(base=s.Name(letter=letter), below=s.Indices(items=(item,)), above=None) if (
            letter in MATRICES
        ):
            return item
    return None


def _number(part: Part) -> Iterator[str]:
    item = _weights(part)
    if isinstance(item, s.Number) and item.text.isdigit():
        yield item.text


def _lettered(part: Part) -> bool:
    item = _weights(part)
    return item is not None and bool(letters_of(item))


def _over_layers(total: s.Big) -> bool:
    """Whether a sum runs over a letter that stands below weights alone."""
    if total.symbol != "sum" or total.below is None or total.body is None:
        return False
    letters = bound_letters(total.below)
    below = [item for part in walk(total.body) if (item := _weights(part)) is not None]
    return len(letters) == 1 and bool(below) and all(letters_of(item) == letters for item in below)


def _written_out(node: s.Node, count: int) -> s.Node:
    if isinstance(node, s.Big) and _over_layers(node) and node.below is not None and node.body is not None:
        (letter,) = bound_letters(node.below)
        last = node.above
        if last is None or last == s.Number(str(count)) or isinstance(last, s.Name):
            terms = [_at(node.body, letter, number) for number in range(1, count + 1)]
            whole = terms[0]
            for term in terms[1:]:
                whole = s.Add(whole, term, span=node.span)
            return whole
    changed: s.Node = rebuilt(node, lambda part: _written_out(part, count))
    return changed


def _at(node: s.Node, letter: str, number: int) -> s.Node:
    match node:
        case s.Index(below=s.Indices(items=(s.Name(letter=found),)) as below) if found == letter:
            node = replace(node, below=replace(below, items=(s.Number(str(number)),)))
    changed: s.Node = rebuilt(node, lambda part: _at(part, letter, number))
    return changed
