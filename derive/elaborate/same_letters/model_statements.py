"""Equations that say what data are like, y = mx + c, y(t) = a + bt: the model of a target, not what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.elaborate.symbols.roles import MODEL, contains
from derive.reader import syntax as s
from derive.reader.anatomy import factors_of
from derive.reader.blocks import Document
from derive.reader.tree import Part, walk

_TARGETS = frozenset(("y", "t", "d", "Y", "T"))
_NOISE = frozenset(("\\varepsilon", "\\epsilon", "\\xi", "\\eta", "\\nu"))
_SPOKEN_NOISE = frozenset(("e", "u", "n"))
"""Letters that are a noise where the text speaks of one: a bias is called u as well."""
_NOISY = re.compile(r"\b(?:nois[ey]|errors?|disturbances?|shocks?|residuals?)\b", re.IGNORECASE)
_DERIVATIVES = (s.Derivative, s.Nabla, s.Jacobian, s.Differential, s.Prime)

Term = tuple[bool, Any]
"""A summand: whether it is negative, and its factors without the index of the target."""


@dataclass(frozen=True, slots=True)
class Statement:
    """An equation that introduces a name, with the index of the name."""

    chain: s.Chain
    target: s.Name
    index: tuple[s.Node, ...]


def with_models_apart(document: Document) -> Document:
    """The document in which an equation defines nothing that only says how a target would follow from the data.

    It is one where a loss sets the name against what it would equal (y_i − (m x_i + c)), or where it has a noise that
    stands nowhere else: with y put in, such a loss would be the same for all weights, and any gradient be right.

    >>> from derive.reader.document import read_text
    >>> read = with_models_apart(read_text("We fit $y = mx + c$: $$E = \\\\sum_i (y_i - m x_i - c)^2$$"))
    >>> read.blocks[0].formulas[0].tree.relations[0].note
    'a model of data'
    """
    trees = written_trees(document)
    statements = list(_statements(trees))
    called = set(_called(trees))
    statements = [one for one in statements if one.target not in called or not _is_call(one.chain.members[0])]
    first = {one.target: one for one in reversed(statements)}
    made = set(_functions(trees)) - {one.target for one in statements if _is_call(one.chain.members[0])}
    letters = _NOISE | (_SPOKEN_NOISE if _NOISY.search(document.prose) else frozenset())
    targets = {
        target for target, one in first.items() if target not in made and _is_model(one, trees, letters)
    }
    models = [one.chain for one in statements if one.target in targets and _is_model(one, trees, letters)]
    return rewritten(document, lambda tree: _noted(tree, models)) if models else document


def _functions(trees: Sequence[s.Node]) -> Iterator[s.Node]:
    """What an equation makes as a function: ŷ of ŷ(x, w) = …."""
    for tree in trees:
        match tree:
            case s.Chain(members=(s.Call(function=function), *_)):
                yield function


def _noted(tree: s.Node, models: Sequence[s.Chain]) -> s.Node:
    if isinstance(tree, s.Chain) and any(tree is model for model in models):
        return replace(tree, relations=(replace(tree.relations[0], note=MODEL),))
    return tree


def _statements(trees: Sequence[s.Node]) -> Iterator[Statement]:
    """The equations name = formula."""
    for tree in trees:
        match tree:
            case s.Chain((left, right), (s.Relation(sign="="),)) if not contains(right, *_DERIVATIVES):
                head = left.function if isinstance(left, s.Call) and _is_call(left) else left
                if (found := _member(head)) is not None:
                    yield Statement(tree, *found)


def _is_call(head: s.Node) -> bool:
    """Whether an equation gives a target as a function of one thing that is measured, too: y(t) = …."""
    match head:
        case s.Call(function=s.Name(), arguments=(s.Name(),)):
            return True
    return False


def _called(trees: Sequence[s.Node]) -> Iterator[Part]:
    """The functions that are differentiated, or stand with an argument elsewhere than before their equation."""
    for tree in trees:
        head = tree.members[0] if isinstance(tree, s.Chain) else None
        for part in walk(tree):
            if isinstance(part, s.Call) and part is not head:
                yield part.function
            if isinstance(part, s.Prime | s.Derivative | s.Nabla) and part.of is not None:
                yield from walk(part.of)


def _member(node: s.Node) -> tuple[s.Name, tuple[s.Node, ...]] | None:
    """A name and the index of its member: y, y_i, y^{(i)}."""
    match node:
        case s.Name():
            return node, ()
        case s.Index(base=s.Name() as base, below=s.Indices(items=items), above=None):
            return base, items
        case s.Index(base=s.Name() as base, below=None, above=s.Indices(items=items)):
            return base, items
    return None


def _is_model(one: Statement, trees: Sequence[s.Node], letters: frozenset[str]) -> bool:
    right = one.chain.members[1]
    terms = list(_terms(right, one.index))
    noise = _noise(one, trees, letters)
    kept = [term for term in terms if term[1] not in noise]
    spelled = any(isinstance(part, s.Name) and _NOISY.fullmatch(part.letter) for part in walk(right))
    if noise and kept and (spelled or one.target.letter in _TARGETS):
        return True
    bodies = (part for tree in trees if tree is not one.chain for part in _bodies(tree, one.target))
    return any(_sets_against(body, one.target, kept) for body in bodies)


def _noise(one: Statement, trees: Sequence[s.Node], letters: frozenset[str]) -> list[Any]:
    """The summands of an equation that are a lone noise, which stands in no other equation."""
    if not contains(one.chain.members[1], s.Add, s.Sub):
        return []
    found = []
    for part in _summands(one.chain.members[1]):
        member = _member(part[1])
        if member is None or not (member[0].letter in letters or _NOISY.fullmatch(member[0].letter)):
            continue
        elsewhere = (tree for tree in trees if tree is not one.chain and _is_equation(tree))
        if not any(member[0] in walk(tree) for tree in elsewhere):
            found.append(_plain(part[1], one.index))
    return found


def _is_equation(tree: s.Node) -> bool:
    return isinstance(tree, s.Chain) and any(
        relation.sign in ("=", ":=", "equiv") for relation in tree.relations
    )


def _bodies(tree: s.Node, target: s.Name) -> Iterator[s.Node]:
    """What another name is defined as, member by member, where the target stands in it."""
    if not _is_equation(tree) or not isinstance(tree, s.Chain) or contains(tree.members[0], *_DERIVATIVES):
        return
    first = _member(tree.members[0])
    if first is not None and first[0] == target:
        return
    for member in tree.members[1:]:
        if target in walk(member) and not contains(member, *_DERIVATIVES):
            yield member


def _sets_against(body: s.Node, target: s.Name, kept: Sequence[Term]) -> bool:
    """Whether a formula has y − (what y would be), or a product y log(what y would be)."""
    if not kept:
        return False
    for part in walk(body):
        if isinstance(part, s.Add | s.Sub) and _is_difference(part, target, kept):
            return True
        if isinstance(part, s.Product) and len(kept) == 1 and _is_weighted(part, target, kept[0]):
            return True
    return False


def _is_difference(part: s.Node, target: s.Name, kept: Sequence[Term]) -> bool:
    for negative, node in _summands(part):
        member = _member(node)
        if member is None or member[0] != target:
            continue
        others = set(_terms(part, member[1]))
        if all((sign is negative, factors) in others for sign, factors in kept):
            return True
    return False


def _is_weighted(part: s.Product, target: s.Name, kept: Term) -> bool:
    """y_i log(what y_i would be)."""
    factors = factors_of(part)
    members = [found for factor in factors if (found := _member(factor)) is not None and found[0] == target]
    logs = [
        factor.arguments[0]
        for factor in factors
        if isinstance(factor, s.Call) and len(factor.arguments) == 1 and _is_log(factor.function)
    ]
    return any(list(_terms(log, index)) == [kept] for _, index in members for log in logs)


def _is_log(function: s.Node) -> bool:
    return isinstance(function, s.Name) and function.letter in ("log", "ln")


def _summands(node: s.Node, negative: bool = False) -> Iterator[tuple[bool, s.Node]]:
    match node:
        case s.Add(left=left, right=right):
            yield from _summands(left, negative)
            yield from _summands(right, negative)
        case s.Sub(left=left, right=right):
            yield from _summands(left, negative)
            yield from _summands(right, not negative)
        case s.Neg(of=inner):
            yield from _summands(inner, not negative)
        case _:
            yield negative, node


def _terms(node: s.Node, index: tuple[s.Node, ...]) -> Iterator[Term]:
    """The summands of a formula, in any order of their factors, as they are for the member with an index."""
    for negative, part in _summands(node):
        yield negative, _plain(part, index)


def _plain(node: Any, index: tuple[s.Node, ...]) -> Any:
    """A formula without the index of the member, transposes and the order of factors: w, x of wᵀx_i and of x_iᵀw."""
    match node:
        case s.Product():
            return "product", tuple(sorted(map(repr, (_plain(factor, index) for factor in factors_of(node)))))
        case s.Inner(left=left, right=right) if right is not None:
            return "product", tuple(sorted(map(repr, (_plain(left, index), _plain(right, index)))))
        case s.Add() | s.Sub() | s.Neg():
            return "sum", tuple(sorted(map(repr, _terms(node, index))))
        case s.Transpose(of=of):
            return _plain(of, index)
        case s.Index(base=base, below=below, above=above) if index:
            rest = [_without(each, index) for each in (below, above)]
            return ("index", _plain(base, ()), *rest) if any(rest) else _plain(base, ())
    if is_dataclass(node):
        named = ((part.name, getattr(node, part.name)) for part in fields(node) if part.name != "span")
        return type(node).__name__, tuple((name, _plain(value, index)) for name, value in named)
    if isinstance(node, tuple):
        return tuple(_plain(item, index) for item in node)
    return node


def _without(indices: s.Indices | None, index: tuple[s.Node, ...]) -> tuple[str, ...]:
    items = indices.items if indices is not None else ()
    return tuple(repr(item) for item in items if item not in index)
