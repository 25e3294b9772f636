"""Proving that a slip gives what was written: first with activations as free scalars, then in full.

What holds for free scalars holds for whatever is put in their place, so the first try proves as much as the
second and is far cheaper: polynomials in sigma(s) instead of quotients of exponentials.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from derive.calculus import free_symbols, substitute
from derive.domains import Domains, Simplex
from derive.exact.budget import Budget, OutOfTime, Spent
from derive.exact.labels import label_cases, simplex_values
from derive.exact.points import single_points_as_labels
from derive.exact.switches import switched
from derive.exact.zero import Zeros
from derive.misconceptions.kernels import Kernels
from derive.misconceptions.recast import recognised
from derive.terms import ZERO, Case, Fn, Term, num
from derive.traverse import count_nodes, postorder

LARGE = 500
WORK = 150_000
SHARE = 4
MOST_LABEL_CASES = 64
_KINKS = ("max", "min", "relu", "step", "abs", "sign")


def proved_equal(
    lefts: Sequence[Term], rights: Sequence[Term], domains: Domains, budget: Budget | None = None
) -> bool:
    """Whether two flattened arrays are proved equal, entry by entry, wherever both are defined in the domain.

    ``budget`` is what is left of the work of a whole diagnosis; one proof may take a share of it.

    >>> from derive.terms import fn, sym
    >>> a, b = fn("sigmoid", sym("s")), 1 - fn("sigmoid", -sym("s"))
    >>> proved_equal([a], [b], Domains()), proved_equal([a], [a + 1], Domains())
    (True, False)
    """
    budget = budget or Budget(WORK)
    # Off the kinks, whatever the switches are worth: one proof in place of one for every combination of signs.
    plain = switched(lefts, rights, domains, lambda a, b: _is_proved([a, b], 1, domains, budget))
    if plain is not None and _for_any_function_values(*plain, domains, budget):
        return True
    if _for_any_function_values(lefts, rights, domains, budget):
        return True
    if count_nodes([*lefts, *rights], LARGE) < LARGE or not _has_kinks([*lefts, *rights]):
        return _is_proved([*lefts, *rights], len(lefts), domains, budget)
    return False


def _for_any_function_values(
    lefts: Sequence[Term], rights: Sequence[Term], domains: Domains, budget: Budget
) -> bool:
    named = [recognised(one) for one in (*lefts, *rights)]
    for kept in (frozenset[str](), frozenset({"exp", "log"})):
        kernels = Kernels(kept)
        plain = [kernels.abstract(one) for one in named]
        free = Domains({**domains.of, **kernels.ranges}, domains.groups)
        if kernels.names and _is_proved(plain, len(lefts), free, budget):
            return True
    return False


def _is_proved(sides: Sequence[Term], count: int, domains: Domains, budget: Budget) -> bool:
    share = Budget(budget.work // SHARE)
    before = share.work
    zeros = Zeros(single_points_as_labels(domains), share)
    try:
        return all(_is_zero(a - b, zeros) for a, b in zip(sides[:count], sides[count:], strict=True))
    except (Spent, OutOfTime):
        return False
    finally:
        budget.work -= before - max(share.work, 0)


def _is_zero(difference: Term, zeros: Zeros) -> bool:
    """Whether a difference is zero for all values, or for those that labels and simplices can take."""
    if difference is ZERO:
        return True
    names = sorted(free_symbols(difference))
    settled = substitute(difference, simplex_values(names, summing_to_one(zeros.domains)))
    test = zeros.test(settled)
    cases = list(label_cases(names, zeros.domains, MOST_LABEL_CASES))
    # A kink may lie just where a label is.
    if test.is_zero and not (test.kinks and cases):
        return True
    return bool(cases) and all(zeros.test(_with_labels(difference, case)).is_zero for case in cases)


def summing_to_one(domains: Domains) -> Domains:
    """The domains with one-hot labels that merely sum to one: what holds there holds for the one-hot ones, too."""
    return Domains(domains.of, tuple(Simplex(group.symbols) for group in domains.groups))


def _with_labels(term: Term, case: Mapping[str, Fraction]) -> Term:
    return substitute(term, {name: num(value) for name, value in case.items()})


def _has_kinks(terms: Sequence[Term]) -> bool:
    return any(
        isinstance(node, Case) or (isinstance(node, Fn) and node.name in _KINKS) for node in postorder(terms)
    )


def same_values(one: Sequence[Sequence[Term]], other: Sequence[Sequence[Term]]) -> bool:
    """Whether two results are alike at all sizes: the same terms, so that the proof for one serves the other."""
    return all(
        a is b for mine, theirs in zip(one, other, strict=True) for a, b in zip(mine, theirs, strict=True)
    )
