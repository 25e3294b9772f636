r"""Bars that mean slopes: where a text says that a bar is the derivative by what is below, \bar x is ∂L/∂x."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from derive.elaborate.symbols.names import key_of
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.elaborate.symbols.roles import is_loss
from derive.reader import syntax as s
from derive.reader.anatomy import base_of
from derive.reader.blocks import Block, Document
from derive.reader.fragments import fragment
from derive.reader.tree import Part, rebuilt, walk

_SAID = re.compile(
    r"\b(?:bars?|overbars?|overlines?)\b[^.;]{0,80}?\b(?:denotes?|means?|stands?\s+for|marks?|is|are|for|indicates?)\s+"
    r"[\"'“”`]*(?:(?:the|an?|its)\s+)?(?:[\w-]+\s+)?(?:derivative|gradient|adjoint|sensitivit|partial)\w*(?P<rest>[^.;]{0,160})",
    re.IGNORECASE,
)
_FORMULA = r"(?:\$([^$]{1,30})\$|\\\((.{1,30}?)\\\))"
_OF_A_LETTER = re.compile(
    rf"{_FORMULA},?\s+(?:for|is|be|as|denotes?|means?|stands?\s+for)\s+(?:the\s+)?(?:gradient|derivative|adjoint|sensitivity)\s+of\s+"
    rf"(?:the\s+)?(?:loss\s+)?{_FORMULA}\s+(?:with\s+respect\s+to|w\.?r\.?t\.?|by|in)\s+(?:an?\s+(?:\w+\s+)?|any\s+\w+\s+)?{_FORMULA}",
    re.IGNORECASE,
)
"""A letter that stands for any name: "$\\bar A$ for the gradient of $L$ with respect to $A$"."""
_ADJOINT = re.compile(r"\b(?:adjoints?|bars?|overbars?|cotangents?)\b", re.IGNORECASE)
_MATHS = re.compile(r"\$([^$]+)\$|\\\((.+?)\\\)")


def with_adjoint_bars(document: Document) -> Document:
    r"""The document with ∂L/∂x for every \bar x, where its words or an equation say that this is meant.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text(r"A bar denotes the derivative of the loss $L$. $$\bar x = w \bar y$$")
    >>> tex(with_adjoint_bars(read).blocks[1].formulas[0].tree)
    '\\frac{\\partial L}{\\partial x} = w \\frac{\\partial L}{\\partial y}'
    """
    trees = written_trees(document)
    if not any(_unbarred(part) is not None for tree in trees for part in walk(tree)):
        return document
    losses = {*_in_words(document, trees), *_in_formulas(document, trees)}
    if len(losses) != 1:
        return document
    (loss,) = losses
    means = {head for tree in trees if (head := _mean(tree)) is not None}

    def spelled(node: s.Node) -> s.Node:
        below = _unbarred(node)
        if below is not None and base_of(node) not in means:
            return s.Derivative(loss, (below,), span=node.span)
        changed: s.Node = rebuilt(node, spelled)
        return changed

    def whole(tree: s.Node) -> s.Node:
        return tree if _says_itself(tree, loss) else spelled(tree)

    letters = {
        by for tree in trees if isinstance(tree, s.Chain) and (by := _letter_of(tree, trees)) is not None
    }
    blocks = (block for block in document.blocks if block.display or not _is_about(block, letters))
    return rewritten(replace(document, blocks=tuple(blocks)), spelled, whole)


def _letter_of(tree: s.Chain, trees: list[s.Node]) -> s.Node | None:
    r"""The A of \bar A = ∂L/∂A where it stands for any name."""
    by = _unbarred(tree.members[0])
    return by if by is not None and _says_of(tree, by) and _is_a_letter(by, trees) else None


def _is_about(block: Block, letters: Collection[s.Node]) -> bool:
    """Whether a block in a sentence is only about a letter that stands for any name."""
    trees = [formula.tree for formula in block.formulas if formula.tree is not None]
    heads = (tree.members[0] if isinstance(tree, s.Chain) else tree for tree in trees)
    return bool(trees) and all(head in letters or _unbarred(head) in letters for head in heads)


def _unbarred(node: Part) -> s.Name | s.Index | None:
    """What is below the bar of a name with its indices."""
    match node:
        case s.Name(decorations=(*others, "bar")):
            return replace(node, decorations=tuple(others))
        case s.Index(base=s.Name(decorations=(*_, "bar")) as base):
            below = _unbarred(base)
            return replace(node, base=below) if below is not None else None
    return None


def _mean(tree: s.Node) -> s.Node | None:
    r"""The \bar x of an equation that makes it from names without bars and slopes: the mean of the x_i."""
    match tree:
        case s.Chain(members=(head, *bodies), relations=(s.Relation(sign="=" | ":="), *_)) if _unbarred(head):
            parts = [part for body in bodies for part in walk(body)]
            slopes = any(isinstance(part, s.Derivative | s.Nabla) or _unbarred(part) for part in parts)
            sums = any(isinstance(part, s.Big) for part in parts)
            return base_of(head) if sums and not slopes else None
    return None


def _in_words(document: Document, trees: list[s.Node]) -> Iterator[s.Name]:
    """The loss of which the words say that a bar is the derivative; the only one of the page where they name none."""
    for match in _SAID.finditer(document.prose):
        written = (fragment(one or other) for one, other in _MATHS.findall(match["rest"]))
        named = [each for each in written if isinstance(each, s.Name) and is_loss(key_of(each))]
        yield from named[:1] or list(_only_loss(trees))
    for match in _OF_A_LETTER.finditer(document.prose):
        bar, loss, by = (fragment(match[k] or match[k + 1]) for k in (1, 3, 5))
        stands_for_any = bar is not None and _unbarred(bar) == by and _is_a_letter(by, trees)
        if stands_for_any and isinstance(loss, s.Name) and is_loss(key_of(loss)):
            yield loss


def _is_a_letter(node: s.Node | None, trees: list[s.Node]) -> bool:
    """Whether a name stands in no equation but the one that says what its bar means."""
    used = (tree for tree in trees if isinstance(tree, s.Chain) and not _says_of(tree, node))
    return not any(part == node for tree in used for part in walk(tree))


def _says_of(tree: s.Chain, node: s.Node | None) -> bool:
    match tree.members:
        case (head, s.Derivative(by=(by,))):
            return by == node and _unbarred(head) == by
    return False


def _only_loss(trees: list[s.Node]) -> set[s.Name]:
    """The one loss that the formulas differentiate."""
    found = {
        part.of
        for tree in trees
        for part in walk(tree)
        if isinstance(part, s.Derivative) and isinstance(part.of, s.Name) and is_loss(key_of(part.of))
    }
    return found if len(found) == 1 else set()


def _in_formulas(document: Document, trees: list[s.Node]) -> Iterator[s.Name]:
    if _ADJOINT.search(document.prose):
        for tree in trees:
            match tree:
                case s.Chain(members=(head, s.Derivative(of=s.Name() as loss, by=(by,)), *_)) if (
                    _unbarred(head) == by
                ):
                    yield loss


def _says_itself(tree: s.Node, loss: s.Name) -> bool:
    r"""Whether a formula only says what a bar means: \bar x = ∂L/∂x."""
    match tree:
        case s.Chain(members=(head, s.Derivative(of=of, by=(by,)))):
            return of == loss and _unbarred(head) == by
    return False
