r"""Chain rules that are written out: in ∂f/∂x + ∂f/∂y dy/dx the first summand holds y."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.anatomy import base_of, factors_of, function_of
from derive.reader.blocks import Document
from derive.reader.tree import rebuilt, walk


def with_explicit_slopes(document: Document) -> Document:
    r"""The document in which what a chain rule follows by itself is held in the slope beside it.

    Only names that a formula of the document makes from the variable: of others there is nothing to hold.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> rule = r"\frac{df}{dx} = \frac{\partial f}{\partial x} + \frac{\partial f}{\partial y} \frac{dy}{dx}"
    >>> read = read_text(f"$$f = x y, \\quad y = x^2$$ $${rule}$$")
    >>> tex(with_explicit_slopes(read).blocks[1].formulas[0].tree.members[1].left)
    '\\left.\\frac{\\partial f}{\\partial x}\\right|_{y}'
    """
    made = dict(_made(document))

    def spelled(node: s.Node) -> s.Node:
        if isinstance(node, s.Add | s.Sub):
            followed = {x: ys for x, ys in _followed(node).items() if ys}
            return _with_held(node, followed, made) if followed else rebuilt(node, spelled)
        changed: s.Node = rebuilt(node, spelled)
        return changed

    return rewritten(document, spelled) if made else document


def _made(document: Document) -> Iterator[tuple[s.Node, s.Node]]:
    """The names that equations begin with, and what they are made of."""
    for tree in written_trees(document):
        if isinstance(tree, s.Chain) and tree.relations[0].sign in ("=", ":="):
            yield function_of(tree.members[0]), tree.members[1]


def _followed(whole: s.Node) -> dict[tuple[s.Node, s.Node], list[s.Node]]:
    """What a sum differentiates by which variable, and the names through which its products follow that."""
    found: dict[tuple[s.Node, s.Node], list[s.Node]] = {}
    for summand in _summands(whole):
        slopes = [each for each in factors_of(summand) if isinstance(each, s.Derivative)]
        for outer in slopes:
            for inner in slopes:
                if outer.of is not None and len(inner.by) == 1 and outer.by == (inner.of,):
                    found.setdefault((outer.of, inner.by[0]), []).append(outer.by[0])
    return found


def _summands(node: s.Node) -> Sequence[s.Node]:
    match node:
        case s.Add(left=left, right=right) | s.Sub(left=left, right=right):
            return [*_summands(left), *_summands(right)]
        case s.Neg(of=of):
            return _summands(of)
        case _:
            return [node]


def _with_held(
    node: s.Node, followed: dict[tuple[s.Node, s.Node], list[s.Node]], made: dict[s.Node, s.Node]
) -> s.Node:
    match node:
        case s.Add() | s.Sub() | s.Neg():
            changed: s.Node = rebuilt(node, lambda part: _with_held(part, followed, made))
            return changed
        case s.Derivative(of=of, by=(variable,)) if of is not None:
            names = [y for y in followed.get((of, variable), ()) if _is_made_from(made.get(y), variable)]
            return s.At(node, s.Sequence(tuple(names)), node.span) if names else node
        case _:
            return node


def _is_made_from(body: s.Node | None, variable: s.Node) -> bool:
    return body is not None and any(base_of(part) == base_of(variable) for part in walk(body))
