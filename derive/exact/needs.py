"""What terms need to have a value at all: positive arguments, and exponents that are whole numbers."""

from __future__ import annotations

from collections.abc import Sequence

from derive.domains import Domains
from derive.exact.points import whole_symbols
from derive.terms import Add, AllOf, AnyOf, Case, Compare, Fn, Mul, Negation, Num, Pow, Sym, Term
from derive.traverse import FEW_ROOTS, Node, postorder, walk

_BRANCHING = frozenset((Case, AllOf, AnyOf))
_DEMANDING = frozenset((Fn, Pow))


def must_be_positive(terms: Sequence[Term], domains: Domains) -> dict[Term, bool]:
    """Terms that are positive wherever the given ones are defined (True), or are at least not negative (False)."""
    found: dict[Term, bool] = {}
    for node in unconditional(terms):
        if node.__class__ not in _DEMANDING:
            continue
        match node:
            case Fn(name="log" | "loggamma", args=(inner,)):
                found[inner] = True
            case Fn(name="logit", args=(inner,)):
                found |= {inner: True, 1 - inner: True}
            case Pow(base=inner, exponent=exponent) if not is_whole(exponent, domains):
                inverse = isinstance(exponent, Num) and exponent.value < 0
                found[inner] = found.get(inner, False) or inverse
            case _:
                pass
    return found


def unconditional(terms: Sequence[Term]) -> Sequence[Node]:
    """The nodes that are evaluated wherever the terms are defined: all but those under branches of a case."""
    if len(terms) <= FEW_ROOTS and not any(node.__class__ in _BRANCHING for node in walk(terms)):
        return list(walk(terms))[::-1]
    return _unconditional(terms)


def _unconditional(terms: Sequence[Term]) -> list[Node]:
    found: list[Node] = []
    seen: set[Node] = set()
    stack: list[Node] = list(terms)
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen.add(node)
        found.append(node)
        match node:
            case Case():
                stack.append(node.branches[0][0])
            case AllOf() | AnyOf():
                stack.extend(node.parts[:1])  # the others need not have a value where the first decides
            case Compare():
                stack.extend((node.left, node.right))
            case Negation():
                stack.append(node.part)
            case Add() | Mul() | Fn():
                stack.extend(node.args)
            case Pow():
                stack.extend((node.base, node.exponent))
            case _:
                pass
    return found


def is_whole(exponent: Term, domains: Domains) -> bool:
    """Whether an exponent is a whole number all over the domain: sums, products and powers of whole numbers."""
    if isinstance(exponent, Num):
        return exponent.value.denominator == 1
    for node in postorder((exponent,)):
        match node:
            case Sym(name=name) if whole_symbols(domains, [name]):
                pass
            case Num(value=value) if value.denominator == 1:
                pass
            case Pow(exponent=Num(value=value)) if value >= 0 and value.denominator == 1:
                pass
            case Add() | Mul():
                pass
            case _:
                return False
    return True
