"""Sums that are implied by repeated indices, where a document says that it leaves them out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.symbols.names import Letters, letters_of, reference
from derive.elaborate.symbols.roles import Link, summands
from derive.reader import syntax as s
from derive.reader.tree import Part, children, rebuilt

_SAYS_SO = re.compile(
    r"(?<![\w/-])einstein(?:'s|ian|-style)?\s+(?:sum|rule|notation|convention|ind(?:ex|ices))"
    r"|(?:following|after|à la|a la) einstein\b|summation convention|ind(?:ex|ices) that (?:occurs?|appears?) twice"
    r"|(?:repeated|double|dummy) ind(?:ices|exes) (?:are|is|imply|means?|being)"
    r"|sum(?:med|mation)? (?:is implied )?over repeated"
)


def implies_sums(words: str) -> bool:
    """Whether a text, in lower case, says that repeated indices are summed.

    >>> implies_sums("we use the summation convention"), implies_sums("the sum over i")
    (True, False)
    >>> implies_sums("in einstein notation"), implies_sums("the bose-einstein distribution")
    (True, False)
    """
    return _SAYS_SO.search(words) is not None


def with_sums(links: Sequence[Link], letters: Letters) -> list[Link]:
    """The links with the implied sums written out; an index that is free on the other side is not summed."""
    plain = [replace(link, left=_untransposed(link.left), right=_untransposed(link.right)) for link in links]
    return [replace(link, left=_left(link, letters), right=_right(link, letters)) for link in plain]


def _untransposed(node: s.Node) -> s.Node:
    """A formula with A_ji for the entry (Aᵀ)_ij that is written A_ij with a T above."""
    match node:
        case s.Transpose(of=s.Index(base=s.Name(), below=s.Indices(items=(row, column)) as below) as of):
            return replace(of, below=replace(below, items=(column, row)))
    changed: s.Node = rebuilt(node, _untransposed)
    return changed


def leaves_an_index(link: Link, letters: Letters) -> bool:
    """Whether an index stands on one side alone, and no sum runs over it: the m of e^{s_m} for the sum of all."""
    left, right = set(_unbound(link.left, letters)), set(_unbound(link.right, letters))
    return bool(left ^ right)


def _unbound(node: Part, letters: Letters) -> Iterator[str]:
    """The indices of a formula over which nothing in it is summed."""
    bound = frozenset[str]()
    if isinstance(node, s.Big) and node.below is not None:
        bound = frozenset(bound_letters(node.below))
    if isinstance(node, s.Index):
        yield from (letter for letter in _picking(node) if letter in letters.indices)
    for part in children(node):
        if not isinstance(part, s.Indices):
            yield from (letter for letter in _unbound(part, letters) if letter not in bound)


def _left(link: Link, letters: Letters) -> s.Node:
    return _summed(link.left, letters, frozenset() if link.begins else _free_at_first(link, letters))


def _right(link: Link, letters: Letters) -> s.Node:
    free = frozenset(letter for letter, count in _counted(link.left, letters).items() if count == 1)
    return _summed(link.right, letters, free | _free_at_first(link, letters))


def _free_at_first(link: Link, letters: Letters) -> frozenset[str]:
    """The indices of the derivative or the name that a chain begins with, of which each later member has as many."""
    first: s.Node | None = None
    for formula in link.block.formulas:
        if isinstance(formula.tree, s.Chain) and not isinstance(formula.tree.members[0], s.Hole):
            first = formula.tree.members[0]
        if formula is link.formula:
            break
    return _free(first, letters) if isinstance(first, s.Derivative | s.Index) else frozenset()


def _summed(node: s.Node, letters: Letters, free: frozenset[str]) -> s.Node:
    """A formula with a sum before every term that repeats an index."""
    match node:
        case s.Add() | s.Sub() | s.Neg():
            changed: s.Node = rebuilt(node, lambda part: _summed(part, letters, free))
            return changed
        case s.Derivative() if node.of is not None and not _repeated(node, letters, free):
            return replace(node, of=_summed(node.of, letters, frozenset()))
    repeated = _repeated(node, letters, free)
    inner = _inside(node, letters, free | repeated)
    for letter in sorted(repeated):
        inner = s.Big("sum", inner, s.Name(letter), None, node.span)
    return inner


def _inside(node: s.Node, letters: Letters, free: frozenset[str]) -> s.Node:
    """The factors of a term with the sums that are inside of their brackets."""
    match node:
        case s.Product() | s.Fraction():
            changed: s.Node = rebuilt(node, lambda part: _inside(part, letters, free))
            return changed
        case s.Name() | s.Index() | s.Number() | s.Power():
            return node
        case s.Big(body=body, below=below) if body is not None and below is not None:
            return replace(node, body=_summed(body, letters, free | frozenset(bound_letters(below))))
        case s.Add() | s.Sub() | s.Neg():
            return _summed(node, letters, free)
        case s.Derivative() if node.of is not None:
            return replace(node, of=_summed(node.of, letters, free))
    changed_inside: s.Node = rebuilt(
        node, lambda part: part if isinstance(part, s.Indices) else _summed(part, letters, free)
    )
    return changed_inside


def _repeated(node: s.Node, letters: Letters, free: frozenset[str]) -> frozenset[str]:
    counted = _counted(node, letters)
    return frozenset(letter for letter, count in counted.items() if count > 1 and letter not in free)


def _counted(node: Part, letters: Letters) -> Counter[str]:
    """How often every index stands in a term; what is summed inside of it does not count, and a sum counts once."""
    match node:
        case s.Name() | s.Index():
            ref = reference(node, letters)
            if ref is None and isinstance(node, s.Index):
                return Counter(_free(node.base, letters)) + Counter(_picking(node))
            items = ref.indices if ref is not None else ()
            return Counter(letter for item in items for letter in letters_of(item))
        case s.Add() | s.Sub():
            parts = [_free(summand, letters) for summand in summands(node)]
            return Counter({letter: 1 for part in parts for letter in part})
        case s.Power(base=base, exponent=s.Number(text="2")):
            return Counter({letter: 2 * count for letter, count in _counted(base, letters).items()})
        case s.Derivative(of=of, by=by):
            inside = _free(of, letters) if of is not None else frozenset[str]()
            return Counter(inside) + sum((_counted(one, letters) for one in by), Counter[str]())
        case s.Product() | s.Neg() | s.Fraction() | s.Transpose():
            return sum((_counted(part, letters) for part in children(node)), Counter[str]())
    return Counter(set(_mentioned(node, letters)))


def _picking(node: s.Index) -> Iterator[str]:
    """The letters that pick an entry of a bracket: b of [p − t]_b."""
    for held in (node.below, node.above):
        yield from (
            letter for item in (held.items if held is not None else ()) for letter in letters_of(item)
        )


def _free(node: Part, letters: Letters) -> frozenset[str]:
    return frozenset(letter for letter, count in _counted(node, letters).items() if count == 1)


def _mentioned(node: Part, letters: Letters) -> Iterator[str]:
    for part in children(node):
        yield from _free(part, letters)
