"""Rows, columns and matrices that are written with dots, by their first and last entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from derive.elaborate.evaluation.lookup import fetch
from derive.elaborate.evaluation.special_names import asked_length, known_size
from derive.elaborate.evaluation.values import Value, scalar, stacked
from derive.elaborate.symbols.dims import ONE, Dim, Shape
from derive.elaborate.symbols.errors import outside
from derive.elaborate.symbols.names import BULLET, reference
from derive.reader import syntax as s
from derive.reader.tree import walk

if TYPE_CHECKING:
    from derive.elaborate.evaluation.evaluate import Evaluation, Frame, IndexValue


def dotted(ev: Evaluation, rows: Sequence[Sequence[s.Node]], at: Frame) -> Value:
    """A row or a column that is written with dots: (1/z_1, …, 1/z_N)."""
    cells = [cell for row in rows for cell in row]
    upright = len(rows) > 1
    if upright and any(len(row) != 1 for row in rows):
        return _dotted_matrix(ev, rows, at)
    run = constant_run(cells)
    if run is not None:
        return _with_a_run(ev, run, upright, at)
    first, last = cells[0], cells[-1]
    dim, pattern = generalised(ev, first, last)
    if not ev.concrete:
        cell = ev.value(pattern, at.with_indices({BULLET: (dim, None)}))
        return Value(_side_by_side(cell, dim, upright))
    size = ev.size(dim)
    parts = [ev.value(pattern, at.with_indices({BULLET: (dim, k + 1)})) for k in range(size)]
    shape = _side_by_side(parts[0], dim, upright)
    if upright:
        entries = [scalar(entry) for part in parts for entry in part.entries]
        return stacked(shape, (size, len(parts[0].entries)), entries)
    lines = zip(*(part.entries for part in parts), strict=True)
    return stacked(shape, (len(parts[0].entries), size), [scalar(entry) for line in lines for entry in line])


Run = tuple[Sequence[s.Node], s.Node, Sequence[s.Node]]
"""What stands before equal entries, one of these, and what stands behind them."""


def constant_run(cells: Sequence[s.Node]) -> Run | None:
    r"""The parts of a row such as 1, …, 1, 0 or 1, 0, …, 0, of which all entries but a few are the same; else None.

    >>> one, zero = s.Number("1"), s.Number("0")
    >>> before, again, behind = constant_run((one, s.Dots(), one, zero))
    >>> (before, again == one, behind == (zero,))
    ((), True, True)
    >>> constant_run((zero, one, zero, s.Dots(), zero)) is None
    True
    """
    places = [k for k, cell in enumerate(cells) if isinstance(cell, s.Dots)]
    if len(places) != 1 or not 0 < places[0] < len(cells) - 1:
        return None
    start, end = places[0], places[0] + 1
    again = cells[start - 1]
    if cells[end] != again or any(isinstance(part, s.Index) for part in walk(again)):
        return None
    while start and cells[start - 1] == again:
        start -= 1
    while end < len(cells) and cells[end] == again:
        end += 1
    before, behind = cells[:start], cells[end:]
    return None if again in before or again in behind else (before, again, behind)


def _with_a_run(ev: Evaluation, run: Run, upright: bool, at: Frame) -> Value:
    """A row or a column as long as its place asks for, filled up with the entry that is repeated."""
    before, again, behind = run
    dim = asked_length(ev, again)
    shape = (dim, ONE) if upright else (ONE, dim)
    if not all(ev.value(cell, at).is_scalar for cell in (*before, again, *behind)):
        raise outside("a list of vectors with dots")
    if not ev.concrete:
        return Value(shape)
    size = known_size(ev, dim, "a row with dots whose length")
    missing = size - len(before) - len(behind)
    if missing < 0:
        raise outside("a row with dots that is shorter than what is written of it")
    cells = [ev.value(cell, at) for cell in (*before, *[again] * missing, *behind)]
    return stacked(shape, (size, 1) if upright else (1, size), cells)


def _side_by_side(cell: Value, dim: Dim, upright: bool) -> Shape:
    """The shape of numbers in a line, of columns side by side, or of rows above each other."""
    across = cell.shape[0] if upright else cell.shape[1]
    if across != ONE:
        raise outside("a list of vectors with dots that lie along it")
    return (dim, cell.shape[1]) if upright else (cell.shape[0], dim)


def _dotted_matrix(ev: Evaluation, rows: Sequence[Sequence[s.Node]], at: Frame) -> Value:
    """A matrix written with dots, by its corners: which index runs along the rows and which down the columns."""
    cells = (rows[0][0], rows[0][-1], rows[-1][0], rows[-1][-1])
    found = [reference(cell, ev.letters) for cell in cells]
    corners = [corner for corner in found if corner is not None and len(corner.indices) == 2]
    keys = {corner.key for corner in corners}
    if len(corners) != len(cells) or len(keys) != 1:
        raise outside("a matrix with dots whose pattern is not clear")
    first, right, below, last = (corner.indices for corner in corners)
    along = [place for place in (0, 1) if first[place] != right[place]]
    down = [place for place in (0, 1) if first[place] != below[place]]
    if len(along) != 1 or len(down) != 1 or along == down:
        raise outside("a matrix with dots whose pattern is not clear")
    dims = tuple(_size_letter(ev, last[place]) for place in (down[0], along[0]))
    (key,) = keys
    turned = down[0] == 1
    if not ev.concrete:
        fetch(ev, key, _ordered((dims[0], None), (dims[1], None), turned), at)
        return Value((dims[0], dims[1]))
    sizes = (ev.size(dims[0]), ev.size(dims[1]))
    parts = [
        fetch(ev, key, _ordered((dims[0], r + 1), (dims[1], c + 1), turned), at)
        for r in range(sizes[0])
        for c in range(sizes[1])
    ]
    return stacked((dims[0], dims[1]), sizes, parts)


def _ordered(row: IndexValue, column: IndexValue, turned: bool) -> tuple[IndexValue, IndexValue]:
    return (column, row) if turned else (row, column)


def _size_letter(ev: Evaluation, node: s.Node) -> Dim:
    if isinstance(node, s.Name) and node.letter in ev.letters.sizes:
        return node.letter
    raise outside("a matrix with dots whose size is not said")


def generalised(ev: Evaluation, first: s.Node, last: s.Node) -> tuple[Dim, s.Node]:
    """The size and the pattern of a dotted row, from its first entry (index 1) and its last (index N)."""

    found: set[str] = set()

    def merge(one: object, other: object) -> object:
        match one, other:
            case s.Number(text="1"), s.Name(letter=letter) if letter in ev.letters.sizes:
                found.add(letter)
                return s.Name(BULLET)
        if type(one) is not type(other):
            raise outside("a row with dots whose pattern is not clear")
        if one == other:
            return one
        return _merged(one, other, merge)

    pattern = merge(first, last)
    if len(found) != 1:
        raise outside("a row with dots whose length is not said")
    return found.pop(), pattern  # type: ignore[return-value]


def _merged(one: object, other: object, merge: object) -> object:
    from dataclasses import fields, is_dataclass
    from dataclasses import replace as replaced

    if not is_dataclass(one):
        raise outside("a row with dots whose pattern is not clear")
    changed = {}
    for part in fields(one):
        a, b = getattr(one, part.name), getattr(other, part.name)
        if part.name == "span" or a == b:
            continue
        if isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b):
            changed[part.name] = tuple(x if x == y else merge(x, y) for x, y in zip(a, b, strict=True))  # type: ignore[operator]
        else:
            changed[part.name] = merge(a, b)  # type: ignore[operator]
    return replaced(one, **changed)  # type: ignore[type-var]
