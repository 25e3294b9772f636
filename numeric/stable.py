"""Stable forms: equations that let a formula be evaluated without overflow, each proved before it is used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from derive.calculus import rebuild
from derive.functions import HALF
from derive.terms import Fn, Term, fn, mul, num
from derive.traverse import Node, children, postorder

Form = Callable[[Term], Term]


@dataclass(frozen=True, slots=True)
class Rewriting:
    """An equation ``left(u) = right(u)``, used from left to right wherever ``left`` occurs."""

    name: str
    left: Form
    right: Form


def _sigmoid(u: Term) -> Term:
    return fn("sigmoid", u)


def _no_overflow(u: Term) -> Term:
    return mul(HALF, fn("abs", u) + u) + fn("log", fn("exp", -fn("abs", u)) + 1)


def _by_tanh(u: Term) -> Term:
    half = mul(HALF, u)
    return half + fn("abs", half) + fn("log", num(2)) - fn("log", fn("abs", fn("tanh", half)) + 1)


# The first group names the saturating functions wherever a formula spells them out; the second evaluates
# them for every real u; the third for sums over many u, where logarithms become one of a product and slopes
# share their tanh (small values are right beside 1 only); the fourth for complex u, where |u| has no derivative.
NAMED = (
    Rewriting("sigmoid spelled out", lambda u: 1 / (fn("exp", -u) + 1), _sigmoid),
    Rewriting("sigmoid by growing exp", lambda u: fn("exp", u) / (fn("exp", u) + 1), _sigmoid),
    Rewriting("softplus spelled out", lambda u: fn("log", fn("exp", u) + 1), lambda u: fn("softplus", u)),
    Rewriting("log sigmoid", lambda u: fn("log", _sigmoid(u)), lambda u: -fn("softplus", -u)),
    Rewriting("log(1 - sigmoid)", lambda u: fn("log", 1 - _sigmoid(u)), lambda u: -fn("softplus", u)),
)
EVALUATED = (
    Rewriting("softplus", lambda u: fn("softplus", u), _no_overflow),
    Rewriting("sigmoid", _sigmoid, lambda u: HALF + HALF * fn("tanh", HALF * u)),
    Rewriting("even", lambda u: fn("abs", -u), lambda u: fn("abs", u)),
)
SUMMED = (Rewriting("softplus, summed", lambda u: fn("softplus", u), _by_tanh), *EVALUATED[1:])
ANALYTIC = (
    Rewriting("softplus, analytic", lambda u: fn("softplus", u), lambda u: fn("log", fn("exp", u) + 1)),
    EVALUATED[1],
)


def stable(formula: Term, evaluated: tuple[Rewriting, ...] = EVALUATED) -> Term:
    """The formula with saturating functions in a form that neither overflows nor takes the log of zero.

    >>> from derive.terms import sym
    >>> s = sym("s")
    >>> stable(fn("log", 1 + fn("exp", s))) is _no_overflow(s)
    True
    """
    return rewritten(rewritten(formula, NAMED), evaluated)


def rewritten(formula: Term, rules: tuple[Rewriting, ...]) -> Term:
    """The formula with the rules applied at every place, from the inside out."""
    known: dict[Node, Node] = {}
    for node in postorder((formula,)):
        known[node] = _apply(rebuild(node, known), rules)
    return known[formula]  # type: ignore[return-value]


def _apply(node: Node, rules: tuple[Rewriting, ...]) -> Node:
    for rule in rules:
        for u in _arguments(node, depth=3):
            if rule.left(u) is node:
                return rule.right(u)
    return node


def _arguments(node: Node, depth: int) -> Iterator[Term]:
    # What the u of a rule may be: the argument of a function near the top of the node, or its negative.
    if isinstance(node, Fn):
        for argument in node.args:
            yield argument
            yield -argument
    if depth:
        for part in children(node):
            yield from _arguments(part, depth - 1)
