r"""Sums of rows and columns told in words: "$\rho$ the column vector of the row sums of $G \odot O$"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from derive.elaborate.symbols.names import reference
from derive.elaborate.symbols.scope import Definition, Scope
from derive.elaborate.told.introduced import formula_at, introduced_keys
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
    introduced = introduced_keys(trees, scope)
    for match in _told(text.replace(r"\(", " $").replace(r"\)", "$ ")):
        whole, matrix = formula_at(trees, match.span("name")), formula_at(trees, match.span("matrix"))
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
