r"""Sums over partners that words tell: Σ_i e_ui is Σ_{i ∈ Ω_u} where "the sums run over the known ratings alone"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.blocks import Document
from derive.reader.tree import rebuilt, walk

_KNOWN = r"(?:known|observed|rated|available|existing|recorded)"
_SAYS_SO = re.compile(
    rf"\b(?:sums?|summation|summed|runs?|running|goes|go|ranges?)\b[^.;]{{0,80}}?\bover\b[^.;]{{0,40}}?\b{_KNOWN}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Pairs:
    """A set of pairs over which a document sums, with the letters of both."""

    name: s.Name
    first: s.Name
    second: s.Name


def with_partner_sums(document: Document) -> Document:
    r"""The document in which a sum over one letter of a pair runs over the partners of the other one.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.sexpr import sexpr
    >>> text = r"$$J = \sum_{(u,i)\in\Omega} e_{ui}^2$$ Sums run over the known pairs. $$g_u = \sum_i e_{ui}$$"
    >>> sexpr(written_trees(with_partner_sums(read_text(text)))[-1])
    '(rel = g_u (sum (rel in i \\Omega_u) _ e_(mul u i)))'
    """
    found = {pairs for tree in written_trees(document) for pairs in _pairs(tree)}
    if len(found) != 1 or _SAYS_SO.search(document.prose) is None:
        return document
    (pairs,) = found
    return rewritten(document, lambda tree: _among_partners(tree, pairs))


def _pairs(tree: s.Node) -> Iterator[Pairs]:
    for part in walk(tree):
        match part:
            case s.Big(
                symbol="sum",
                below=s.Chain(
                    members=(s.Sequence(items=(s.Name() as first, s.Name() as second)), s.Name() as name),
                    relations=(s.Relation(sign="in"),),
                ),
            ):
                yield Pairs(name, first, second)


def _among_partners(node: s.Node, pairs: Pairs) -> s.Node:
    changed: s.Node = rebuilt(node, lambda part: _among_partners(part, pairs))
    match changed:
        case s.Big(symbol="sum", body=body, below=s.Name() as letter, above=None) if body is not None:
            other = {pairs.first: pairs.second, pairs.second: pairs.first}.get(letter)
            if other is not None and _is_of_both(body, pairs) and not _is_bound(body, other):
                below = s.Chain((letter, s.Index(pairs.name, s.Indices((other,)))), (s.Relation("in"),))
                return s.Big("sum", body, below, None, changed.span)
    return changed


def _is_of_both(body: s.Node, pairs: Pairs) -> bool:
    """Whether a name in a sum carries both letters of a pair: e_ui."""
    both = {pairs.first, pairs.second}
    indexed = (part.below for part in walk(body) if isinstance(part, s.Index) and part.below is not None)
    return any(both <= {item for item in below.items if isinstance(item, s.Name)} for below in indexed)


def _is_bound(body: s.Node, letter: s.Name) -> bool:
    """Whether a sum within runs over a letter."""
    sums = (part.below for part in walk(body) if isinstance(part, s.Big) and part.below is not None)
    return any(letter in walk(below) for below in sums)
