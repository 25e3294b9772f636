"""The b of XW + b and of WX + b: what is added to a layer's whole matrix is a row or a column of its units."""

from __future__ import annotations

from collections.abc import Iterator

from derive.elaborate.symbols.evidence import MATRICES, is_capital, unlabelled
from derive.elaborate.symbols.names import reference
from derive.elaborate.symbols.scope import Axes, Scope, Typing
from derive.reader import syntax as s
from derive.reader.tree import walk


def bias_axes(scope: Scope, typing: Typing) -> dict[str, Axes]:
    """The axes of biases that are numbers so far: along the axis of the weights that is not the samples'."""
    found: dict[str, Axes] = {}
    for body in (made.body for made in scope.definitions.values() if made.body is not None):
        for part in walk(body):
            for key, axes in _biases(part, scope, typing):
                if typing.get(key, Axes(0)).count == 0 and key not in scope.shapes:
                    found[key] = axes
    return found


def _biases(part: object, scope: Scope, typing: Typing) -> Iterator[tuple[str, Axes]]:
    match part:
        case s.Add(left=s.Product(left=left, right=right, sign=""), right=s.Name() | s.Index() as bias):
            refs = [reference(node, scope.letters) for node in (left, right, bias)]
            keys = [ref.key for ref in refs if ref is not None and not ref.indices]
            if len(keys) < len(refs) or is_capital(keys[2]) or keys[2] in scope.definitions:
                return
            weights = [unlabelled(key) in MATRICES for key in keys[:2]]
            if weights.count(True) == 1 and all(typing.get(key, Axes(0)).count == 2 for key in keys[:2]):
                yield keys[2], Axes(1, row=weights[1])
