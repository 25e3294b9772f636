"""Matrices and cases: environments with cells and rows."""

from __future__ import annotations

from typing import cast

from derive.reader import signs
from derive.reader.cursor import Cursor
from derive.reader.scripts import scripts
from derive.reader.syntax import (
    Branch,
    Cases,
    Chain,
    Dots,
    Hole,
    Matrix,
    Name,
    Node,
    Sequence,
    Span,
    Text,
)

_WORDS = ("if", "for", "when", "where", "otherwise", "else", "while", "in case", "with", "iff")


def environment(cursor: Cursor) -> Node:
    r"""\begin{…}: a matrix, cases, or rows that only align."""
    name = cursor.token.text
    start = cursor.token.start
    if name in signs.CASES:
        return scripts(cursor, _cases(cursor, start), start, True)
    if name in signs.MATRICES:
        return scripts(cursor, _matrix(cursor, signs.MATRICES[name], start), start, True)
    return _aligned(cursor)


def _cells(cursor: Cursor) -> list[list[list[Node]]]:
    """The rows of an environment, each a list of cells, each a list of what stands between commas."""
    end = cursor.partner[cursor.at]
    saved = cursor.colon, cursor.bars
    cursor.colon, cursor.bars = "matrix", []
    cursor.advance()
    rows: list[list[list[Node]]] = [[[]]]
    while cursor.at < end:
        _cell_part(cursor, rows)
    cursor.advance()
    cursor.colon, cursor.bars = saved
    return [row for row in rows if any(row) or len(row) > 1]


def _cell_part(cursor: Cursor, rows: list[list[list[Node]]]) -> None:
    kind = cursor.kind
    if kind == "amp":
        cursor.advance()
        rows[-1].append([])
    elif kind in ("row", "soft"):
        token = cursor.advance()
        if kind == "soft":
            cursor.repair(token.start, token.end, "read the end of the line as a new row", "replaced")
        rows.append([[]])
    elif kind in ("comma", "semicolon", "wide", "mid") or _is_rule(cursor, rows[-1][-1]):
        cursor.advance()
    else:
        before = cursor.at
        rows[-1][-1].append(cursor.rules.chain(cursor))
        cursor.must_move(before)


def _is_rule(cursor: Cursor, before: list[Node]) -> bool:
    """A vertical bar alone in its cell stands for a column, and so does a dash for a row."""
    line = cursor.kind == "bar" or (cursor.kind == "op" and cursor.token.text == "-" and not before)
    return line and cursor.ahead().kind in ("amp", "row", "end", "soft")


def _matrix(cursor: Cursor, style: str, start: int) -> Node:
    rows = _cells(cursor)
    if len(rows) == 1 and len(rows[0]) == 1:
        return Matrix((tuple(rows[0][0]),), style, cursor.span(start))
    span = cursor.span(start)
    return Matrix(without_frame([tuple(_cell(parts, span) for parts in row) for row in rows]), style, span)


def without_frame(rows: list[tuple[Node, ...]]) -> tuple[tuple[Node, ...], ...]:
    """The rows of a matrix without the lines that show what lies along it; what is left blank amid dots is dots.

    Where a corner is blank, the cells that are blank are zeros.

    >>> a, line = Name("a"), Hole()
    >>> without_frame([(line, line), (a, a), (line, line)]) == ((a, a),)
    True
    """
    kept = [row for row in rows if not all(isinstance(cell, Hole) for cell in row)] or rows
    if len({len(row) for row in kept}) != 1 or not kept[0]:
        return tuple(kept)
    width = len(kept[0])
    columns = [k for k in range(width) if not all(_is_line(row[k]) for row in kept)] or list(range(width))
    cells = [tuple(row[k] for k in columns) for row in kept]
    corners = (cells[0][0], cells[0][-1], cells[-1][0], cells[-1][-1])
    dotted = any(isinstance(cell, Dots) for row in cells for cell in row)
    if not dotted or any(isinstance(corner, Hole) for corner in corners):
        return tuple(cells)
    return tuple(tuple(Dots(cell.span) if isinstance(cell, Hole) else cell for cell in row) for row in cells)


