"""Labels: finite domains and one-hot vectors, as the finitely many values that they take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from derive.domains import Domains, FiniteSet, OneHot, Simplex
from derive.terms import Term, add, sym

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
