"""Members beyond the range of their family, x_0 and x_{n+1}: what is wrong without them is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from derive.calculus import free_symbols, substitute_all
from derive.domains import Domains
from derive.judgement import prove_arrays
from derive.model import Wrong
from derive.terms import ZERO, Term


def is_wrong_within(
    lefts: Sequence[Term], rights: Sequence[Term], domains: Domains, beyond: frozenset[str]
) -> bool:
    """Whether two sides differ in entries without such members, or where all of these are 0.

    A document may take x_0 for 0, or leave the ends of a range out: then a line may be right that differs there only.
    """
    if len(lefts) != len(rights):
        return False
    inside = [k for k, pair in enumerate(zip(lefts, rights, strict=True)) if not free_symbols(*pair) & beyond]
    if inside and _differ([lefts[k] for k in inside], [rights[k] for k in inside], domains):
        return True
    zeros = dict.fromkeys(beyond, ZERO)
    first, second = (substitute_all(side, zeros) for side in (lefts, rights))
    return _differ(first, second, domains)


def _differ(lefts: Sequence[Term], rights: Sequence[Term], domains: Domains) -> bool:
    return isinstance(prove_arrays(lefts, rights, domains, simplest=False), Wrong)
