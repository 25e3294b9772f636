"""The letter d as a number, where a document divides by d or counts up to it, and as a function of several numbers."""

from __future__ import annotations

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import rebuilt, walk


def with_d_as_a_number(document: Document) -> Document:
    """The document in which d times a name is no differential, if d is a number elsewhere and nothing else is one.

    >>> from derive.reader.document import read_text
    >>> read = read_text(r"$$m = \\frac{1}{d}\\sum_i x_i, \\quad g = \\frac{x}{d\\sigma}$$")
    >>> with_d_as_a_number(read).blocks[0].formulas[1].tree.members[1].bottom.left
    Name(letter='d', decorations=())
    """
    trees = written_trees(document)
    if not any(_is_d(part) for tree in trees for part in walk(tree)) or any(map(_is_differential, trees)):
        return document
    return rewritten(document, _with_products)


def with_d_as_a_function(document: Document) -> Document:
    """The document in which d of several things, a distance or a deviance d(y, m), is no differential.

    >>> from derive.reader.document import read_text
    >>> read = read_text(r"$$d(y, m) = (y - m)^2$$")
    >>> with_d_as_a_function(read).blocks[0].formulas[0].tree.members[0].function
    Name(letter='d', decorations=())
    """
    return rewritten(document, _with_calls)


def _with_calls(node: s.Node) -> s.Node:
    changed: s.Node = rebuilt(node, _with_calls)
    match changed:
        case s.Differential(of=s.Sequence(items=(_, _, *_) as items, opening="("), symbol="d"):
            return s.Call(s.Name("d", span=node.span), items, span=node.span)
    return changed


def _is_d(part: object) -> bool:
    return isinstance(part, s.Name) and part.letter == "d" and not part.decorations


def _is_differential(tree: s.Node) -> bool:
    """Whether a formula is one about differentials: a side begins with one, or it has several."""
    sides = tree.members if isinstance(tree, s.Chain) else (tree,)
    found = sum(isinstance(part, s.Differential) for part in walk(tree))
    return found > 1 or any(isinstance(side, s.Differential) for side in sides)


def _with_products(node: s.Node) -> s.Node:
    if isinstance(node, s.Differential) and node.symbol == "d":
        return s.Product(s.Name("d", span=node.span), _with_products(node.of), "", node.span)
    changed: s.Node = rebuilt(node, _with_products)
    return changed
