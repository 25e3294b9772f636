"""Claims with sums over sizes: judged at small sizes first, then for every size where the size lemma allows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from derive.abstraction import without_sums_in_functions
from derive.calculus import free_symbols
from derive.degrees import NotPolynomial, shapes_of_claim
from derive.domains import Domains
from derive.errors import NotSupported
from derive.indices import indexed
from derive.judgement import prove_arrays, prove_terms
from derive.model import Right, Verdict, Wrong
from derive.sizes import grid_needed, over_sizes, unflatten
from derive.symbolic_sums import Run, free_indices, indices_in, size_names, unfolded
from derive.terms import Num, Term

SMALL_SIZES = (1, 2, 3)
MOST_CHOICES = 64

Sizes = dict[str, int]


@dataclass(frozen=True)
class Claims:
    """Equations entry by entry of an array of this shape; the terms may hold sums over sizes, some with values.

    ``indices`` are the free ones, each with what it runs over.
    """

    lefts: tuple[Term, ...]
    rights: tuple[Term, ...]
    domains: Domains
    given: Mapping[str, int]
    shape: tuple[int, ...] = ()
    indices: Mapping[str, Run] = field(default_factory=dict)

    @property
    def terms(self) -> tuple[Term, ...]:
        """All sides."""
        return (*self.lefts, *self.rights)


def judge(claims: Claims) -> Verdict:
    """The verdict on claims, with the sizes for which it was proved, or "every N".

    Raises ``NotSupported`` for sums that cannot be written out.

    >>> from derive.plain import read
    >>> sides = read("sum(x[i] - m, i, 1, N)"), read("sum(x[i], i, 1, N) - N*m")
    >>> judge(Claims(sides[:1], sides[1:], Domains(), {})).sizes
    'every N'
    """
    claims = replace(claims, indices=free_indices(claims.terms))
    free = [name for name in size_names(claims.terms) if name not in claims.given]
    if not free:
        return _at_sizes(claims, {})
    tried = [(sizes, _at_sizes(claims, sizes)) for sizes in _small_sizes(free)]
    verdict = over_sizes(tried)
    return _for_every_size(claims, free, verdict) if isinstance(verdict, Right) else verdict


def _small_sizes(names: Sequence[str]) -> Iterator[Sizes]:
    for choice in product(SMALL_SIZES, repeat=len(names)):
        yield dict(zip(names, choice, strict=True))


def _for_every_size(claims: Claims, free: Sequence[str], small: Right) -> Verdict:
    """The verdict for every size where the lemma gives one, else the one at small sizes."""
    for general in _generalised(claims):
        grid = _grid(general, free)
        verdict = over_sizes([(sizes, _at_sizes(general, sizes)) for sizes in grid]) if grid else None
        if isinstance(verdict, Right):
            method = f"{small.method}, and the size lemma from {verdict.sizes}"
            return replace(small, method=method, sizes=f"every {' and '.join(free)}")
        if isinstance(verdict, Wrong) and general is claims:
            return verdict
    return small


def _generalised(claims: Claims) -> Iterator[Claims]:
    """The claims themselves, and claims that they follow from, in which sums are scalars."""
    yield claims
    known = [claims.terms]
    for below_fractions in (False, True):
        terms = tuple(without_sums_in_functions(claims.terms, below_fractions))
        if terms not in known:
            known.append(terms)
            count = len(claims.lefts)
            yield replace(claims, lefts=terms[:count], rights=terms[count:])


def _grid(claims: Claims, free: Sequence[str]) -> Sequence[Sizes] | None:
    """The sizes that the lemma asks for; None where it does not apply, or asks for too many."""
    if any(indexed(name) for name in claims.domains.of) or claims.domains.groups:
        return None  # samples that do not all range over the same values
    try:
        shapes = {name: shapes_of_claim(claims.lefts, claims.rights, name, claims.indices) for name in free}
    except NotPolynomial:
        return None
    grid = grid_needed(shapes)
    return grid if len(grid) <= MOST_CHOICES else None


def _at_sizes(claims: Claims, sizes: Mapping[str, int]) -> Verdict:
    """The verdict at concrete sizes: each free index takes all its values."""
    values = {**claims.given, **sizes}
    axes = _axes(claims.indices, values)
    choices = [{**values, **dict(zip(axes, choice, strict=True))} for choice in product(*axes.values())]
    lefts, rights = (
        [unfolded(t, c) for t in side for c in choices] for side in (claims.lefts, claims.rights)
    )
    _check_indices([*lefts, *rights])
    domains = _with_entries(claims.domains, [*lefts, *rights])
    shape = (*claims.shape, *(len(axis) for axis in axes.values()))
    if not shape:
        return prove_terms(lefts[0], rights[0], domains)
    verdict = prove_arrays(lefts, rights, domains)
    return (
        replace(verdict, entry=unflatten(verdict.entry[0], shape)) if isinstance(verdict, Wrong) else verdict
    )


def _axes(indices: Mapping[str, Run], values: Mapping[str, int]) -> dict[str, range]:
    found = {}
    for name, run in indices.items():
        low, high = (unfolded(end, values) for end in run)
        if name not in values and isinstance(low, Num) and isinstance(high, Num):
            found[name] = range(int(low.value), int(high.value) + 1)
    return found


def _check_indices(terms: Sequence[Term]) -> None:
    names = free_symbols(*terms)
    for name, _ in indices_in(terms):
        if name in names:
            raise NotSupported(f"the index {name}, which is used as a number", remedy="sum over it")


def _with_entries(domains: Domains, terms: Sequence[Term]) -> Domains:
    """The domains with those of whole arrays given to their entries: what x is, x[1] is too."""
    entries = {name: indexed(name) for name in free_symbols(*terms) if name not in domains.of}
    found = {n: domains.of[parts.stem] for n, parts in entries.items() if parts and parts.stem in domains.of}
    return Domains({**domains.of, **found}, domains.groups) if found else domains
