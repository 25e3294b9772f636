"""Exact derivatives and substitution on terms, each shared subterm visited once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from derive.functions import derivative
from derive.terms import (
    ONE,
    ZERO,
    Add,
    AllOf,
    AnyOf,
    Case,
    Compare,
    Condition,
    Const,
    Fn,
    Mul,
    Negation,
    Num,
    Pow,
    Sym,
    Term,
    add,
    all_of,
    any_of,
    case,
    compare,
    fn,
    mul,
    negation,
    power,
    sym,
)
from derive.traverse import Node, postorder


def free_symbols(*terms: Node) -> frozenset[str]:
    """The names of the free scalars in the terms.

    >>> sorted(free_symbols(sym("x") * sym("y") + 1))
    ['x', 'y']
    """
    return frozenset(node.name for node in postorder(terms) if isinstance(node, Sym))


def differentiate(term: Term, by: str | Sym) -> Term:
    """The derivative of a term by one free scalar, where it exists (kinks are left out).

    >>> x = sym("x")
    >>> differentiate(x**2 + 3 * x, "x") is 2 * x + 3
    True
    """
    return gradient(term, (by,))[0]


def gradient(term: Term, by: Iterable[str | Sym]) -> tuple[Term, ...]:
    """The derivatives of one term by several free scalars."""
    return tuple(_derivatives(term, sym(one) if isinstance(one, str) else one) for one in by)


def hessian(term: Term, by: Iterable[str | Sym]) -> tuple[tuple[Term, ...], ...]:
    """The second derivatives of one term, row by row."""
    names = tuple(by)
    return tuple(gradient(first, names) for first in gradient(term, names))


def _derivatives(term: Term, by: Sym) -> Term:
    known: dict[Node, Term] = {}
    for node in postorder((term,)):
        if not isinstance(node, Compare | AllOf | AnyOf | Negation):
            known[node] = _derive(node, by, known)
    return known[term]


def _derive(node: Term, by: Sym, known: Mapping[Node, Term]) -> Term:
    match node:
        case Num() | Const():
            return ZERO
        case Sym():
            return ONE if node is by else ZERO
        case Add():
            return add(*(known[arg] for arg in node.args))
        case Mul():
            return _derive_product(node, known)
        case Pow():
            return _derive_power(node, known)
        case Fn():
            return _derive_function(node, known)
        case Case():
            return case([(c, known[value]) for c, value in node.branches], known[node.otherwise])


def _derive_product(node: Mul, known: Mapping[Node, Term]) -> Term:
    # One summand for each factor that depends on the variable, the others left as they are.
    moving = [k for k, factor in enumerate(node.args) if known[factor] is not ZERO]
    return add(*(mul(*node.args[:k], known[node.args[k]], *node.args[k + 1 :]) for k in moving))


def _derive_power(node: Pow, known: Mapping[Node, Term]) -> Term:
    base, exponent = node.base, node.exponent
    low, high = known[base], known[exponent]
    by_base = ZERO if low is ZERO else mul(exponent, power(base, add(exponent, -1)), low)
    by_exponent = ZERO if high is ZERO else mul(node, fn("log", base), high)
    return add(by_base, by_exponent)


def _derive_function(node: Fn, known: Mapping[Node, Term]) -> Term:
    moving = [k for k, arg in enumerate(node.args) if known[arg] is not ZERO]
    return add(*(mul(derivative(node.name, node.args, k), known[node.args[k]]) for k in moving))


def substitute(term: Term, mapping: Mapping[str, Term]) -> Term:
    """The term with free scalars replaced, all at once.

    >>> substitute(sym("x") + sym("y"), {"x": sym("y"), "y": sym("x")}) is sym("y") + sym("x")
    True
    """
    known: dict[Node, Node] = {}
    for node in postorder((term,)):
        known[node] = mapping.get(node.name, node) if isinstance(node, Sym) else rebuild(node, known)
    return known[term]  # type: ignore[return-value]


def rebuild(node: Node, known: Mapping[Node, Node]) -> Node:
    """The node with its children replaced by what ``known`` has for them."""

    def new(child: Node) -> Term:
        return known[child]  # type: ignore[return-value]

    def holds(child: Condition) -> Condition:
        return known[child]  # type: ignore[return-value]

    match node:
        case Num() | Sym() | Const():
            return node
        case Add():
            return add(*map(new, node.args))
        case Mul():
            return mul(*map(new, node.args))
        case Pow():
            return power(new(node.base), new(node.exponent))
        case Fn():
            return fn(node.name, *map(new, node.args))
        case Case():
            return case([(holds(c), new(v)) for c, v in node.branches], new(node.otherwise))
        case Compare():
            return compare(node.relation, new(node.left), new(node.right))
        case AllOf():
            return all_of(*map(holds, node.parts))
        case AnyOf():
            return any_of(*map(holds, node.parts))
        case Negation():
            return negation(holds(node.part))