def _is_line(cell: Node) -> bool:
    """A blank, or dashes in words."""
    return isinstance(cell, Hole) or (isinstance(cell, Text) and not cell.text.strip("-–— "))


def _cell(parts: list[Node], span: Span) -> Node:
    if not parts:
        return Hole(Span(span.start, span.start))
    if len(parts) == 1:
        return parts[0]
    return Sequence(tuple(parts), "", "", Span(parts[0].span.start, parts[-1].span.end))


def _cases(cursor: Cursor, start: int) -> Node:
    rows = _cells(cursor)
    return Cases(tuple(_branch(row) for row in rows if any(row)), cursor.span(start))


def _branch(row: list[list[Node]]) -> Branch:
    parts = [part for cell in row for part in cell]
    value, rest = parts[0], parts[1:]
    conditions = [
        part for part in rest if not (isinstance(part, Text) and part.text.lower().rstrip(",: ") in _LEADING)
    ]
    span = Span(parts[0].span.start, parts[-1].span.end)
    if not conditions and rest:
        conditions = rest
    if not conditions:
        return Branch(value, None, span)
    condition = conditions[0] if len(conditions) == 1 else Sequence(tuple(conditions), "", "", span)
    return Branch(value, condition, span)


_LEADING = frozenset(("if", "for", "when", "where", "while", "in case", "with", "iff", "and", "as", "case"))


def as_cases(node: Node) -> Node:
    r"""\left\{ \begin{array}{ll} … \end{array} \right. is cases; also with a single column."""
    if not isinstance(node, Matrix) or node.style:
        return node
    return Cases(tuple(_branch(_spread(row)) for row in node.rows), node.span)


def _spread(row: tuple[Node, ...]) -> list[list[Node]]:
    cells: list[list[Node]] = []
    for cell in row:
        if isinstance(cell, Sequence) and cell.opening == "":
            cells.append(list(cell.items))
        elif not isinstance(cell, Hole):
            cells.append([cell])
    return cells


def _aligned(cursor: Cursor) -> Node:
    """Rows that are only aligned, inside a formula: a single row is what it holds."""
    start = cursor.token.start
    rows = _cells_of_alignment(cursor)
    if len(rows) == 1:
        return rows[0]
    return Matrix(tuple((row,) for row in rows), "", cursor.span(start))


def _cells_of_alignment(cursor: Cursor) -> list[Node]:
    end = cursor.partner[cursor.at]
    saved = cursor.colon
    cursor.colon = "product"
    cursor.advance()
    rows: list[Node] = []
    while cursor.at < end:
        if cursor.kind in ("row", "soft", "amp", "wide", "comma", "text"):
            cursor.advance()
        else:
            before = cursor.at
            rows.append(cursor.rules.chain(cursor))
            cursor.must_move(before)
    cursor.advance()
    cursor.colon = saved
    if not rows:
        raise cursor.fail("the environment is empty")
    return rows


def plain_rows(cursor: Cursor) -> Node:
    r"""\eqalign{ … \cr … } inside a formula."""
    start = cursor.token.start
    cursor.advance()
    if cursor.kind != "group":
        raise cursor.fail("a brace { is missing here")
    cursor.tokens[cursor.partner[cursor.at]] = cursor.tokens[cursor.partner[cursor.at]]._replace(kind="end")
    rows = _cells_of_alignment(cursor)
    return rows[0] if len(rows) == 1 else Matrix(tuple((row,) for row in rows), "", cursor.span(start))


def plain_matrix(cursor: Cursor) -> Node:
    r"""\pmatrix{ … \cr … } and \cases{ … } of plain TeX."""
    start = cursor.token.start
    name = cursor.advance().text
    if cursor.kind != "group":
        raise cursor.fail("a brace { is missing here")
    end = cursor.partner[cursor.at]
    cursor.tokens[end] = cursor.tokens[end]._replace(kind="end")
    node = (
        _cases(cursor, start) if name == "cases" else _matrix(cursor, "p" if name == "pmatrix" else "", start)
    )
    return scripts(cursor, node, start, True)


__all__ = ["Chain", "Name", "as_cases", "cast", "environment", "plain_matrix", "plain_rows"]
