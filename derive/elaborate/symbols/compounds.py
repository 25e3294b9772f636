r"""Names that a document gives by a function of them: \ln L(β) = …, \chi^2 = …, \log π_i/(1 − π_i) = η_i."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from derive.elaborate.symbols.names import Letters, reference
from derive.elaborate.symbols.roles import EQUALITIES, Head, Link, head_of
from derive.elaborate.symbols.scope import Definition, Scope
from derive.reader import syntax as s
from derive.reader.tree import Part, children, placed, rebuilt

LOGARITHMS = ("log", "ln")
ODDS = ("logit",)


def compound_names(links: Sequence[Link], known: Iterable[str], letters: Letters) -> frozenset[str]:
    r"""The names that are introduced by their logarithm or square and stand nowhere without it: L in \ln L = …."""
    heads = {head.key for link in links if link.begins and (head := head_of(link.left, letters)) is not None}
    found = {head.key for link in links if (head := _compound_head(link, letters)) is not None}
    bare = {key for link in links for side in (link.left, link.right) for key in _bare(side, letters)}
    return frozenset(found - heads - bare - frozenset(known))


def _compound_head(link: Link, letters: Letters) -> Head | None:
    inside = _inside(link.left)
    if inside is None or not link.begins or link.sign not in EQUALITIES or isinstance(link.right, s.Number):
        return None
    return head_of(inside, letters)


def _inside(node: Part) -> s.Node | None:
    """What a logarithm is taken of, or which name is squared."""
    match node:
        case s.Call(function=s.Name(letter=name, decorations=()), arguments=(only,)) if name in LOGARITHMS:
            return only
        case s.Power(base=s.Name() | s.Call(function=s.Name()) as base, exponent=s.Number(text="2")):
            return base
    return None


def _bare(node: Part, letters: Letters) -> Iterable[str]:
    """The names that stand outside of a logarithm or square of just them."""
    inside = _inside(node)
    if inside is not None and head_of(inside, letters) is not None:
        for argument in inside.arguments if isinstance(inside, s.Call) else ():
            yield from _bare(argument, letters)
        return
    ref = reference(node, letters) if isinstance(node, s.Name | s.Index) else None
    if ref is not None:
        yield ref.key
        return
    for part in children(node):
        yield from _bare(part, letters)


def with_compound_names(links: Sequence[Link], compound: frozenset[str], letters: Letters) -> list[Link]:
    r"""The links with \ln L and \chi^2 as names of their own."""
    if not compound:
        return list(links)

    def renamed(node: s.Node) -> s.Node:
        return _renamed(node, compound, letters)

    return [replace(link, left=renamed(link.left), right=renamed(link.right)) for link in links]


def _renamed(node: s.Node, compound: frozenset[str], letters: Letters) -> s.Node:
    inside = _inside(node)
    head = head_of(inside, letters) if inside is not None else None
    if inside is not None and head is not None and head.key in compound:
        pattern = "{}^2" if isinstance(node, s.Power) else r"\ln {}"
        return placed(_named(inside, pattern), node.span)
    changed: s.Node = rebuilt(node, lambda part: _renamed(part, compound, letters))
    return changed


def _named(node: s.Node, pattern: str) -> s.Node:
    match node:
        case s.Name(letter=letter):
            return replace(node, letter=pattern.format(letter))
        case s.Index(base=base):
            return replace(node, base=_named(base, pattern))
        case s.Call(function=function):
            return replace(node, function=_named(function, pattern))
    return node


def implied_definition(link: Link, scope: Scope) -> Definition | None:
    """The definition of the one new name whose logarithm or log-odds an equation gives; None for anything else."""
    if not link.begins or link.sign not in EQUALITIES or not isinstance(link.left, s.Call):
        return None
    solved = _solved(link.left, link.right)
    head = head_of(solved[0], scope.letters) if solved is not None else None
    if solved is None or head is None or head.key in scope.definitions or head.parameters:
        return None
    circular = head.key in scope.ancestors(link.right)
    return None if circular else Definition(head.key, solved[1], head.indices)


def _solved(node: s.Call, value: s.Node) -> tuple[s.Node, s.Node] | None:
    if len(node.arguments) != 1 or not isinstance(node.function, s.Name):
        return None
    (inside,) = node.arguments
    if node.function.letter in ODDS:
        return inside, _sigmoid(value)
    if node.function.letter not in LOGARITHMS:
        return None
    match inside:
        case s.Fraction(top=top, bottom=s.Sub(left=s.Number(text="1"), right=other)) if top == other:
            return top, _sigmoid(value)
    return inside, s.Call(s.Name("exp"), (value,))


def _sigmoid(value: s.Node) -> s.Node:
    return s.Call(s.Name("expit"), (value,))
