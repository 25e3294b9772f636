"""Labels of which no word says so: y of log(1 + exp(−y wᵀx)) is −1 or 1, of y log p + (1 − y) log(1 − p) 0 or 1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from derive.calculus import free_symbols
from derive.domains import LABELS, SIGNS, Domains, FiniteSet
from derive.elaborate.symbols.names import key_of, reference
from derive.elaborate.symbols.scope import Scope
from derive.judgement import prove_arrays
from derive.model import Reason, Right, Unknown
from derive.reader import syntax as s
from derive.reader.anatomy import base_of
from derive.reader.tree import walk
from derive.terms import Term

_LETTERS = frozenset("ytY")
"""The letters of labels: the c of log(1 + exp(−c x)) is a steepness, and c² is missed where it is left out."""


def with_usual_labels(
    lefts: Sequence[Term], rights: Sequence[Term], domains: Domains, scope: Scope
) -> Right | Unknown | None:
    """Right where the labels of margins, of which nothing is declared, are −1 or 1, or those of two classes 0 or 1.

    What words call masks is 0 or 1 as well. Open where that could not be decided.
    """
    margins = scope.memory.recall(lambda: frozenset(margin_labels(scope)), "margin labels")
    signed = _judged_for(margins, SIGNS, "{-1,1}", lefts, rights, domains)
    if isinstance(signed, Right):
        return signed
    classes = scope.memory.recall(lambda: frozenset(class_labels(scope)), "class labels")
    hard = _judged_for(classes | scope.masks, LABELS, "{0,1}", lefts, rights, domains)
    return hard if isinstance(hard, Right) else signed or hard


def _judged_for(
    labels: frozenset[str],
    values: FiniteSet,
    shown: str,
    lefts: Sequence[Term],
    rights: Sequence[Term],
    domains: Domains,
) -> Right | Unknown | None:
    names = (name for name in free_symbols(*lefts, *rights) if name.split("[")[0] in labels)
    hard = {name: values for name in names if name not in domains.of}
    if not hard:
        return None
    verdict = prove_arrays(lefts, rights, Domains({**domains.of, **hard}, domains.groups), simplest=False)
    if not isinstance(verdict, Right):
        undecided = Unknown(Reason.UNDECIDED, f"whether it holds for labels in {shown}")
        return undecided if isinstance(verdict, Unknown) else None
    told = sorted({f"{name.split('[')[0]} in {shown}" for name in hard})
    others = [one for one in verdict.conditions if one.partition(" in ")[0] not in hard]
    return replace(verdict, conditions=(*others, *told))


_SOFT = ("soft label", "soft target", "smooth", "teacher", "distill", "proportion", "fraction", "any y in")
"""Words of a document whose labels may be any numbers between 0 and 1."""


def class_labels(scope: Scope) -> Iterator[str]:
    """The names that weigh one logarithm, and 1 less them another one."""
    if scope.says(*_SOFT):
        return
    for made in scope.definitions.values():
        parts = list(walk(made.body)) if made.body is not None else []
        factors = [factor for part in parts if isinstance(part, s.Product) for factor in _factors(part)]
        left_over = {
            factor.right for factor in factors if isinstance(factor, s.Sub) and factor.left == s.Number("1")
        }
        for factor in factors:
            name = base_of(factor)
            if factor in left_over and isinstance(name, s.Name) and name.letter in _LETTERS:
                yield key_of(name)


def margin_labels(scope: Scope) -> Iterator[str]:
    """The names that stand as a factor in what max(0, 1 − …) or log(1 + exp(−…)) has for its margin."""
    bodies = (made.body for made in scope.definitions.values() if made.body is not None)
    for part in (part for body in bodies for part in walk(body)):
        match part:
            case s.Call(function=s.Name("max"), arguments=arguments):
                yield from (label for each in arguments for label in _hinge_labels(each, scope))
            case s.Add(left=s.Number("1"), right=other):
                yield from _exponent_labels(other, scope)


def _hinge_labels(argument: s.Node, scope: Scope) -> Iterator[str]:
    match argument:
        case s.Sub(left=s.Number("1"), right=margin):
            yield from _labels(margin, scope)


def _exponent_labels(node: s.Node, scope: Scope) -> Iterator[str]:
    match node:
        case s.Power(base=s.Name("e"), exponent=s.Neg(of=margin)):
            yield from _labels(margin, scope)
        case s.Call(function=s.Name("exp"), arguments=(s.Neg(of=margin),)):
            yield from _labels(margin, scope)


def _labels(margin: s.Node, scope: Scope) -> Iterator[str]:
    """The label among the factors of a margin, or of what defines it: y of m = y s."""
    ref = reference(margin, scope.letters) if isinstance(margin, s.Name | s.Index) else None
    made = scope.definitions.get(ref.key) if ref is not None else None
    product = made.body if made is not None else margin
    if not isinstance(product, s.Product):
        return
    names = (base_of(factor) for factor in _factors(product))
    keys = (key_of(name) for name in names if isinstance(name, s.Name))
    yield from [key for key in keys if key in _LETTERS][:1]


def _factors(node: s.Node) -> Iterator[s.Node]:
    if isinstance(node, s.Product):
        yield from _factors(node.left)
        yield from _factors(node.right)
    else:
        yield node
