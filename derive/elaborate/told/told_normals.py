r"""Normal densities told in words: "means $\mu_k$, standard deviations $\sigma_k$, $\phi_k(x)$ the normal density"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.symbols.names import letters_of
from derive.elaborate.symbols.rewriting import written_trees
from derive.reader import syntax as s
from derive.reader.anatomy import function_of
from derive.reader.blocks import Block, Document, Formula
from derive.reader.fragments import fragment
from derive.reader.tree import placed, walk

_LETTERS = r"\$\s*(\\?[A-Za-z]+(?:_(?:\{\s*\w\s*\}|\w))?)\s*\$"
_DENSITY = re.compile(
    r"\$\s*(\\?[A-Za-z]+(?:_(?:\{\s*\w\s*\}|\w))?\s*\(\s*[a-z]\s*\))\s*\$\s*,?\s*"
    r"(?:(?:is|be|being|denotes?|for|stands\s+for|as)\s+)?(?:the\s+|its\s+|a\s+)?(?:corresponding\s+|univariate\s+)?"
    r"(?:normal|gaussian)\s+(?:probability\s+)?(?:densit(?:y|ies)|pdf)\b(?!\s*(?:function\s*)?\$)",
    re.IGNORECASE,
)
_MEAN = re.compile(rf"\bmeans?\s+{_LETTERS}", re.IGNORECASE)
_DEVIATION = re.compile(
    rf"\b(?:standard\s+deviations?|std\.?|sds?|st\.?\s*dev\.?)\s+{_LETTERS}", re.IGNORECASE
)
_VARIANCE = re.compile(
    r"\bvariances?\s+\$\s*(\\?[A-Za-z]+(?:_(?:\{\s*\w\s*\}|\w))?)\s*\^\s*\{?2\}?\s*\$", re.IGNORECASE
)
_SEVERAL = re.compile(
    r"covarian|multivariate|spheric|isotropic|mathbb\s*\{?\s*R\s*\}?\s*\^|ℝ\^|\bvectors?\b|\bdimension(?!al)"
    r"|\\(?:\||Vert|lVert|Sigma|top)\b|[2-9d]-?dimensional|truncated|folded|\blog-?normal",
)


def with_told_normals(document: Document) -> Document:
    r"""The document with an equation for the normal density of which its words say the mean and the deviation.

    Nothing is told where an equation makes the density, several means or deviations are named, or data are vectors.

    >>> from derive.reader.document import read_text
    >>> from derive.reader.tex import tex
    >>> read = read_text(r"With mean $m$ and standard deviation $s$ let $f(x)$ be the normal density. $L = f(y)$")
    >>> tex(next(tree for tree in written_trees(with_told_normals(read)) if isinstance(tree, s.Chain)))
    'f\\left(x\\right) = \\mathcal{N}\\left(x, m, s^{2}\\right)'
    """
    found = list(_DENSITY.finditer(document.prose))
    if len(found) != 1 or _SEVERAL.search(document.text):
        return document
    head = _call(fragment(found[0][1]))
    value = _value(document, head) if head is not None else None
    made = {function_of(tree.members[0]) for tree in written_trees(document) if isinstance(tree, s.Chain)}
    if value is None or head is None or function_of(head) in made:
        return document
    span = document.in_text(*found[0].span())
    at = sum(block.span.start < span.start for block in document.blocks)
    blocks = list(document.blocks)
    if not blocks:
        return document
    blocks.insert(at, _block(head, value, span, blocks[max(at - 1, 0)]))
    return replace(document, blocks=tuple(blocks))


def _call(node: s.Node | None) -> s.Call | None:
    """The function with its argument that a fragment may be: f_j(x) is no product here."""
    readings = node.readings if isinstance(node, s.Ambiguous) else (node,)
    return next((each for each in readings if isinstance(each, s.Call)), None)


def _value(document: Document, head: s.Call) -> s.Node | None:
    """N(x; μ, σ²) with the mean and the deviation of the words, where these go with the indices of a density."""
    means = _names(_MEAN, document.prose)
    spreads = _names(_DEVIATION, document.prose) | _names(_VARIANCE, document.prose)
    if len(means) != 1 or len(spreads) != 1:
        return None
    mean, spread = means.pop(), spreads.pop()
    below = frozenset(_below(head.function))
    others = frozenset(_below(fragment(mean))) | frozenset(_below(fragment(spread)))
    if below != others or mean == spread:
        return None
    return fragment(rf"\mathcal{{N}}({_argument(head)}; {mean}, {spread}^2)")


def _names(pattern: re.Pattern[str], prose: str) -> set[str]:
    return {re.sub(r"[{}\s]", "", match[1]) for match in pattern.finditer(prose)}


def _below(node: s.Node | None) -> Iterator[str]:
    for part in walk(node) if node is not None else ():
        if isinstance(part, s.Index) and part.below is not None:
            yield from (letter for item in part.below.items for letter in letters_of(item))


def _argument(head: s.Call) -> str:
    only = head.arguments[0]
    assert isinstance(only, s.Name)
    return only.letter


def _block(head: s.Node, value: s.Node, span: s.Span, near: Block) -> Block:
    left = placed(head, s.Span(span.start, span.end - 1))
    tree = s.Chain((left, placed(value, s.Span(span.end - 1, span.end))), (s.Relation("="),), span=span)
    return replace(near, span=span, display=False, formulas=(Formula(span, tree),), before="", after="")
