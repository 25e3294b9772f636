"""Labels: finite domains and one-hot vectors, as the finitely many values that they take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from derive.calculus import free_symbols, rebuild
from derive.domains import Domains, FiniteSet, OneHot, Simplex
from derive.terms import Add, Fn, Mul, Sym, Term, add, case, compare, sym
from derive.traverse import Node, postorder

Values = dict[str, Fraction]


def label_cases(names: Sequence[str], domains: Domains, most: int) -> Iterator[Values]:
    """Every combination of label values of these names; none at all if there are more than ``most``.

    >>> from derive.domains import LABELS
    >>> len(list(label_cases(["y", "x"], Domains({"y": LABELS}), 64)))
    2
    """
    axes = [*_single_axes(names, domains), *_hot_axes(names, domains)]
    total = 1
    for axis in axes:
        total *= len(axis)
    if axes and total <= most:
        for choice in product(*axes):
            yield {name: value for part in choice for name, value in part.items()}


def _single_axes(names: Sequence[str], domains: Domains) -> Iterator[list[Values]]:
    for name in names:
        domain = domains.domain(name)
        if isinstance(domain, FiniteSet) and not _is_hot(name, domains):
            yield [{name: value} for value in domain.values]


def _hot_axes(names: Sequence[str], domains: Domains) -> Iterator[list[Values]]:
    for group in _hot_groups(names, domains):
        yield [{name: Fraction(int(name == hot)) for name in group.symbols} for hot in group.symbols]


def _hot_groups(names: Sequence[str], domains: Domains) -> list[OneHot]:
    return [g for g in domains.groups if isinstance(g, OneHot) and set(g.symbols) & set(names)]


def simplex_values(names: Sequence[str], domains: Domains) -> dict[str, Term]:
    """The last member of each simplex among these names, as 1 minus the others."""
    return {
        group.symbols[-1]: 1 - add(*map(sym, group.symbols[:-1]))
        for group in domains.groups
        if isinstance(group, Simplex) and set(group.symbols) & set(names)
    }


def simplex_conditions(names: Sequence[str], domains: Domains) -> tuple[str, ...]:
    """The conditions that say which symbols add up to 1."""
    groups = [g for g in domains.groups if isinstance(g, Simplex) and set(g.symbols) & set(names)]
    return tuple(f"({', '.join(group.symbols)}) in the simplex" for group in groups)


def with_zero_logs(term: Term, domains: Domains) -> Term:
    """The term with y log u read as 0 where the label y is 0, whatever u is there (0 log 0 = 0).

    >>> from derive.domains import LABELS
    >>> from derive.terms import fn
    >>> with_zero_logs(sym("y") * fn("log", sym("y")), Domains({"y": LABELS}))
    piecewise((0, y == 0), y*log(y))
    """
    known: dict[Node, Node] = {}
    for node in postorder((term,)):
        built = rebuild(node, known)
        known[node] = _guarded(built, domains) if isinstance(built, Mul) else built
    return known[term]  # type: ignore[return-value]


def _guarded(product: Mul, domains: Domains) -> Term:
    if not any(isinstance(node, Fn) and node.name == "log" for node in postorder((product,))):
        return product
    labels = [arg for arg in product.args if _is_label(arg, domains)]
    return case([(compare("=", label, 0), 0) for label in labels], product) if labels else product


def _is_label(term: Term, domains: Domains) -> bool:
    names = free_symbols(term)
    plain = isinstance(term, Sym | Add)
    return plain and bool(names) and all(isinstance(domains.domain(name), FiniteSet) for name in names)


def _is_hot(name: str, domains: Domains) -> bool:
    return any(name in group.symbols for group in domains.groups if isinstance(group, OneHot))


def label_conditions(names: Sequence[str], domains: Domains) -> tuple[str, ...]:
    """The conditions that say for which labels something holds, as in "y in {0,1}"."""
    found = []
    for name in names:
        domain = domains.domain(name)
        if isinstance(domain, FiniteSet) and not _is_hot(name, domains):
            found.append(f"{name} in {{{','.join(map(str, domain.values))}}}")
    for group in _hot_groups(names, domains):
        found.append(f"({', '.join(group.symbols)}) one-hot")
    return tuple(found)
