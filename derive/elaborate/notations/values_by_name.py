r"""σ for σ(z): in −y log σ − (1 − y) log(1 − σ) beside σ(z) the letter of a function stands for its value.

So it does where a text says it, "I write σ for σ(βx)", and where 1 − σ stands beside calls with one argument.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Block, Document
from derive.reader.tree import Part, rebuilt, walk

_ONE = s.Number("1")
_SHORT = re.compile(
    r"\b(?:for|instead of|in place of|short for|stands? for|means?|denotes?)(?: the value)?\W*\Z"
)
_SHORTENED = re.compile(
    r"\b(?:abbreviate[sd]?|short(?:ened|ly)?|written|write|denoted?|called?|just|simply)\b|\A\W*(?:by|as|to)\W*\Z"
)


def with_values_by_name(document: Document) -> Document:
    r"""The document with σ(z) for σ, where it is told, or where σ has one argument alone and stands in 1 − σ.

    A σ² that divides is the variance beside a function σ(z), and nothing is changed.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text(r"$\hat y = \sigma(z)$, $J = -\log(1 - \sigma)$")
    >>> tex(with_values_by_name(read).blocks[1].formulas[0].tree.members[1])
    '-\\log\\left(1 - \\sigma\\left(z\\right)\\right)'
    >>> read = read_text(r"I write $\sigma$ for $\sigma(ax)$, so $y = \sigma + b$.")
    >>> tex(with_values_by_name(read).blocks[2].formulas[0].tree.members[1])
    '\\sigma\\left(a x\\right) + b'
    """
    trees = written_trees(document)
    told = dict(_told(document))
    names = {name for tree in trees for part in walk(tree) for name in _left_over(part)}
    found = {name: value for name in names - told.keys() for value in _values(name, trees)}
    values = {**found, **told}
    if not values:
        return document
    own = {name: frozenset(_parameters(name, trees)) for name in values}
    return rewritten(document, lambda tree: _written_out(tree, _in(tree, values, own)))


def _told(document: Document) -> Iterator[tuple[s.Name, s.Call]]:
    """What words or an equation say that a function without its argument stands for."""
    for block in document.blocks:
        for formula in block.formulas:
            match formula.tree:
                case s.Chain(members=(s.Name() as name, s.Call() as call)) if (
                    call.function == name and not any(isinstance(each, s.Dots) for each in call.arguments)
                ):
                    # C = C(a_1, …, a_n) says what C depends on, and gives it no argument.
                    yield name, call
    for one, other in pairwise(document.blocks):
        match _alone(one), _alone(other):
            case s.Name() as name, s.Call() as call if call.function == name:
                if _SHORT.search(_between(document, one, other)):
                    yield name, call
            case s.Call() as call, s.Name() as name if call.function == name:
                if _SHORTENED.search(_between(document, one, other)):
                    yield name, call


def _alone(block: Block) -> s.Node | None:
    tree = block.formulas[0].tree if len(block.formulas) == 1 and not block.display else None
    return tree.readings[0] if isinstance(tree, s.Ambiguous) else tree


def _between(document: Document, one: Block, other: Block) -> str:
    return document.text[one.span.end : other.span.start].lower()


def _left_over(part: Part) -> Iterator[s.Name]:
    """The σ of 1 − σ, and of a 1 + σ that was meant to be one."""
    match part:
        case s.Sub(left=left, right=s.Name() as name) | s.Add(left=left, right=s.Name() as name) if (
            left == _ONE
        ):
            yield name


def _values(name: s.Name, trees: Sequence[s.Node]) -> Iterator[s.Call]:
    """The one call of a function that stands without its argument elsewhere, apart from where it is defined."""
    parts = [part for tree in trees for part in walk(tree)]
    own = {s.Name(letter) for letter in _parameters(name, trees)}
    calls = {
        part.arguments
        for part in parts
        if isinstance(part, s.Call) and part.function == name and not _is_product(part)
    }
    calls -= {(argument,) for argument in own} if len(calls) > 1 else set()
    made = any(isinstance(tree, s.Chain) and tree.members[0] == name for tree in trees)
    variance = any(isinstance(part, s.Fraction) and _squares(part.bottom, name) for part in parts)
    arguments = next(iter(calls)) if len(calls) == 1 else ()
    if len(arguments) == 1 and not made and not variance:
        yield s.Call(name, arguments, "(")


def _parameters(name: s.Name, trees: Sequence[s.Node]) -> Iterator[str]:
    """The t of σ(t) = 1/(1 + e^{−t})."""
    for tree in trees:
        match tree:
            case s.Chain(members=(s.Call(function=function, arguments=(s.Name(letter=letter),)), *_)):
                if function == name:
                    yield letter


def _in(
    tree: s.Node, values: dict[s.Name, s.Call], own: dict[s.Name, frozenset[str]]
) -> dict[s.Name, s.Call]:
    """The values that names stand for in a formula: not where it speaks of the function as it was defined."""
    letters = {part.letter for part in walk(tree) if isinstance(part, s.Name)}
    return {name: value for name, value in values.items() if not letters & own[name]}


def _is_product(call: s.Call) -> bool:
    """Whether σ(1 − σ) is σ times 1 − σ, or σ(1 − y) such a product of another number."""
    if any(isinstance(argument, s.Add | s.Sub) and argument.left == _ONE for argument in call.arguments):
        return True
    return any(part == call.function for argument in call.arguments for part in walk(argument))


def _squares(node: s.Node, name: s.Name) -> bool:
    return any(isinstance(part, s.Power) and part.base == name for part in walk(node))


def _written_out(node: s.Node, values: dict[s.Name, s.Call]) -> s.Node:
    match node:
        case s.Ambiguous(readings=(s.Call(function=s.Name() as function) as call, *_)) if function in values:
            return _written_out(call, values)
        case s.Name() if node in values:
            return values[node]
        case s.Call(function=s.Name() as function, arguments=arguments) if function in values:
            if not _is_product(node) or arguments == values[function].arguments:
                return node
            return s.Product(values[function], _written_out(arguments[0], values), span=node.span)
        case s.Prime(of=of) if of in values:
            return node
        case s.Chain(members=(s.Name() as name, s.Call() as call)) if call.function == name:
            return node
    changed: s.Node = rebuilt(node, lambda part: _written_out(part, values))
    return changed
