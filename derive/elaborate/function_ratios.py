"""Functions that are said without their variable: ψ = Γ′/Γ is ψ(u) = Γ′(u)/Γ(u) where ψ is applied to something."""

from __future__ import annotations

from collections.abc import Iterable

from derive.elaborate.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import Part, is_stroke, rebuilt, walk

VARIABLE = s.Name("u")


def with_functions_at_a_variable(document: Document) -> Document:
    """The document in which equations between functions hold at a variable.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text("$$f = g'/g$$ $$y = f(x) + g(x)$$")
    >>> tex(with_functions_at_a_variable(read).blocks[0].formulas[0].tree)
    "f\\\\left(u\\\\right) = g'\\\\left(u\\\\right)/g\\\\left(u\\\\right)"
    """
    trees = written_trees(document)
    applied = frozenset(_applied(trees))
    return (
        rewritten(document, lambda tree: tree, lambda tree: _at_variable(tree, applied))
        if applied
        else document
    )


def _applied(trees: Iterable[s.Node]) -> Iterable[s.Name]:
    """The functions that are applied to one thing, with a stroke or without."""
    for part in (part for tree in trees for part in walk(tree)):
        if isinstance(part, s.Call) and len(part.arguments) == 1:
            of = part.function.of if isinstance(part.function, s.Prime) else part.function
            if isinstance(of, s.Name):
                yield of


def _at_variable(tree: s.Node, applied: frozenset[s.Name]) -> s.Node:
    match tree:
        case s.Chain(
            members=(s.Name() as head, body), relations=(s.Relation(sign="=" | ":="),) as relations
        ) if head in applied and any(_slope(part) in applied for part in walk(body)):
            return s.Chain((_called(head), _with_calls(body, applied)), relations, tree.span)
    return tree


def _slope(part: Part) -> s.Name | None:
    """g of g′, alone."""
    if isinstance(part, s.Ambiguous) and is_stroke(part):
        part = next(each for each in part.readings if isinstance(each, s.Prime))
    return part.of if isinstance(part, s.Prime) and isinstance(part.of, s.Name) else None


def _called(function: s.Node) -> s.Call:
    return s.Call(function, (VARIABLE,), "(", function.span)


def _with_calls(node: s.Node, applied: frozenset[s.Name]) -> s.Node:
    slope = _slope(node)
    if slope is not None and slope in applied:
        return _called(s.Prime(slope, 1, node.span))
    if isinstance(node, s.Call) or node in applied:
        return node if isinstance(node, s.Call) else _called(node)
    changed: s.Node = rebuilt(node, lambda part: _with_calls(part, applied))
    return changed
