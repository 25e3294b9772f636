"""Proofs about the values of one path: equal or different wherever its condition holds; only ``derive`` decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain

from derive.calculus import substitute
from derive.domains import Domains
from derive.exact.apart import roots_apart
from derive.exact.budget import Budget
from derive.exact.conditions import domain_conditions
from derive.exact.definedness import open_demands
from derive.exact.ranges import Ranges
from derive.exact.settled import settled
from derive.exact.shared import SHARED, with_maxima_free, with_shared_sums_free
from derive.exact.stepwise import equal_by_steps
from derive.exact.switches import switched
from derive.exact.tidy import tidied
from derive.judgement import prove_arrays, prove_terms
from derive.misconceptions.proof import WORK, proved_equal
from derive.misconceptions.shifts import unshifted_together
from derive.model import Claim, Reason, Right, Unknown, Verdict, Wrong
from derive.refute import Search, shown
from derive.terms import AllOf, Condition, Term, all_of, case, num
from derive.traverse import count_nodes
from numeric.submissions.paths import Pinned, cases_of_equations, pinned

MANY_POINTS = 60
LONG = 120  # nodes: above, a proof in full costs more than to look for a shorter one
FIRST_WORK = 20_000
BY_STEPS = "normal form, from the inside out"
SMALL = 30  # nodes: below, a proof costs less than to look for what both sides share
ALWAYS = all_of()


@dataclass(slots=True)
class Ways:
    """What is tried first for the paths of one parameter; a way to prove equality that was in vain comes last.

    ``doubted`` says that some run was apart, so that a counterexample is looked for before a proof; where it is not
    ``thorough``, long terms that nothing quick decides stay open.
    """

    doubted: bool = False
    thorough: bool = True
    by_values: bool = True


def proved_on(
    lefts: Sequence[Term],
    rights: Sequence[Term],
    condition: Condition,
    domains: Domains,
    ways: Ways | None = None,
) -> Verdict:
    """The verdict on two lists of terms wherever the path's condition holds.

    Long terms are first looked at part by part, then at points, then as polynomials in the values of functions: that is
    quick where it is enough.
    """
    ways = ways or Ways()
    is_long = count_nodes([*lefts, *rights], LONG) >= LONG
    looks: list[Callable[..., Verdict | None]] = [_by_steps] if is_long else []
    if is_long or ways.doubted:
        looks.insert(not ways.doubted, refuted_on)
    for look in looks:
        found = look(lefts, rights, condition, domains)
        if found is not None:
            return found
    if is_long and condition == ALWAYS and ways.by_values:
        free = _for_any_function_values(lefts, rights, domains, FIRST_WORK)
        if free is not None:
            return free
        ways.by_values = False
    if is_long and not ways.thorough:
        return Unknown(Reason.BUDGET)
    verdict = prove_on(lefts, rights, condition, domains)
    if not isinstance(verdict, Unknown) or verdict.reason is not Reason.BUDGET:
        return verdict
    by_steps = None if is_long else _by_steps(lefts, rights, condition, domains)
    if by_steps is not None:
        return by_steps
    free = _for_any_function_values(lefts, rights, domains)
    return verdict if free is None else free


def _by_steps(
    lefts: Sequence[Term], rights: Sequence[Term], condition: Condition, domains: Domains
) -> Right | None:
    plain = _plain(lefts, rights)
    parts = condition.parts if isinstance(condition, AllOf) else (condition,)
    sides = next(
        (each for each in _switchings(*plain, domains, parts) if equal_by_steps(*each, domains)), None
    )
    if sides is None:
        return None
    ranges = Ranges(domains)
    if not open_demands([*lefts, *rights], ranges):
        return Right(BY_STEPS)
    entries = range(len(lefts))
    if Search(*sides, domains).defined(entries, MANY_POINTS, proved=True):
        return None
    apart = roots_apart([*lefts, *rights], ranges)
    conditions = [domain_conditions(apart[k], apart[len(lefts) + k], ranges) for k in entries]
    return Right(BY_STEPS, conditions=tuple(dict.fromkeys(chain.from_iterable(conditions))))


def _switchings(
    lefts: Sequence[Term], rights: Sequence[Term], domains: Domains, holding: Sequence[Condition]
) -> Iterator[tuple[Sequence[Term], Sequence[Term]]]:
    """Both sides with switches for their case distinctions, which stay as they are in the branches, or are settled."""
    for settling in (False, True):
        found = switched(lefts, rights, domains, _is_proved(domains), holding, settling)
        if found is None:
            yield lefts, rights
            return
        yield found


def _for_any_function_values(
    lefts: Sequence[Term], rights: Sequence[Term], domains: Domains, work: int = WORK
) -> Right | None:
    """A proof in which the values of functions are free scalars: deep networks become polynomials in them.

    Only where both sides are defined everywhere, so that nothing is said of an empty set.
    """
    if open_demands([*lefts, *rights], Ranges(domains)):
        return None
    sides = ((lefts, rights), _plain(lefts, rights))
    if not any(proved_equal(*each, domains, Budget(work)) for each in sides):
        return None
    return Right("normal form with the values of functions as free scalars")


def refuted_on(
    lefts: Sequence[Term], rights: Sequence[Term], condition: Condition, domains: Domains
) -> Wrong | None:
    """A counterexample where the path's condition holds, among points that are looked at; None where there is none."""
    kept = _on_path(lefts, rights, condition)
    found = Search(kept, rights, domains).difference(range(len(kept)), MANY_POINTS, most_bits=128)
    if found is None:
        return None
    values = (shown(found.left), shown(found.right), shown(found.gap))
    claim = Claim(kept[found.entry], rights[found.entry], domains)
    return Wrong(found.point, *values, entry=(found.entry,), claims=(claim,))


