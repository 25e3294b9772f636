"""Matrices with a parameter that their formula does not hold: K(θ) in general, K_ij = k_ij + s²δ_ij further down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.elaborate.evaluation.rates import inverted
from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.names import Letters, keys_in, reference
from derive.elaborate.symbols.roles import Link, head_of
from derive.elaborate.symbols.scope import Axes
from derive.reader import syntax as s
from derive.reader.tree import Part, children, walk


def with_hidden_rates(typed: Typed, links: Sequence[Link], link: Link) -> Typed:
    """The typing in which a matrix depends in an unwritten way on a parameter that its later formula does not hold.

    Only what is inverted or has a determinant is meant, and only by a parameter that no formula holds: of any other
    name the dependence may be one that was not understood.
    """
    scope = typed.scope
    by = frozenset(key for side in (link.left, link.right) for _, key in _slopes(side, scope.letters))
    if not by:
        return typed
    every = hidden_rates(typed, links)
    found = {key: names & by for key, names, start in every if names & by and link.left.span.start < start}
    if not found:
        return typed
    rates = {
        **scope.rates,
        **{key: scope.rates.get(key, frozenset()) | names for key, names in found.items()},
    }
    return replace(typed, scope=replace(scope.without(frozenset(found)), rates=rates))


def hidden_rates(typed: Typed, links: Sequence[Link]) -> tuple[tuple[str, frozenset[str], int], ...]:
    """Every such matrix with its parameters and the place from which on its formula is meant."""
    return typed.scope.memory.recall(lambda: tuple(_candidates(typed, links)), "hidden rates")


def _candidates(typed: Typed, links: Sequence[Link]) -> Iterator[tuple[str, frozenset[str], int]]:
    """The matrices with the parameters by which they are differentiated and the place of their formula."""
    scope = typed.scope
    sides = [side for link in links for side in (link.left, link.right)]
    matrices = frozenset(key for side in sides for key in inverted(side, scope.letters))
    if not matrices & scope.definitions.keys():
        return
    written = [pair for side in sides for pair in _slopes(side, scope.letters)]
    held = frozenset(key for side in sides for key in _held(side, scope.letters))
    for key in sorted({of for of, _ in written if of is not None} & matrices & scope.definitions.keys()):
        by = frozenset(name for of, name in written if of == key) - held - scope.definitions.keys()
        starts = [one.left.span.start for one in links if _makes(one, key, scope.letters)]
        if by and starts and typed.typing.get(key, Axes(0)).count == 2:
            yield key, by, min(starts)


def _makes(link: Link, key: str, letters: Letters) -> bool:
    head = head_of(link.left, letters)
    return link.begins and head is not None and head.key == key


def _slopes(node: s.Node, letters: Letters) -> Iterator[tuple[str | None, str]]:
    """By which names a formula differentiates, and the names that stand whole under the sign."""
    for part in walk(node):
        match part:
            case s.Derivative(of=of, by=(by,)):
                top = reference(of, letters) if of is not None else None
                below = reference(by, letters)
                if below is not None:
                    yield (top.key if top is not None and not top.indices else None), below.key


def _held(node: Part, letters: Letters) -> Iterator[str]:
    """The names of a formula that stand elsewhere than below a derivative or as an argument of a name."""
    match node:
        case s.Derivative(of=of, by=_):
            yield from _held(of, letters) if of is not None else ()
        case s.Call(function=s.Name(letter=letter), arguments=arguments) if all(
            isinstance(each, s.Name) for each in arguments
        ):
            yield from keys_in(s.Name(letter), letters)
        case s.Name() | s.Index():
            yield from keys_in(node, letters)
        case _:
            for part in children(node):
                yield from _held(part, letters)
