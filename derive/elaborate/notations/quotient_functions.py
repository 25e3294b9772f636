r"""Tangent, secant and their like, spelled out as quotients of the functions that they are made from."""

from __future__ import annotations

from derive.elaborate.symbols.rewriting import rewritten
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import rebuilt

_QUOTIENTS = {
    "tan": ("sin", "cos"),
    "cot": ("cos", "sin"),
    "sec": ("", "cos"),
    "csc": ("", "sin"),
    "cosec": ("", "sin"),
    "coth": ("cosh", "sinh"),
    "sech": ("", "cosh"),
    "csch": ("", "sinh"),
}
"""Each function with what it divides by what; "" is 1. Abramowitz and Stegun, 4.3.3–4.3.6 and 4.5.3–4.5.6."""


def with_quotient_functions(document: Document) -> Document:
    """The document with sin x / cos x for tan x, and so on.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> tex(with_quotient_functions(read_text(r"$$y = \\\\tan x$$")).blocks[0].formulas[0].tree.members[1])
    '\\\\frac{\\\\sin x}{\\\\cos x}'
    """
    return rewritten(document, _spelled)


def _spelled(node: s.Node) -> s.Node:
    changed: s.Node = rebuilt(node, _spelled)
    match changed:
        case s.Call(function=s.Name(letter=letter), arguments=(argument,)) if letter in _QUOTIENTS:
            top, bottom = (_applied(name, argument, changed) for name in _QUOTIENTS[letter])
            return s.Fraction(top, bottom, span=changed.span)
    return changed


def _applied(name: str, argument: s.Node, call: s.Call) -> s.Node:
    if not name:
        return s.Number("1", span=call.span)
    return s.Call(s.Name(name, span=call.function.span), (argument,), call.style, span=call.span)
