"""Where the parts of a syntax tree stand in the text of a program, in bytes."""

from __future__ import annotations

import ast
from itertools import accumulate


class Spans:
    """The byte offsets of syntax nodes.

    >>> Spans("a = 1\\nb = x + y\\n").of(ast.parse("a = 1\\nb = x + y\\n").body[1].value)
    (10, 15)
    """

    def __init__(self, source: str) -> None:
        lengths = [len(line.encode()) for line in source.splitlines(keepends=True)]
        self._starts = [0, *accumulate(lengths)]

    def of(self, node: ast.stmt | ast.expr) -> tuple[int, int]:
        """Where a node begins and ends."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = self._starts[node.lineno - 1] + node.col_offset
        return start, self._starts[node.end_lineno - 1] + node.end_col_offset
