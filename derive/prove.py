"""The judge, on one page: prove two terms equal, or refute them at a point, or say that it cannot tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derive.calculus import free_symbols, substitute
from derive.domains import ANYWHERE, Domains
from derive.exact.budget import Budget, OutOfTime, Spent
from derive.exact.labels import label_cases, label_conditions
from derive.exact.zero import zero_test
from derive.model import Claim, Reason, Right, Unknown, Verdict, Wrong
from derive.refute import Difference, Survey, certified_point, shown, survey
from derive.terms import Term, num

WORK = 400_000
MOST_CASES = 64


def prove_terms(left: Term, right: Term, domains: Domains = ANYWHERE) -> Verdict:
    """Whether two terms are equal wherever both are defined in the declared domain.

    >>> from derive.terms import fn, sym
    >>> x = sym("x")
    >>> type(prove_terms(fn("log", fn("exp", x)), x)).__name__, type(prove_terms(x**2, x)).__name__
    ('Right', 'Wrong')
    """
    claim = Claim(left, right, domains)
    try:
        return _judge(claim, Budget(WORK))
    except Spent:
        return Unknown(Reason.BUDGET)
    except OutOfTime:
        return Unknown(Reason.TIME)


def _judge(claim: Claim, budget: Budget) -> Verdict:
    found = survey(claim.left, claim.right, claim.domains, attempts=6, deep=False)
    if found.difference is not None:
        return _wrong(claim, found.difference)
    test = zero_test(claim.left - claim.right, claim.domains, budget)
    if test.is_zero:
        return _right(claim, found)
    labelled = _by_labels(claim, budget)
    if labelled is not None:
        return labelled
    again = survey(claim.left, claim.right, claim.domains)
    if again.difference is not None:
        return _wrong(claim, again.difference)
    return Unknown(Reason.UNDECIDED)


def _by_labels(claim: Claim, budget: Budget) -> Right | None:
    """Right for each of the finitely many values of the labels, if it is."""
    names = sorted(free_symbols(claim.left, claim.right))
    cases = list(label_cases(names, claim.domains, MOST_CASES))
    if len(cases) < 2:
        return None
    difference = claim.left - claim.right
    for values in cases:
        settled = substitute(difference, {name: num(value) for name, value in values.items()})
        if not zero_test(settled, claim.domains, budget).is_zero:
            return None
    found = survey(claim.left, claim.right, claim.domains, deep=False)
    if found.common is None:
        return None
    conditions = label_conditions(names, claim.domains)
    return Right("normal form for each value of the labels", conditions=conditions, claims=(claim,))


def _right(claim: Claim, found: Survey) -> Verdict:
    common = found.common or certified_point(claim.left, claim.right, claim.domains).common
    if common is None:
        return Unknown(Reason.NO_DOMAIN_POINT)
    return Right("normal form", claims=(claim,))


def _wrong(claim: Claim, found: Difference) -> Wrong:
    return Wrong(found.point, shown(found.left), shown(found.right), shown(found.gap), claims=(claim,))


def prove_arrays(lefts: Sequence[Term], rights: Sequence[Term], domains: Domains = ANYWHERE) -> Verdict:
    """Whether two flattened arrays are equal entry by entry; ``Wrong.entry`` is the flat index of the first difference."""
    if len(lefts) != len(rights):
        return Wrong((), f"{len(lefts)} entries", f"{len(rights)} entries", kind="shape")
    verdicts: list[Right] = []
    unknown: Unknown | None = None
    for k, (left, right) in enumerate(zip(lefts, rights, strict=True)):
        match prove_terms(left, right, domains):
            case Wrong() as wrong:
                return replace(wrong, entry=(k,))
            case Right() as right_verdict:
                verdicts.append(right_verdict)
            case Unknown() as cannot_tell:
                unknown = unknown or cannot_tell
    return unknown or _all_right(verdicts)


def _all_right(verdicts: Sequence[Right]) -> Right:
    conditions = tuple(dict.fromkeys(c for verdict in verdicts for c in verdict.conditions))
    claims = tuple(claim for verdict in verdicts for claim in verdict.claims)
    return Right("entry by entry", conditions=conditions, claims=claims)
