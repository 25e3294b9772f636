r"""Equations between functions that are written without an argument: tanh' = 1 − tanh², σ' = σ(1 − σ)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import UnionType

from derive.elaborate.evaluation.calls import POINTWISE
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import is_stroke, rebuilt, walk

VARIABLE = s.Name("u")
_SQUASHING = s.Name(r"\sigma")


def with_bare_functions(document: Document) -> Document:
    r"""The document in which an equation for the slope of a function, of functions alone, holds at a variable.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> tex(with_bare_functions(read_text(r"$$\tanh' = 1 - \tanh^2$$")).blocks[0].formulas[0].tree)
    "\\tanh'\\left(u\\right) = 1 - {\\tanh\\left(u\\right)}^{2}"
    """
    functions = called_names(document, s.Name | s.Index)
    return rewritten(document, lambda tree: tree, lambda tree: _at_variable(tree, functions))


def called_names(document: Document, arguments: type | UnionType = s.Name) -> frozenset[s.Name]:
    """The names of functions: those of everybody, and those that a document takes at a name, or at ``arguments``."""
    functions = {s.Name(key) for key in POINTWISE}
    words = document.prose.lower()
    if any(word in words for word in ("sigmoid", "logistic")):
        functions.add(_SQUASHING)
    functions |= {
        part.function
        for tree in written_trees(document)
        for part in walk(tree)
        if isinstance(part, s.Call) and isinstance(part.function, s.Name) and len(part.arguments) == 1
        if isinstance(part.arguments[0], arguments)
    }
    return frozenset(functions)


def _at_variable(tree: s.Node, functions: frozenset[s.Name]) -> s.Node:
    match tree:
        case s.Chain(members=(head, *bodies)) if (slope := _slope(head)) is not None and slope in functions:
            plain = [as_product(body, functions) for body in bodies]
            if all(names and names <= functions for names in (set(_bare(body)) for body in plain)):
                first = s.Call(s.Prime(slope, 1, head.span), (VARIABLE,), "(", head.span)
                return replace(tree, members=(first, *(_applied(body, functions) for body in plain)))
    return tree


def _slope(node: s.Node) -> s.Name | None:
    if isinstance(node, s.Ambiguous) and is_stroke(node):
        node = next((each for each in node.readings if isinstance(each, s.Prime)), node)
    return node.of if isinstance(node, s.Prime) and node.order == 1 and isinstance(node.of, s.Name) else None


def as_product(node: s.Node, functions: frozenset[s.Name]) -> s.Node:
    """σ times (1 − σ) for what looks like σ of (1 − σ)."""
    if isinstance(node, s.Ambiguous):
        node = next((each for each in node.readings if isinstance(each, s.Product)), node.readings[0])
    changed: s.Node = rebuilt(node, lambda part: as_product(part, functions))
    match changed:
        case s.Call(function=s.Name() as function, arguments=(s.Sub() | s.Add() as only,)) if (
            function in functions
        ):
            return s.Product(function, only, span=changed.span)
    return changed


def _bare(node: s.Node) -> Iterator[s.Name | None]:
    """The names of a formula that is made of numbers and names by arithmetic; None where there is anything else."""
    arithmetic = (s.Number, s.Add, s.Sub, s.Neg, s.Product, s.Fraction, s.Power)
    for part in walk(node):
        if isinstance(part, s.Name):
            yield part
        elif not isinstance(part, arithmetic):
            yield None


def _applied(node: s.Node, functions: frozenset[s.Name]) -> s.Node:
    if isinstance(node, s.Name) and node in functions:
        return s.Call(node, (VARIABLE,), "(", node.span)
    changed: s.Node = rebuilt(node, lambda part: _applied(part, functions))
    return changed
