"""What a summand lost, the matrix before it, Hc − Ec for Hc − ESc, and summands whose slopes are missing altogether."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.elaborate.evaluation.variables import free_letters
from derive.elaborate.explaining.lost_factors import Change, leaves_out, places_of
from derive.elaborate.explaining.other_names import has_derivatives, names_behind
from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.names import reference
from derive.elaborate.symbols.roles import Link
from derive.elaborate.symbols.scope import Axes
from derive.reader import syntax as s

MOST_SUMMANDS = 4
MOST_MATRICES = 4
_OF_A_PART = re.compile(
    r"\b(?:terms?|parts?|pieces?|portions?|components?|contribut\w+|alone|only|just|without|aside|apart)\b"
)


def lost_matrices(link: Link, typed: Typed) -> Iterator[Change]:
    """Each summand of a right side with a matrix of the definitions before or behind it.

    Where the words around the line say that it leaves something out, nothing was lost.
    """
    if leaves_out(link) or has_derivatives(link.right):
        return
    matrices = [name for name in names_behind(link, typed) if _is_matrix(name, typed)]
    for part in _summands(link, typed):
        for name in matrices[:MOST_MATRICES]:
            yield part, s.Product(name, part)
            yield part, s.Product(s.Transpose(name), part)
            yield part, s.Product(part, name)
            yield part, s.Product(part, s.Transpose(name))


def _summands(link: Link, typed: Typed) -> Sequence[s.Node]:
    """What is added or taken away in a right side that is more than one summand."""
    free = free_letters(link, typed.scope.letters)
    parts = [part for part, _ in places_of(link.right, frozenset(free)) if part is not link.right]
    return [part for part in parts if not isinstance(part, s.Add | s.Sub | s.Neg | s.Number)][:MOST_SUMMANDS]


def _is_matrix(name: s.Node, typed: Typed) -> bool:
    ref = reference(name, typed.scope.letters)
    return ref is not None and typed.typing.get(ref.key, Axes(0)).count - len(ref.indices) == 2


def lost_slopes(link: Link, typed: Typed) -> Iterator[s.Node]:
    """The right side of a slope with that of one summand more of what is differentiated: of the log σ of a density.

    Where the words around the line say that it leaves something out, or is about a part, nothing was lost.
    """
    if leaves_out(link) or _OF_A_PART.search(f"{link.block.before} {link.block.after}".lower()):
        return
    match link.left:
        case s.Derivative(of=of, by=(_,)) | s.Nabla(of=of, order=1) if of is not None:
            for summand in _terms(_made(of, typed)):
                yield s.Add(link.right, replace(link.left, of=summand))


def _made(of: s.Node, typed: Typed) -> s.Node:
    """What a name is made of, or a formula itself."""
    bare = of.function if isinstance(of, s.Call) else of
    ref = reference(bare, typed.scope.letters)
    made = typed.scope.definitions.get(ref.key) if ref is not None and not ref.indices else None
    return made.body if made is not None and made.body is not None else of


def _terms(node: s.Node, inside: bool = False) -> Iterator[s.Node]:
    """The summands of a formula and of the sums in it; nothing of a formula that is one summand."""
    match node:
        case s.Add(left=left, right=right):
            yield from (*_terms(left, True), *_terms(right, True))
        case s.Sub(left=left, right=right):
            yield from (*_terms(left, True), *(_negative(each) for each in _terms(right, True)))
        case s.Big(symbol="sum", body=s.Add() | s.Sub() as body):
            yield from (replace(node, body=each) for each in _terms(body))
        case _ if inside:
            yield node


def _negative(node: s.Node) -> s.Node:
    return node.of if isinstance(node, s.Neg) else s.Neg(node)