def _on_path(lefts: Sequence[Term], rights: Sequence[Term], condition: Condition) -> list[Term]:
    if isinstance(condition, AllOf) and not condition.parts:
        return list(lefts)
    return [case([(condition, left)], right) for left, right in zip(lefts, rights, strict=True)]


def prove_on(
    lefts: Sequence[Term], rights: Sequence[Term], condition: Condition, domains: Domains
) -> Verdict:
    """Whether two lists of terms are equal wherever the path's condition holds.

    >>> from derive.domains import ANYWHERE
    >>> from derive.terms import compare, fn, sym
    >>> x = sym("x")
    >>> type(prove_on([fn("abs", x)], [x], compare("<", 0, x), ANYWHERE)).__name__
    'Right'
    """
    labelled = cases_of_equations([*lefts, *rights], domains)
    if labelled:
        return _each([replace(each, rest=condition) for each in labelled], lefts, rights, domains)
    cases = pinned(condition, domains)
    if len(cases) != 1 or not cases[0].values:
        free = _whatever_the_case(lefts, rights, domains)
        if isinstance(free, Right):
            return free
    return _each(cases, lefts, rights, domains)


def _each(
    cases: Sequence[Pinned], lefts: Sequence[Term], rights: Sequence[Term], domains: Domains
) -> Verdict:
    verdict: Verdict = Right("no values of the labels take this path")
    for known in cases:
        verdict = _where_pinned(lefts, rights, known, domains)
        if not isinstance(verdict, Right):
            break
    return verdict


def _where_pinned(lefts: Sequence[Term], rights: Sequence[Term], known: Pinned, domains: Domains) -> Verdict:
    if not known.values:
        return _on_condition(lefts, rights, known.rest, domains)
    numbers = {name: num(value) for name, value in known.values.items()}
    left, right = (settled([substitute(term, numbers) for term in side]) for side in (lefts, rights))
    return _with_point(prove_on(left, right, known.rest, domains), known.values)


def _on_condition(
    lefts: Sequence[Term], rights: Sequence[Term], condition: Condition, domains: Domains
) -> Verdict:
    # First with the condition's switches at their values; then as a case distinction, where all else is equal.
    parts = condition.parts if isinstance(condition, AllOf) else (condition,)
    settled = _whatever_the_case(lefts, rights, domains, parts) if parts else None
    if isinstance(settled, Right):
        return settled
    kept = _on_path(lefts, rights, condition)
    again = None if kept == list(lefts) else _whatever_the_case(kept, rights, domains)
    return again if isinstance(again, Right) else prove_arrays(kept, rights, domains)


def _with_point(verdict: Verdict, values: Mapping[str, Fraction]) -> Verdict:
    if not isinstance(verdict, Wrong):
        return verdict
    point = {**dict(verdict.point), **values}
    return replace(verdict, point=tuple(sorted(point.items())))


def _whatever_the_case(
    lefts: Sequence[Term], rights: Sequence[Term], domains: Domains, holding: Sequence[Condition] = ()
) -> Verdict | None:
    if count_nodes([*lefts, *rights], SMALL) < SMALL:
        return _with_switches(lefts, rights, domains, holding)
    plain = _plain(lefts, rights)
    for free in (
        with_maxima_free(*plain),
        with_shared_sums_free(*plain),
        with_shared_sums_free(*plain, in_functions=True),
    ):
        proof = None if free is None else _with_switches(*free, domains, holding)
        if isinstance(proof, Right) and not any(SHARED in each for each in proof.conditions):
            return proof
    return _with_switches(*plain, domains, holding)


def _plain(lefts: Sequence[Term], rights: Sequence[Term]) -> tuple[list[Term], list[Term]]:
    """Both sides in one order, without the maxima that cancel in exponents."""
    tidy = tidied(unshifted_together([*lefts, *rights]))
    return tidy[: len(lefts)], tidy[len(lefts) :]


def _with_switches(
    lefts: Sequence[Term], rights: Sequence[Term], domains: Domains, holding: Sequence[Condition]
) -> Verdict | None:
    sides = switched(lefts, rights, domains, _is_proved(domains), holding)
    if sides is None and holding:
        return None
    return prove_arrays(*(sides or (lefts, rights)), domains, simplest=False)


def _is_proved(domains: Domains) -> Callable[[Term, Term], bool]:
    def is_proved(left: Term, right: Term) -> bool:
        # What is built alike is quick to see from the inside out; in full, powers of long sums are multiplied out.
        is_long = count_nodes([left, right], SMALL) >= SMALL
        by_steps = is_long and equal_by_steps([left], [right], domains)
        return by_steps or isinstance(prove_terms(left, right, domains, simplest=False), Right)

    return is_proved
