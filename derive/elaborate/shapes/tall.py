"""Matrices that must have more rows than columns, because XᵀX is inverted."""

from __future__ import annotations

from collections.abc import Iterator

from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.dims import Dim
from derive.elaborate.symbols.names import reference
from derive.elaborate.symbols.roles import Link
from derive.reader import syntax as s
from derive.reader.anatomy import factors_of
from derive.reader.tree import walk

INVERSE = (s.Neg(s.Number("1")), s.Number("-1"))


def tall_axes(link: Link, typed: Typed) -> Iterator[tuple[Dim, Dim]]:
    """The longer and the shorter axis of every matrix whose product with itself a link inverts."""
    scope = typed.scope
    keys = scope.ancestors(link.left) | scope.ancestors(link.right)
    bodies = (made.body for key in sorted(keys) if (made := scope.definitions.get(key)) is not None)
    for tree in (link.left, link.right, *(body for body in bodies if body is not None)):
        for part in walk(tree):
            if isinstance(part, s.Power) and part.exponent in INVERSE:
                yield from _axes(factors_of(_written_out(part.base, typed)), typed)


def _written_out(node: s.Node, typed: Typed) -> s.Node:
    ref = reference(node, typed.scope.letters)
    made = typed.scope.definitions.get(ref.key) if ref is not None and not ref.indices else None
    return made.body if made is not None and made.body is not None else node


def _axes(factors: list[s.Node], typed: Typed) -> Iterator[tuple[Dim, Dim]]:
    match factors[0], factors[-1]:
        case s.Transpose(of=inner), last if inner == last:
            yield from (pair for pair in _rows_and_columns(inner, typed))
        case first, s.Transpose(of=inner) if inner == first:
            yield from ((columns, rows) for rows, columns in _rows_and_columns(inner, typed))


def _rows_and_columns(node: s.Node, typed: Typed) -> Iterator[tuple[Dim, Dim]]:
    ref = reference(node, typed.scope.letters)
    if ref is None or ref.indices:
        return
    key, turned = typed.aliases.get(ref.key, (ref.key, False))
    axes = [typed.dims.find(dim) for dim in typed.axes.get(key, ())]
    if len(axes) == 2 and axes[0] != axes[1]:
        yield (axes[1], axes[0]) if turned else (axes[0], axes[1])
