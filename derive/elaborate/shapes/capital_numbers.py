r"""Capitals that were taken for numbers though they are written as matrices: the M of xᵀM²x, "the matrix $Q$"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from derive.elaborate.shapes.infer import retyped
from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.memory import TEXTS
from derive.elaborate.symbols.names import keys_in, reference
from derive.elaborate.symbols.roles import Link
from derive.elaborate.symbols.scope import Axes
from derive.reader import syntax as s
from derive.reader.tree import walk

AS_NUMBERS = "the shapes of its names"
_NAME = r"\$\s*(?:\\(?:mathbf|boldsymbol|bm|mathrm|mathsf)\s*\{?\s*)?(\\?[a-z]+)\s*\}?\s*(?:\\in[^$]*)?\$"
_CALLED = re.compile(
    rf"\bmatrix\s+{_NAME}"
    rf"|{_NAME},?\s+(?:is|be|being|denotes)\s+(?:an?|the|any|some)\s+(?:(?!function\b|of\b)[a-z-]+\s+){{0,3}}matrix\b"
)


def takes_matrices_for_numbers(typed: Typed, link: Link) -> bool:
    """Whether a line, or a definition that it rests on, has a matrix in it that was typed as a number."""
    scope = typed.scope
    keys = scope.ancestors(link.left) | scope.ancestors(link.right)
    bodies = [made.body for key in keys if (made := scope.definitions.get(key)) is not None]
    trees = [link.left, link.right, *(body for body in bodies if body is not None)]
    called = _called(scope.words)
    written = {key for tree in trees for part in walk(tree) for key in _between_vectors(typed, part)}
    own = {*keys_in(link.left, scope.letters), *keys_in(link.right, scope.letters)}
    written |= own & {key for tree in trees for part in walk(tree) for key in _behind_matrices(typed, part)}
    return any(
        key in written or key.lower() in called for key in keys if _is_capital(key) and _is_number(typed, key)
    )


def as_maps_of_vectors(typed: Typed, link: Link) -> Typed | None:
    """The typing in which capitals right before small names, as in Mx, are matrices and these names columns.

    Only where the capitals were typed as vectors or numbers, and where it makes as much sense of the other lines.
    """
    scope = typed.scope
    keys = scope.ancestors(link.left) | scope.ancestors(link.right)
    bodies = [made.body for key in keys if (made := scope.definitions.get(key)) is not None]
    products = (
        part for body in bodies if body is not None for part in walk(body) if isinstance(part, s.Product)
    )
    pairs = {pair for part in products for pair in _maps(typed, part)}
    if not pairs:
        return None
    axes = {key: Axes(2) for key, _ in pairs} | {key: Axes(1) for _, key in pairs}
    other = retyped(typed, axes)
    own = {k for k, each in enumerate(typed.links) if each.right.span == link.right.span}
    return None if len(other.clashing - own) > len(typed.clashing - own) else other


def _maps(typed: Typed, product: s.Product) -> Iterator[tuple[str, str]]:
    for before, behind in pairwise(_factors(product)):
        one, other = (
            reference(node, typed.scope.letters) if isinstance(node, s.Name | s.Index) else None
            for node in (before, behind)
        )
        if one is None or other is None or one.indices or other.indices:
            continue
        low = all(_is_low(typed, each.key, 2) for each in (one, other))
        if low and _is_capital(one.key) and other.key[:1].islower():
            yield one.key, other.key


@lru_cache(maxsize=TEXTS)
def _called(words: str) -> frozenset[str]:
    r"""The names that a text, in small letters, calls a matrix.

    >>> sorted(_called(r"a matrix $q$; $\mathbf{m}$ is an invertible matrix, $n$ is the size of the matrix"))
    ['m', 'q']
    """
    return frozenset(match[1] or match[2] for match in _CALLED.finditer(words))


def _is_capital(key: str) -> bool:
    return key.lstrip("\\")[:1].isupper()


def _is_number(typed: Typed, key: str) -> bool:
    return _is_low(typed, key, 1)


def _is_low(typed: Typed, key: str, axes: int) -> bool:
    """Whether a name of which nothing is said was typed as something of less than so many axes."""
    scope = typed.scope
    made = scope.definitions.get(key)
    known = key in scope.letters.sizes or key in scope.domains or (made is not None and made.body is not None)
    known = known or key in scope.shapes or key in typed.aliases
    return not known and typed.typing.get(key, Axes(axes)).count < axes


def _between_vectors(typed: Typed, part: object) -> Iterator[str]:
    """The bare names between xᵀ and a vector in a product, with a power or without."""
    if not isinstance(part, s.Product):
        return
    factors = _factors(part)
    turned = next((k for k, each in enumerate(factors) if isinstance(each, s.Transpose)), len(factors))
    between = factors[turned + 1 : -1]
    ends = [
        each.of if isinstance(each, s.Transpose) else each for each in (*factors[turned:][:1], factors[-1])
    ]
    if not all(_is_vector(typed, end) for end in ends):
        return
    for each in between:
        base = each.base if isinstance(each, s.Power) else each
        ref = reference(base, typed.scope.letters) if isinstance(base, s.Name) else None
        if ref is not None:
            yield ref.key


def _behind_matrices(typed: Typed, part: object) -> Iterator[str]:
    """The bare names right behind a matrix in a product: a number stands before it."""
    for before, each in pairwise(_factors(part)) if isinstance(part, s.Product) else ():
        ref = reference(each, typed.scope.letters) if isinstance(each, s.Name) else None
        if ref is not None and _has_axes(typed, before, 2):
            yield ref.key


def _is_vector(typed: Typed, node: s.Node) -> bool:
    return _has_axes(typed, node, 1)


def _has_axes(typed: Typed, node: s.Node, count: int) -> bool:
    ref = reference(node, typed.scope.letters) if isinstance(node, s.Name | s.Index) else None
    return ref is not None and typed.typing.get(ref.key, Axes(0)).count - len(ref.indices) == count


def _factors(node: s.Node) -> list[s.Node]:
    """The factors of a product without a sign."""
    plain = isinstance(node, s.Product) and node.sign == ""
    return [*_factors(node.left), *_factors(node.right)] if plain and isinstance(node, s.Product) else [node]
