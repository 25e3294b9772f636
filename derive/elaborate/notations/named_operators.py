r"""Letters that words call an operator: "we write $\mathsf D$ for the derivative in $b$", so that D f is ∂f/∂b."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from derive.elaborate.symbols.rewriting import rewritten
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.fragments import fragment
from derive.reader.tree import rebuilt

_SAID = re.compile(
    r"\$([^$]{1,20})\$,?\s+(?:means?|denotes?|denoting|stands?\s+for|is|be|for|abbreviates?)\s+(?:the\s+|a\s+)?"
    r"(?:(?:partial|total|row|column)\s+)*(?:derivatives?|gradients?|differentiation|jacobian)(?:\s+operator)?\s+"
    r"(?:with\s+respect\s+to|w\.?\s?r\.?\s?t\.?|in|by)\s+(?:the\s+\w+\s+)?\$([^$]{1,20})\$",
    re.IGNORECASE,
)

Operators = Mapping[s.Node, s.Node]


def with_named_operators(document: Document) -> Document:
    r"""The document in which what stands behind such a letter is differentiated.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text(r"Write $\mathsf D$ for the derivative in $b$. $$\mathsf D f = 2b$$")
    >>> tex(with_named_operators(read).blocks[2].formulas[0].tree.members[0])
    '\\frac{\\partial f}{\\partial b}'
    """
    operators = dict(_said(document.prose))
    return rewritten(document, lambda tree: _derived(tree, operators)) if operators else document


def _said(text: str) -> Iterator[tuple[s.Node, s.Node]]:
    for match in _SAID.finditer(text):
        letter, by = fragment(match[1]), fragment(match[2])
        if isinstance(letter, s.Name) and isinstance(by, s.Name | s.Index) and letter.letter.lower() == "d":
            yield letter, by


def _derived(node: s.Node, operators: Operators) -> s.Node:
    """D f, D² f and a D f with the derivatives written out."""
    changed: s.Node = rebuilt(node, lambda part: _derived(part, operators))
    if not isinstance(changed, s.Product) or changed.sign:
        return changed
    by = _variables(changed.left, operators)
    if by:
        return s.Derivative(changed.right, by, span=changed.span)
    match changed.left:
        case s.Product(left, operator, ""):
            by = _variables(operator, operators)
            slope = s.Derivative(changed.right, by, span=changed.span)
            return s.Product(left, slope, "", changed.span) if by else changed
    return changed


def _variables(node: s.Node, operators: Operators) -> tuple[s.Node, ...]:
    match node:
        case s.Power(base, s.Number(text="2")) if base in operators:
            return (operators[base], operators[base])
        case s.Name() if node in operators:
            return (operators[node],)
    return ()
