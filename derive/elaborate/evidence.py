"""What formulas show of the shapes of names before any is worked out: indices, transposes, norms, capitals."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from derive.elaborate.names import Letters, reference
from derive.elaborate.roles import NUMBERS, Link
from derive.elaborate.scope import Axes, Scope, Typing
from derive.reader import syntax as s
from derive.reader.tree import walk

Aliases = Mapping[str, tuple[str, bool]]


def linked_names(scope: Scope, typing: Typing) -> Aliases:
    """Capitals that gather what small letters name one by one (X and x_i), and small letters that pick from them."""
    found: dict[str, tuple[str, bool]] = {}
    for key in sorted(typing):
        small = small_letter(key)
        if small is None or small not in typing or key in scope.functions | scope.letters.sizes | NUMBERS:
            continue
        many = max(typing[small].count, len(d.indices) if (d := scope.definitions.get(small)) else 0)
        if many == 0 or many != typing[key].count:
            continue
        if key not in scope.definitions:
            found[key] = (small, False)
        elif small not in scope.definitions and small not in scope.ancestors(s.Name(key)):
            found[small] = (key, False)
    return found


def small_letter(key: str) -> str | None:
    """The small letter that goes with a capital: x for X, \\hat{y} for \\hat{Y}."""
    capitals = [letter for letter in _PLAIN.findall(key) if letter.isupper()]
    return key.replace(capitals[0], capitals[0].lower()) if len(capitals) == 1 and len(key) < 12 else None


_PLAIN = re.compile(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])|\\[A-Z][a-z]+")


def _matrix_times(left: s.Node, right: s.Node, letters: Letters, typing: dict[str, Axes]) -> bool:
    """Xw: a capital before a small letter is a matrix before a vector."""
    last = left.right if isinstance(left, s.Product) else left
    ref, other = reference(last, letters), reference(right, letters)
    if ref is None or other is None or ref.indices or not ref.key[0].isupper() or ref.key in NUMBERS:
        return False
    if ref.key in letters.sizes or not other.key[-1:].islower() or other.indices:
        return False
    typing[ref.key] = Axes(max(2, typing.get(ref.key, Axes(0)).count))
    return True


def ends_turned(node: s.Node) -> bool:
    """Whether a product ends in a transposed name: what follows it is no number."""
    last = node.right if isinstance(node, s.Product) else node
    return isinstance(last, s.Transpose) and isinstance(last.of, s.Name | s.Index)


def least_axes(scope: Scope, links: Sequence[Link]) -> dict[str, int]:
    """The largest number of indices with which every name is written."""
    return scope.memory.recall(lambda: _least_axes(scope, links), "least axes", links)


def _least_axes(scope: Scope, links: Sequence[Link]) -> dict[str, int]:
    least: dict[str, int] = {}
    for link in links:
        for side in (link.left, link.right):
            _count(side, scope.letters, least)
    return least


def _count(node: s.Node, letters: Letters, least: dict[str, int]) -> None:
    for part in walk(node):
        if isinstance(part, s.Name | s.Index):
            ref = reference(part, letters)
            if ref is not None and ref.key not in letters.indices:
                least[ref.key] = max(least.get(ref.key, 0), len(ref.indices))


def initial_typing(scope: Scope, links: Sequence[Link]) -> dict[str, Axes]:
    """A first guess: indices that are written, transposes, norms and declared spaces."""
    return scope.memory.recall(lambda: _initial_typing(scope, links), "initial typing", links)


def _initial_typing(scope: Scope, links: Sequence[Link]) -> dict[str, Axes]:
    typing = {key: Axes(count) for key, count in least_axes(scope, links).items()}
    for link in links:
        for side in (link.left, link.right):
            for part in walk(side):
                _evidence(part, scope.letters, typing)
    for key, shape in scope.shapes.items():
        typing[key] = Axes(len(shape), key in scope.rows or typing.get(key, Axes(0)).row)
    return typing


def _evidence(part: object, letters: Letters, typing: dict[str, Axes]) -> None:
    match part:
        case s.Product(left=left, right=right, sign="" | "cdot") if ends_turned(left):
            ref = reference(right, letters)
        case s.Product(left=left, right=right, sign="") if _matrix_times(left, right, letters, typing):
            ref = reference(right, letters)
        case s.Transpose(of=of) | s.Norm(of=of):
            ref = reference(of, letters)
        case s.Nabla(by=by) if by is not None:
            ref = reference(by, letters)
        case s.Name(decorations=decorations) if "bold" in decorations or "vec" in decorations:
            ref = reference(part, letters)
        case _:
            return
    if ref is not None and typing.get(ref.key, Axes(0)).count <= len(ref.indices):
        wide = len(ref.indices) + (2 if ref.key.isupper() and len(ref.key) == 1 and not ref.indices else 1)
        typing[ref.key] = Axes(wide)
