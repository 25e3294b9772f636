r"""Functions without their argument, where words say that it is dropped: s'(x) = σ + x σ(1 − σ)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.evaluation.calls import POINTWISE
from derive.elaborate.notations.bare_functions import as_product, called_names
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import is_stroke, rebuilt

_DROPPED = re.compile(
    r"\b(?:drop|omit|suppress|skip|hid|leav)\w*\s+(?:out\s+)?(?:\w+\s+){0,3}arguments?\b"
    r"|\barguments?\b[^.;]{0,30}?\b(?:dropped|omitted|suppressed|skipped|left\s+out|understood|implied|hidden)\b",
    re.IGNORECASE,
)


def with_dropped_arguments(document: Document) -> Document:
    r"""The document with the argument x for every bare function in an equation for what a function is at x.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text(r"I drop the argument. $$h(x) = e^x, \quad g(x) = x h(x), \quad g'(x) = h + x h$$")
    >>> tex(with_dropped_arguments(read).blocks[0].formulas[2].tree)
    "g'\\left(x\\right) = h\\left(x\\right) + x h\\left(x\\right)"
    """
    if _DROPPED.search(document.prose) is None:
        return document
    trees = written_trees(document)
    valued = {head for tree in trees for head in _valued(tree)}
    functions = called_names(document) - valued - {s.Name(key) for key in POINTWISE}
    return rewritten(document, lambda tree: tree, lambda tree: _spelled(tree, functions))


def _valued(tree: s.Node) -> Iterator[s.Name]:
    """The names that an equation gives a value without any argument."""
    match tree:
        case s.Chain(members=(s.Name() as head, *_), relations=(s.Relation(sign="=" | ":="), *_)):
            yield head


def _spelled(tree: s.Node, functions: frozenset[s.Name]) -> s.Node:
    match tree:
        case s.Chain(members=(head, *bodies)) if (variable := _variable(head)) is not None:
            others = functions - {variable}
            return replace(
                tree, members=(head, *(_applied(as_product(b, others), others, variable) for b in bodies))
            )
    return tree


def _variable(head: s.Node) -> s.Name | None:
    """The x of g'(x), g(x), dg/dx."""
    if isinstance(head, s.Ambiguous) and is_stroke(head):
        head = next((each for each in head.readings if isinstance(each, s.Call)), head)
    match head:
        case s.Call(function=s.Name() | s.Prime(of=s.Name()), arguments=(s.Name() as variable,)):
            return variable
        case s.Derivative(of=s.Name(), by=(s.Name() as variable, *others)) if set(others) <= {variable}:
            return variable
    return None


def _applied(node: s.Node, functions: frozenset[s.Name], variable: s.Name) -> s.Node:
    """A formula with the variable behind every function that has no argument."""
    match node:
        case s.Name() if node in functions:
            return s.Call(node, (variable,), "(", node.span)
        case s.Call(function=s.Name() | s.Prime() | s.Power(base=s.Name() | s.Prime())):
            arguments = tuple(_applied(each, functions, variable) for each in node.arguments)
            return replace(node, arguments=arguments)
        case s.Derivative() | s.Nabla() | s.Index():
            return node
    changed: s.Node = rebuilt(node, lambda part: _applied(part, functions, variable))
    return changed
