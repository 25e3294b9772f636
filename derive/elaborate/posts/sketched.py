"""Matrices that are only sketched, with dots for all that goes on to the right and below: they define nothing."""

from __future__ import annotations

from derive.reader import syntax as s

Rows = tuple[tuple[s.Node, ...], ...]


def is_sketched(node: s.Node) -> bool:
    r"""Whether a matrix ends in dots on both sides, so that nobody can say what its last entries are.

    >>> a, dots = s.Name("a"), s.Dots()
    >>> is_sketched(s.Matrix(((a, dots), (dots, dots)))), is_sketched(s.Matrix(((a, dots), (dots, a))))
    (True, False)
    """
    return (
        isinstance(node, s.Matrix)
        and len(node.rows) > 1
        and all(row and isinstance(row[-1], s.Dots) for row in node.rows)
        and all(isinstance(cell, s.Dots) for cell in node.rows[-1])
    )


def lists_its_entries(node: s.Node) -> bool:
    """Whether what a sketch shows are the entries of one family by their places: v_11, v_12, … over v_21, v_22, …"""
    rows = [row[:-1] for row in node.rows[:-1]] if isinstance(node, s.Matrix) else []
    found = {
        (cell.base, cell.above) if isinstance(cell, s.Index) and _place(cell) == (r, c) else None
        for r, row in enumerate(rows, start=1)
        for c, cell in enumerate(row, start=1)
    }
    return len(found) == 1 and None not in found


def _place(cell: s.Index) -> tuple[int, int] | None:
    match cell.below:
        case s.Indices(items=(s.Number(text=text),)) if len(text) == 2 and text.isdigit():
            return int(text[0]), int(text[1])
        case s.Indices(items=(s.Number(text=row), s.Number(text=column))) if (
            row.isdigit() and column.isdigit()
        ):
            return int(row), int(column)
    return None
