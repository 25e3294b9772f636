r"""Likelihoods: p(X | θ), once the document says what it or its logarithm is, is one quantity and no call of p."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from derive.elaborate.symbols.compounds import LOGARITHMS
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.elaborate.symbols.roles import EQUALITIES
from derive.reader import syntax as s
from derive.reader.anatomy import items_of
from derive.reader.blocks import Document
from derive.reader.tex import tex
from derive.reader.tree import rebuilt, walk


def with_named_likelihoods(document: Document) -> Document:
    r"""The document in which every conditional density of plain names that it defines is a name.

    A density of single data, p(y_n | x_n), stays a call: it is another number for every n.

    >>> from derive.reader.document import read_text
    >>> text = r"$$p(X | \theta) = 2\theta, \quad \log p(X | \theta) = \log 2 + \log\theta$$"
    >>> found = with_named_likelihoods(read_text(text)).blocks[0].formulas[1].tree
    >>> found.members[0].arguments[0].letter
    'p\\left(X \\mid \\theta\\right)'
    """
    known = frozenset(_defined(written_trees(document)))
    return rewritten(document, lambda tree: _named(tree, known)) if known else document


def _defined(trees: Iterable[s.Node]) -> Iterator[s.Call]:
    for tree in trees:
        match tree:
            case s.Chain(members=(left, body, *_), relations=(relation, *_)) if relation.sign in EQUALITIES:
                inside = _inside(left)
                if isinstance(inside, s.Call) and _is_of_plain_names(inside) and not _has_determinants(body):
                    yield inside


def _has_determinants(body: s.Node) -> bool:
    """Whether normal densities of vectors are multiplied: what is said of their products takes too long to decide."""
    return any(isinstance(part, s.Call) and part.function == s.Name("det") for part in walk(body))


def _inside(left: s.Node) -> s.Node:
    match left:
        case s.Call(function=s.Name(letter=name), arguments=(only,)) if name in LOGARITHMS:
            return only
    return left


def _is_of_plain_names(call: s.Call) -> bool:
    match call:
        case s.Call(function=s.Name(), arguments=(s.Conditional(of=of, given=given),)):
            return all(_is_plain(item) for side in (of, given) for item in items_of(side))
    return False


def _is_plain(item: s.Node) -> bool:
    return isinstance(item.base if isinstance(item, s.Power) else item, s.Name)


def _named(node: s.Node, known: frozenset[s.Call]) -> s.Node:
    if isinstance(node, s.Call) and node in known:
        return s.Name(tex(node), span=node.span)
    if isinstance(node, s.Ambiguous):
        return replace(node, readings=tuple(_named(each, known) for each in node.readings))
    changed: s.Node = rebuilt(node, lambda part: _named(part, known))
    return changed
