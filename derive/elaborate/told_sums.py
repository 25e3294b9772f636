r"""Sums of rows and columns told in words: "$\rho$ the column vector of the row sums of $G \odot O$"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from derive.elaborate.names import reference
from derive.elaborate.roles import head_of
from derive.elaborate.scope import Definition, Scope
from derive.reader import syntax as s

_NAME = r"\$\s*(?P<name>[^$=<>,;_^]{1,30}?)\s*\$"
_MATRIX = r"\$(?P<matrix>[^$=<>,;]{1,60})\$"
_IS = r"(?:\s*,)?\s*(?:(?:is|be|being|for|as|denotes?|holds?|has|contains?|collects?)\s+)?"
_WHAT = r"(?:(?:the|a)\s+)?(?:(?P<way>column|row)\s+)?(?:vector\s+)?"
_SUMS = rf"(?:of\s+|with\s+)?(?:the\s+)?(?P<axis>row|column)[\s-]+sums\s+of\s+(?:the\s+)?(?:\w+\s+)?{_MATRIX}"
_AFTER = re.compile(rf"{_NAME}{_IS}\s*{_WHAT}{_SUMS}", re.IGNORECASE)
_BEFORE = re.compile(rf"\b(?:(?P<way>column|row)\s+)?vector\s+{_NAME}\s+{_SUMS}", re.IGNORECASE)
ONES = s.Name("1", ("bold",))


def with_told_sums(scope: Scope, text: str, trees: Sequence[s.Node]) -> Scope:
    """The scope in which names without a formula are the sums of rows or columns that words make of a matrix."""
    introduced = _introduced(trees, scope)
    for match in _told(text.replace(r"\(", " $").replace(r"\)", "$ ")):
        whole, matrix = _found(trees, match.span("name")), _found(trees, match.span("matrix"))
        ref = reference(whole, scope.letters) if whole is not None else None
        if (
            ref is None
            or ref.indices
            or matrix is None
            or ref.key in introduced
            or isinstance(matrix, s.Chain)
        ):
            continue
        by_rows, lies = match["axis"].lower() == "row", (match["way"] or "column").lower() == "row"
        turned: s.Node = matrix if by_rows else s.Transpose(matrix)
        total: s.Node = s.Product(turned, ONES, "", matrix.span)
        scope = scope.define(Definition(ref.key, s.Transpose(total) if lies else total))
    return scope


def _told(text: str) -> Iterator[re.Match[str]]:
    for pattern in (_AFTER, _BEFORE):
        yield from pattern.finditer(text)


def _found(trees: Sequence[s.Node], place: tuple[int, int]) -> s.Node | None:
    """The formula that stands at a place of the text, as it is understood by now."""
    return next((tree for tree in trees if place[0] <= tree.span.start < place[1]), None)


def _introduced(trees: Sequence[s.Node], scope: Scope) -> frozenset[str]:
    chains = (tree for tree in trees if isinstance(tree, s.Chain) and tree.relations[0].sign in ("=", ":="))
    heads = (head_of(chain.members[0], scope.letters) for chain in chains)
    return frozenset(head.key for head in heads if head is not None) | frozenset(scope.definitions)
