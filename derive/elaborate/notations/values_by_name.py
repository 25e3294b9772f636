r"""σ for σ(z): in −y log σ − (1 − y) log(1 − σ) beside σ(z) the letter of a function stands for its value."""

from __future__ import annotations

from collections.abc import Iterator

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.anatomy import base_of, function_of
from derive.reader.blocks import Document
from derive.reader.tree import Part, rebuilt, walk

_ONE = s.Number("1")


def with_values_by_name(document: Document) -> Document:
    r"""The document with σ(z) for σ, where σ is applied to one name alone, defined nowhere, and stands in 1 − σ.

    A σ² that divides is the variance beside a function σ(z), and nothing is changed.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text(r"$\hat y = \sigma(z)$, $J = -\log(1 - \sigma)$")
    >>> tex(with_values_by_name(read).blocks[1].formulas[0].tree.members[1])
    '-\\log\\left(1 - \\sigma\\left(z\\right)\\right)'
    """
    trees = written_trees(document)
    names = {name for tree in trees for part in walk(tree) for name in _left_over(part)}
    values = {name: value for name in names for value in _values(name, trees)}
    if not values:
        return document
    return rewritten(document, lambda tree: tree, lambda tree: _written_out(tree, values))


def _left_over(part: Part) -> Iterator[s.Name]:
    """The σ of 1 − σ."""
    match part:
        case s.Sub(left=left, right=s.Name() as name) if left == _ONE:
            yield name


def _values(name: s.Name, trees: list[s.Node]) -> Iterator[s.Call]:
    """The one call of a function that stands without its argument elsewhere."""
    parts = [part for tree in trees for part in walk(tree)]
    calls = {
        part.arguments
        for part in parts
        if isinstance(part, s.Call) and part.function == name and not _is_product(part)
    }
    heads = (tree.members[0] for tree in trees if isinstance(tree, s.Chain))
    made = any(base_of(function_of(head)) == name for head in heads if isinstance(head, s.Node))
    variance = any(isinstance(part, s.Fraction) and _squares(part.bottom, name) for part in parts)
    arguments = next(iter(calls)) if len(calls) == 1 else ()
    if len(arguments) == 1 and isinstance(arguments[0], s.Name) and not made and not variance:
        yield s.Call(name, arguments, "(")


def _is_product(call: s.Call) -> bool:
    """Whether σ(1 − σ) is σ times 1 − σ."""
    return any(part == call.function for argument in call.arguments for part in walk(argument))


def _squares(node: s.Node, name: s.Name) -> bool:
    return any(isinstance(part, s.Power) and part.base == name for part in walk(node))


def _written_out(node: s.Node, values: dict[s.Name, s.Call]) -> s.Node:
    match node:
        case s.Name() if node in values:
            return values[node]
        case s.Call(function=s.Name() as function, arguments=arguments) if function in values:
            if not _is_product(node):
                return node
            return s.Product(values[function], _written_out(arguments[0], values), span=node.span)
        case s.Prime(of=of) if of in values:
            return node
    changed: s.Node = rebuilt(node, lambda part: _written_out(part, values))
    return changed
