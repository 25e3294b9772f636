r"""Capitals that formulas show to be matrices: within a trace or a determinant, inverted between vectors, X^{-T}."""

from __future__ import annotations

import re
from collections.abc import Iterator

from derive.elaborate.symbols.names import reference
from derive.elaborate.symbols.roles import NUMBERS
from derive.elaborate.symbols.scope import Scope
from derive.reader import syntax as s
from derive.reader.tree import is_stroke

OF_MATRICES = frozenset(("tr", "Tr", "trace", "det"))
_SPEAKS_OF_MATRICES = re.compile(r"\bmatri(?:x|ces)\b|\^\{-\\?t(?:op)?\}|\\det\b")


def shown_matrices(part: object, scope: Scope) -> Iterator[str]:
    """The keys of the names that a piece of a formula shows to be matrices."""
    for node in _places(part, scope):
        ref = reference(node, scope.letters)
        if ref is None or ref.indices or ref.key in scope.letters.sizes | NUMBERS:
            continue
        if ref.key.lstrip("\\")[:1].isupper():
            yield ref.key


def _places(part: object, scope: Scope) -> Iterator[s.Node]:
    match part:
        case s.Call(function=s.Name(letter=letter), arguments=(argument,)) if letter in OF_MATRICES:
            yield from map(core, factors(argument))
        case s.Product(left=s.Product(left=before, right=middle, sign=""), sign="") if _is_turned(before):
            yield from (core(middle),) if is_inverse(middle) else ()
        case s.Transpose(of=s.Power() as inverse) if is_inverse(inverse):
            yield inverse.base
        case s.Power(base=base) if is_inverse(part) and scope.shows(_SPEAKS_OF_MATRICES):
            yield base


def is_inverse(node: object) -> bool:
    """Whether a formula is the inverse of something."""
    return isinstance(node, s.Power) and node.exponent == s.Neg(s.Number("1"))


def factors(node: s.Node) -> tuple[s.Node, ...]:
    """The factors of a product, of every summand."""
    match node:
        case (
            s.Product(left=left, right=right) | s.Add(left=left, right=right) | s.Sub(left=left, right=right)
        ):
            return (*factors(left), *factors(right))
    return (node,)


def core(node: s.Node) -> s.Node:
    """What is transposed, inverted or moved by a differential."""
    while isinstance(node, s.Transpose | s.Power | s.Differential) and (
        not isinstance(node, s.Power) or is_inverse(node)
    ):
        node = node.base if isinstance(node, s.Power) else node.of
    return node


def _is_turned(node: s.Node) -> bool:
    last = node.right if isinstance(node, s.Product) else node
    return isinstance(last, s.Transpose | s.Prime) or is_stroke(last)
