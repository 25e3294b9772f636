r"""Short signs for derivatives that words declare: "a dot means $d/dw$", "$\partial_c$ for $\partial/\partial h_c$"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from derive.elaborate.symbols.rewriting import rewritten
from derive.reader import syntax as s
from derive.reader.anatomy import base_of
from derive.reader.blocks import Document
from derive.reader.fragments import fragment
from derive.reader.tree import Part, rebuilt

_MEANS = r"(?:means?|denotes?|denoting|stands?\s+for|is\s+short\s+for|is|are|indicates?|for|abbreviates?)"
_BY = r"(?:\s+(?:the|total|partial|a))*\s+(?:derivatives?|differentiation)\s+(?:with\s+respect\s+to|by|in)"
_SIGN = re.compile(rf"\b(dot|prime|stroke)s?\s+(?:here\s+)?{_MEANS}({_BY})?\s+\$([^$]+)\$", re.IGNORECASE)
_PAIR = re.compile(rf"\$([^$]+)\$\s+{_MEANS}\s+\$([^$]+)\$")


@dataclass(frozen=True, slots=True)
class Signs:
    """What a dot and a stroke differentiate by, and what short operators such as ∂_c are short for."""

    dot: s.Node | None = None
    stroke: s.Node | None = None
    operators: tuple[tuple[s.Node, s.Node], ...] = ()


def with_declared_signs(document: Document) -> Document:
    """The document with the short signs for derivatives that its words declare written out.

    >>> from derive.reader.document import read_text
    >>> read = read_text(r"A dot means $d/dw$. $$\\dot h = 2w$$")
    >>> with_declared_signs(read).blocks[1].formulas[0].tree.members[0].by
    (Name(letter='w', decorations=()),)
    """
    signs = declared(document.prose)
    return document if signs == Signs() else rewritten(document, lambda tree: spelled(tree, signs))


def declared(text: str) -> Signs:
    """The short signs that a text declares."""
    by = {match[1].lower(): _variable(match[3], bool(match[2])) for match in _SIGN.finditer(text)}
    pairs = [
        (fragment(match[1], repaired=True), fragment(match[2], repaired=True))
        for match in _PAIR.finditer(text)
    ]
    operators = tuple(pair for pair in map(_operator, pairs) if pair is not None)
    dots = (
        full.by[0]
        for short, full in pairs
        if short is not None
        and _is_dotted(short)
        and isinstance(full, s.Derivative)
        and not _is_adjoint(short, full)
    )
    return Signs(by.get("dot") or next(dots, None), by.get("prime") or by.get("stroke"), operators)


def _variable(text: str, named: bool) -> s.Node | None:
    """w, of d/dw; where the words say "derivative with respect to", of w itself."""
    tree = fragment(text, repaired=True)
    if isinstance(tree, s.Derivative) and len(tree.by) == 1:
        return tree.by[0]
    return tree if named and isinstance(tree, s.Name | s.Index) else None


def _operator(pair: tuple[s.Node | None, s.Node | None]) -> tuple[s.Node, s.Node] | None:
    """c and h_c, of ∂_c and ∂/∂h_c."""
    match pair:
        case (s.Derivative(None, (short,), style="subscript"), s.Derivative(None, (full,))):
            return short, full
    return None


def _is_adjoint(short: s.Node, full: s.Derivative) -> bool:
    """Whether a dotted name is said to be a slope by the name itself: Ẏ for ∂L/∂Y."""
    return isinstance(short, s.Name | s.Index) and _undotted(short) == full.by[0]


def _is_dotted(node: s.Node | None) -> bool:
    base = base_of(node)
    return isinstance(base, s.Name) and "dot" in base.decorations


def spelled(node: s.Node, signs: Signs) -> s.Node:
    """A formula with its short signs written out."""
    full = _full(node, signs)
    changed: s.Node = rebuilt(full or node, lambda part: spelled(part, signs))
    return changed


def _full(node: s.Node, signs: Signs) -> s.Node | None:
    match node:
        case s.Name() | s.Index() if signs.dot is not None and _is_dotted(node):
            return s.Derivative(_undotted(node), (signs.dot,), "d", span=node.span)
        case s.Prime(s.Name() | s.Index() as of, order) if signs.stroke is not None and order < 3:
            return s.Derivative(of, (signs.stroke,) * order, "d", span=node.span)
        case s.Derivative(by=(s.Name() as index,), style="subscript"):
            found = (_at(short, full, index) for short, full in signs.operators)
            by = next((one for one in found if one is not None), None)
            return replace(node, by=(by,)) if by is not None else None
    return None


def _undotted(node: s.Name | s.Index) -> s.Node:
    if isinstance(node, s.Index):
        assert isinstance(node.base, s.Name)
        return replace(node, base=_undotted(node.base))
    return replace(node, decorations=tuple(mark for mark in node.decorations if mark != "dot"))


def _at(short: s.Node, full: s.Node, index: s.Name) -> s.Node | None:
    """h_k for ∂_k where ∂_c is short for ∂/∂h_c; nothing where both name one fixed thing."""
    if index == short:
        return full
    letters = list(_letters(full))
    return _with(full, short, index) if short in letters and index not in letters else None


def _letters(node: Part) -> Iterator[s.Node]:
    if isinstance(node, s.Index) and node.below is not None:
        yield from node.below.items


def _with(node: Part, old: s.Node, new: s.Node) -> s.Node:
    if node == old:
        return new
    changed: s.Node = rebuilt(node, lambda part: _with(part, old, new))
    return changed
