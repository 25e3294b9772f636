"""Densities: p(y_i | λ) is written out as p(y | λ) was defined, N(x | μ, σ²) as everybody means it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from derive.elaborate.evaluation.sums import bound_in
from derive.elaborate.symbols.names import base_key, key_of, letters_of
from derive.elaborate.symbols.rewriting import rewritten, written_trees
from derive.reader import syntax as s
from derive.reader.anatomy import base_of, items_of
from derive.reader.blocks import Document
from derive.reader.grammar import parse
from derive.reader.tree import placed, rebuilt, walk


@dataclass(frozen=True, slots=True)
class Density:
    """A function as it was defined: the parts of its body that stand for its arguments, in their order."""

    parameters: tuple[s.Node, ...]
    body: s.Node


def with_densities(document: Document) -> Document:
    """The document with every conditional density that it defines, and every normal density, written out.

    p(y | λ) is a function of all its names where they stand in what it is; a parameter σ² is σ.
    """
    trees = written_trees(document)
    spoken = _NORMAL.search(document.prose.lower()) is not None
    normal = (frozenset(("N",)) if spoken else frozenset()) | {r"\mathcal{N}"}
    known = {**dict.fromkeys(normal - _heads(trees), _UNIVARIATE), **_defined(trees)}

    def change(node: s.Node) -> s.Node:
        return _written_out(node, known)

    return rewritten(document, change, lambda tree: _beside_its_head(tree, change))


_NORMAL = re.compile(r"\b(?:normal(?:ly)?|gaussian|gauss|normalverteil\w*)\b")


def _normal(spread: s.Node, tex: str) -> Density:
    return Density((s.Name("x"), s.Name("m"), spread), parse(tex).tree)


_UNIVARIATE = _normal(
    s.Power(s.Name("s"), s.Number("2")), r"\frac{1}{\sqrt{2\pi s^2}} \exp(-\frac{(x - m)^2}{2 s^2})"
)
_MULTIVARIATE = _normal(s.Name("S"), r"\det(2\pi S)^{-1/2} \exp(-\frac12 (x - m)^\top S^{-1} (x - m))")
COVARIANCES = (r"\Sigma", "S", "C", "K", r"\Lambda")


def _defined(trees: Iterable[s.Node]) -> dict[str, Density]:
    """The functions with a bar or a square among their arguments that the trees define once and for all names."""
    found: dict[str, list[Density]] = {}
    for tree in trees:
        match tree:
            case s.Chain(members=(s.Call() as head, body, *_), relations=(relation, *_)) if (
                relation.sign in ("=", ":=") and (key := _key(head)) is not None and _is_density(head)
            ):
                found.setdefault(key, []).append(Density(_arguments(head), body))
    return {key: made[0] for key, made in found.items() if len(made) == 1 and _is_usable(key, made[0])}


def _is_density(head: s.Call) -> bool:
    """Whether a bar or a square stands among the arguments; all others are functions as any."""
    barred = any(isinstance(argument, s.Conditional) for argument in head.arguments)
    return barred or any(isinstance(item, s.Power) for item in _arguments(head))


def _heads(trees: Iterable[s.Node]) -> frozenset[str]:
    heads = (tree.members[0] for tree in trees if isinstance(tree, s.Chain))
    return frozenset(key for head in heads if isinstance(head, s.Call) and (key := _key(head)) is not None)


def _key(call: s.Call) -> str | None:
    return key_of(call.function) if isinstance(call.function, s.Name) else None


def _arguments(call: s.Call) -> tuple[s.Node, ...]:
    """What stands in the brackets, on both sides of a bar."""
    items: list[s.Node] = []
    for argument in call.arguments:
        match argument:
            case s.Conditional(of=of, given=given):
                items.extend((*items_of(of), *items_of(given)))
            case _:
                items.extend(items_of(argument))
    return tuple(items)


def _is_usable(key: str, made: Density) -> bool:
    """Whether the arguments are names that all stand in the body, one of them behind a bar or squared."""
    inner = [_stands_for(parameter) for parameter in made.parameters]
    parts = list(walk(made.body))
    plain = all(isinstance(each, s.Name | s.Index) and each in parts for each in inner)
    calls = (part for part in parts if isinstance(part, s.Call))
    return plain and len(set(map(str, inner))) == len(inner) and all(_key(part) != key for part in calls)


def _stands_for(parameter: s.Node) -> s.Node:
    """σ for a parameter σ²."""
    match parameter:
        case s.Power(base=base, exponent=s.Number(text="2")):
            return base
    return parameter


def _beside_its_head(tree: s.Node, change: Callable[[s.Node], s.Node]) -> s.Node:
    """A tree with its parts changed, the call on its left that it may define apart."""
    match tree:
        case s.Chain(members=(s.Call() as head, *others)):
            return replace(tree, members=(head, *map(change, others)))
    return change(tree)


def _written_out(node: s.Node, known: dict[str, Density]) -> s.Node:
    changed: s.Node = rebuilt(node, lambda part: _written_out(part, known))
    if isinstance(changed, s.Call) and (made := known.get(_key(changed) or "")) is not None:
        return _body(made, changed) or changed
    return changed


def _body(made: Density, call: s.Call) -> s.Node | None:
    """The body of a density with the arguments of a call; None where they do not fit."""
    arguments = _arguments(call)
    if made is _UNIVARIATE and arguments and _is_covariance(arguments[-1]):
        made = _MULTIVARIATE
    if len(arguments) != len(made.parameters) or not _is_free(made.body, arguments):
        return None
    if made not in (_UNIVARIATE, _MULTIVARIATE) and base_key(arguments[0]) != base_key(made.parameters[0]):
        return None
    pairs: list[tuple[s.Node, s.Node]] = []
    for parameter, argument in zip(made.parameters, arguments, strict=True):
        value = _value(parameter, argument)
        if value is None:
            return None
        pairs.append((_stands_for(parameter), value))
    return placed(_put(made.body, pairs), call.span)


def _is_covariance(node: s.Node) -> bool:
    base = base_of(node)
    return isinstance(base, s.Name) and base.letter in COVARIANCES


def _is_free(body: s.Node, arguments: Iterable[s.Node]) -> bool:
    """Whether no sign inside the body binds a letter of the arguments."""
    bound = bound_in(body)
    parts = (part for argument in arguments for part in walk(argument))
    return not any(isinstance(part, s.Name) and letters_of(part) & bound for part in parts)


def _value(parameter: s.Node, argument: s.Node) -> s.Node | None:
    """What stands for σ where σ² is the parameter: the base of a square, or a root of what is called a variance."""
    if parameter == _stands_for(parameter):
        return argument
    match argument:
        case s.Power(base=base, exponent=s.Number(text="2")):
            return base
        case s.Name(letter="v") | s.Index(base=s.Name(letter="v")):
            return s.Root(argument)
        case s.Number(text="1"):
            return argument
    return None


def _put(node: s.Node, pairs: Iterable[tuple[s.Node, s.Node]]) -> s.Node:
    """A formula with some of its parts replaced."""
    pairs = list(pairs)
    for old, new in pairs:
        if node == old:
            return new
    changed: s.Node = rebuilt(node, lambda part: _put(part, pairs))
    return changed
