r"""Names of differences: \Delta x is one name, and \Delta x^2 its square, where \Delta x = x_j − x_i is said."""

from __future__ import annotations

from dataclasses import replace

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import rebuilt, walk

DELTA = s.Name(r"\Delta")


def with_named_differences(document: Document) -> Document:
    r"""The document in which each \Delta x is one name, where one of them is made as a difference of two x.

    >>> from derive.reader.document import read_text
    >>> changed = with_named_differences(read_text(r"$\Delta x = x_j - x_i$, $f = \Delta x^2$"))
    >>> changed.blocks[1].formulas[0].tree.members[1].base.letter
    '\\Delta x'
    """
    trees = written_trees(document)
    if not any(map(_makes_a_difference, trees)):
        return document
    changed = rewritten(document, _renamed)
    still = (part for tree in written_trees(changed) for part in walk(tree))
    return document if any(part == DELTA for part in still) else changed


def _makes_a_difference(tree: s.Node) -> bool:
    r"""Whether an equation makes \Delta x from two other members of x: x_j − x_i, x' − x."""
    match tree:
        case s.Chain(
            members=(s.Product(left=left, right=right), s.Sub() as made, *_), relations=(relation, *_)
        ):
            name = _base(right)
            sides = (_base(made.left), _base(made.right))
            is_one = left == DELTA and name is not None and relation.sign in ("=", ":=")
            return is_one and sides == (name, name) and made.left != made.right
    return False


def _base(node: s.Node) -> s.Name | None:
    match node:
        case s.Index(base=base) | s.Prime(of=base):
            return _base(base)
        case s.Ambiguous(readings=(first, *_)):
            return _base(first)
        case s.Name(letter=letter):
            return s.Name(letter)
    return None


def _renamed(node: s.Node) -> s.Node:
    match node:
        case s.Product(left=left, right=right, sign=""):
            rest, sign = _without_delta(left)
            if sign is not None and (name := _named(right, sign.span.start)) is not None:
                return name if rest is None else s.Product(_renamed(rest), name, span=node.span)
    changed: s.Node = rebuilt(node, _renamed)
    return changed


def _without_delta(left: s.Node) -> tuple[s.Node | None, s.Node | None]:
    r"""What stands before a \Delta at the end of a product, and that \Delta, if there is one."""
    match left:
        case s.Product(left=before, right=last) if last == DELTA:
            return before, last
    return None, left if left == DELTA else None


def _named(node: s.Node, start: int) -> s.Node | None:
    r"""The name, its member or its power with the \Delta in it, which begins at ``start``."""
    match node:
        case s.Name(span=span):
            return replace(node, letter=rf"\Delta {node.letter}", span=s.Span(start, span.end))
        case s.Index(base=base, span=span) | s.Power(base=base, span=span):
            name = _named(base, start)
            return None if name is None else replace(node, base=name, span=s.Span(start, span.end))
    return None
