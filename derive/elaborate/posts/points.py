"""A function that is given at one of the data, p(x_n) = …, is given everywhere."""

from __future__ import annotations

from dataclasses import replace

from derive.elaborate.evaluation.variables import index_letters
from derive.elaborate.symbols.names import Letters, letters_of, reference
from derive.elaborate.symbols.scope import Definition
from derive.reader import syntax as s
from derive.reader.tree import rebuilt


def at_any_point(made: Definition, letters: Letters) -> Definition:
    """The definition of a function of x, where x_n is its parameter and n stands nowhere but at x."""
    if made.body is None or len(made.parameters) != 1:
        return made
    (parameter,) = made.parameters
    ref = reference(parameter, letters)
    if ref is None or not ref.indices or not isinstance(parameter, s.Index):
        return made
    body = _replaced(made.body, parameter, parameter.base)
    picked = {letter for item in ref.indices for letter in letters_of(item)}
    if picked & (set(index_letters(body, letters)) | set(made.indices)):
        return made
    return replace(made, body=body, parameters=(parameter.base,))


def _replaced(node: s.Node, old: s.Node, new: s.Node) -> s.Node:
    if node == old:
        return new
    changed: s.Node = rebuilt(node, lambda part: _replaced(part, old, new))
    return changed
