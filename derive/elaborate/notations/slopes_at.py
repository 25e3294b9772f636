"""∂f/∂x (x) and df/dx (0): the slope of a function where its variable has a value, no product with the brackets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.anatomy import base_of
from derive.reader.blocks import Document
from derive.reader.tree import rebuilt


def with_slopes_at_places(document: Document) -> Document:
    """The document in which brackets behind the slope of a function hold its argument.

    >>> from derive.reader.document import read_text
    >>> read = read_text(r"$$f(x) = x^2, \\quad \\frac{df}{dx}(x) = 2x$$")
    >>> with_slopes_at_places(read).blocks[0].formulas[1].tree.members[0].of.arguments
    (Name(letter='x', decorations=()),)
    """
    functions = dict(_functions(written_trees(document)))
    return (
        rewritten(document, lambda tree: _placed(tree, functions, document.text)) if functions else document
    )


Functions = Mapping[s.Node, s.Name]


def _functions(trees: Iterable[s.Node]) -> Iterable[tuple[s.Node, s.Name]]:
    """The functions of one variable that are defined with it: f with x of f(x) = …, σ with z of σ_i(z) = …."""
    for tree in trees:
        match tree:
            case s.Chain(members=(s.Call(function=function, arguments=(s.Name() as only,)), *_)):
                yield base_of(function), only


def _placed(node: s.Node, functions: Functions, text: str) -> s.Node:
    changed: s.Node = rebuilt(node, lambda part: _placed(part, functions, text))
    match changed:
        case s.Product(
            left=s.Derivative(of=s.Name() | s.Index() as of) as slope,
            right=s.Name() | s.Index() | s.Number() as place,
            sign="",
        ) if (
            text[place.span.start : place.span.start + 1] == "("
            and (own := functions.get(base_of(of))) is not None
        ):
            return _at(slope, s.Call(of, (own,), "(", of.span), own, place)
    return changed


def _at(slope: s.Derivative, call: s.Call, own: s.Name, place: s.Node) -> s.Node:
    """The slope of a function at a place, which may be its variable itself."""
    span = s.Span(slope.span.start, place.span.end)
    whole = replace(slope, of=call, span=span)
    if place == own:
        return whole
    return s.At(whole, s.Chain((own, place), (s.Relation("="),)), span)
