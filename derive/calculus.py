"""Exact derivatives and substitution on terms, each shared subterm visited once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

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
from derive.traverse import FEW_ROOTS, Node, children, postorder, walk


def free_symbols(*terms: Node) -> frozenset[str]:
    """The names of the free scalars in the terms.

    >>> sorted(free_symbols(sym("x") * sym("y") + 1))
    ['x', 'y']
    """
    if len(terms) == 1:
        return _names(terms[0])
    return frozenset().union(*map(_names, terms)) if len(terms) <= FEW_ROOTS else _names_of_many(terms)


@lru_cache(maxsize=256)
def _names(term: Node) -> frozenset[str]:
    return _names_of_many((term,))


def _names_of_many(terms: Sequence[Node]) -> frozenset[str]:
    return frozenset(node.name for node in walk(terms) if node.__class__ is Sym)


def differentiate(term: Term, by: str | Sym) -> Term:
    """The derivative of a term by one free scalar, where it exists (kinks are left out).

    >>> x = sym("x")
    >>> differentiate(x**2 + 3 * x, "x") is 2 * x + 3
    True
    """
    return _derivative(term, sym(by) if isinstance(by, str) else by)


@lru_cache(maxsize=1024)  # a loss is differentiated again for every line that speaks of it
def _derivative(term: Term, variable: Sym) -> Term:
    known: dict[Node, Term] = {}
    for node in postorder((term,)):
        if not isinstance(node, Compare | AllOf | AnyOf | Negation):
            known[node] = derivative_of(node, variable, known)
    return known[term]


def gradient(term: Term, by: Iterable[str | Sym]) -> tuple[Term, ...]:
    """The derivatives of one term by several free scalars, all in one pass backwards.

    >>> x, y = sym("x"), sym("y")
    >>> gradient(x**2 * y, ("x", "y"))
    (2*x*y, x**2)
    """
    variables = [sym(one) if isinstance(one, str) else one for one in by]
    nodes = list(postorder((term,)))
    moving = _moving(nodes, set(variables))
    collected: dict[Node, list[Term]] = {term: [ONE]}
    for node in reversed(nodes):
        if node in moving and node in collected and not isinstance(node, Sym):
            adjoint = add(*collected.pop(node))
            for child, factor in _slopes(node, moving):
                collected.setdefault(child, []).append(mul(factor, adjoint))
    return tuple(add(*collected.get(variable, [ZERO])) for variable in variables)


def _moving(nodes: Iterable[Node], variables: set[Sym]) -> set[Node]:
    # The nodes that depend on the variables other than through a condition.
    found: set[Node] = set()
    for node in nodes:
        if node in variables:
            found.add(node)
        elif isinstance(node, Case):
            if node.otherwise in found or any(value in found for _, value in node.branches):
                found.add(node)
        elif not isinstance(node, Compare | AllOf | AnyOf | Negation) and any(
            c in found for c in children(node)
        ):
            found.add(node)
    return found


def _slopes(node: Node, moving: set[Node]) -> Iterator[tuple[Term, Term]]:
    """The moving children of a node, each with the derivative of the node by it."""
    match node:
        case Add(args=args):
            yield from ((arg, ONE) for arg in args if arg in moving)
        case Mul(args=args):
            yield from ((arg, mul(*args[:k], *args[k + 1 :])) for k, arg in enumerate(args) if arg in moving)
        case Pow(base=base, exponent=exponent):
            if base in moving:
                yield base, mul(exponent, power(base, add(exponent, -1)))
            if exponent in moving:
                yield exponent, mul(node, fn("log", base))
        case Fn(name=name, args=args):
            yield from ((arg, derivative(name, args, k)) for k, arg in enumerate(args) if arg in moving)
        case Case():
            yield from _branch_slopes(node, moving)
        case _:
            return


def _branch_slopes(node: Case, moving: set[Node]) -> Iterator[tuple[Term, Term]]:
    values = [value for _, value in node.branches]
    for k, value in enumerate(values):
        if value in moving:
            yield value, case([(c, int(j == k)) for j, (c, _) in enumerate(node.branches)], 0)
    if node.otherwise in moving:
        yield node.otherwise, case([(c, 0) for c, _ in node.branches], 1)


def hessian(term: Term, by: Iterable[str | Sym]) -> tuple[tuple[Term, ...], ...]:
    """The second derivatives of one term, row by row."""
    names = tuple(by)
    return tuple(gradient(first, names) for first in gradient(term, names))


def derivative_of(node: Term, by: Sym, known: Mapping[Node, Term]) -> Term:
    """The derivative of one node, from the derivatives of its children."""
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
            return derive_power(node, known)
        case Fn():
            return _derive_function(node, known)
        case Case():
            return case([(c, known[value]) for c, value in node.branches], known[node.otherwise])


def _derive_product(node: Mul, known: Mapping[Node, Term]) -> Term:
    # One summand for each factor that depends on the variable, the others left as they are.
    moving = [k for k, factor in enumerate(node.args) if known[factor] is not ZERO]
    return add(*(mul(*node.args[:k], known[node.args[k]], *node.args[k + 1 :]) for k in moving))


def derive_power(node: Pow, known: Mapping[Node, Term]) -> Term:
    """The derivative of a power, from those of its base and its exponent."""
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
    return substitute_all((term,), mapping)[0]


def substitute_all(terms: Sequence[Term], mapping: Mapping[str, Term]) -> list[Term]:
    """The terms with free scalars replaced; what they share is rebuilt once.

    >>> substitute_all([sym("x"), sym("x") * 2], {"x": sym("y")})
    [y, 2*y]
    """
    changed = Changed()
    for node in postorder(terms):
        changed.settle(node, mapping.get(node.name) if node.__class__ is Sym else None)
    return [changed[term] for term in terms]  # type: ignore[misc]


def replaced(term: Term, mapping: Mapping[Node, Node]) -> Term:
    """The term with whole subterms or conditions replaced."""
    changed = Changed()
    for node in postorder((term,)):
        changed.settle(node, mapping.get(node))
    return changed[term]  # type: ignore[return-value]


class Changed(dict[Node, Node]):
    """What became of the nodes that changed; any other is what it was."""

    def __missing__(self, node: Node) -> Node:
        return node

    def settle(self, node: Node, new: Node | None) -> None:
        """What becomes of a node whose children are settled: something new, or itself with what became of these."""
        if new is None:
            if not self or self.keys().isdisjoint(children(node)):
                return
            new = rebuild(node, self)
        if new is not node:
            self[node] = new


def rebuild(node: Node, known: Mapping[Node, Node]) -> Node:
    """The node with its children replaced by what ``known`` has for them."""
    match node:
        case Num() | Sym() | Const():
            return node
        case Add():
            return add(*[known[arg] for arg in node.args])  # type: ignore[arg-type]
        case Mul():
            return mul(*[known[arg] for arg in node.args])  # type: ignore[arg-type]
        case Pow():
            return power(known[node.base], known[node.exponent])  # type: ignore[arg-type]
        case Fn():
            return fn(node.name, *[known[arg] for arg in node.args])  # type: ignore[arg-type]
        case _:
            return _rebuilt_with_conditions(node, known)


def _rebuilt_with_conditions(node: Case | Condition, known: Mapping[Node, Node]) -> Node:
    def new(child: Node) -> Term:
        return known[child]  # type: ignore[return-value]

    def holds(child: Condition) -> Condition:
        return known[child]  # type: ignore[return-value]

    match node:
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
