"""Gram matrices: the K_ij = k(x_i, x_j) of a kernel that nothing writes out is a matrix that is given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.elaborate.evaluation.calls import POINTWISE, WORDS
from derive.elaborate.symbols.names import keys_in, reference
from derive.elaborate.symbols.roles import FUNCTIONS_OF_EVERYBODY, Link
from derive.elaborate.symbols.scope import Definition, Scope
from derive.reader import syntax as s
from derive.reader.tree import walk


def with_given_kernels(scope: Scope, links: Sequence[Link]) -> Scope:
    """The scope in which the values of an unknown function at all pairs of data are data themselves.

    Not where a line differentiates by what the function is taken at.
    """
    varied = frozenset(_differentiated_by(scope, links))
    given = frozenset(
        key
        for key, made in scope.definitions.items()
        if _is_gram(made, scope) and not varied & _taken_at(made, scope)
    )
    kept = {key: made for key, made in scope.definitions.items() if key not in given}
    return replace(scope, definitions=kept).knowing(given) if given else scope


def _is_gram(made: Definition, scope: Scope) -> bool:
    match made.body:
        case s.Call(function=s.Name() as function, arguments=arguments) if len(made.indices) == 2:
            ref = reference(function, scope.letters)
            return ref is not None and len(arguments) == 2 and _is_unknown(ref.key, scope)
    return False


def _is_unknown(key: str, scope: Scope) -> bool:
    usual = POINTWISE.keys() | WORDS.keys() | FUNCTIONS_OF_EVERYBODY | scope.named.keys()
    return key not in scope.definitions and key not in usual


def _taken_at(made: Definition, scope: Scope) -> frozenset[str]:
    arguments = made.body.arguments if isinstance(made.body, s.Call) else ()
    return frozenset(key for part in arguments for key in keys_in(part, scope.letters))


def _differentiated_by(scope: Scope, links: Sequence[Link]) -> Iterator[str]:
    parts = (part for link in links for side in (link.left, link.right) for part in walk(side))
    for part in parts:
        match part:
            case s.Derivative(by=by):
                yield from (key for each in by for key in keys_in(each, scope.letters))
            case s.Nabla(by=by) if by is not None:
                yield from keys_in(by, scope.letters)
