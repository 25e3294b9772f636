"""What a verdict holds under: where both sides are defined, and away from which kinks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from derive.calculus import free_symbols, replaced, substitute
from derive.domains import Domains
from derive.exact.balls import Doubt, evaluate, is_on_kink, sign_of
from derive.exact.budget import Budget, Spent
from derive.exact.definedness import Demand, compare_domains, impossible, is_met, open_demands
from derive.exact.labels import label_cases
from derive.exact.outcome import ZeroTest
from derive.exact.points import candidates, whole_symbols
from derive.exact.ranges import Ranges
from derive.exact.summands import PRIME, Fingerprints, ordered
from derive.exact.tidy import tidied
from derive.exact.zero import Zeros, solved_for_a_symbol
from derive.printing import term_text
from derive.terms import Case, Compare, Fn, Num, Term, num
from derive.traverse import postorder

CONDITION_WORK, KINK_WORK, MOST_CASES = 100_000, 30_000, 8
NONZERO_POINTS = 6


@dataclass(frozen=True, slots=True)
class Undefined:
    """Why a side is defined nowhere; ``is_literal`` when that does not depend on any domain (1/0, log 0)."""

    text: str
    is_literal: bool


def undefined_side(left: Term, right: Term, ranges: Ranges) -> tuple[Undefined, Term | None] | None:
    """The reason why a side is defined nowhere, and the other side if that may be defined."""
    reasons = [impossible(open_demands([side], ranges), ranges) for side in (left, right)]
    match reasons:
        case [None, None]:
            return None
        case [Demand() as demand, None]:
            return _why(demand), right
        case [None, Demand() as demand]:
            return _why(demand), left
        case _:
            return _why(next(r for r in reasons if r is not None)), None


def _why(demand: Demand) -> Undefined:
    needed = {">": "is not positive", ">=": "is negative", "!=": "is 0"}[demand.relation]
    return Undefined(f"{term_text(demand.term)} {needed}", not free_symbols(demand.term))


def domain_conditions(left: Term, right: Term, ranges: Ranges) -> tuple[str, ...]:
    """The conditions where one side is defined further than the other, as "x > 0"."""
    sides = [
        [demand for demand in open_demands([side], ranges) if not _is_met_at_labels(demand, ranges)]
        for side in (left, right)
    ]
    if _ordered(sides[0]) == _ordered(sides[1]):
        return ()
    try:
        return compare_domains(sides[0], sides[1], ranges.domains, Budget(CONDITION_WORK)).conditions
    except Spent:
        return ("both sides are defined",)


def _is_met_at_labels(demand: Demand, ranges: Ranges) -> bool:
    # Whether a demand is met for each value of the labels that stand in it.
    cases = list(label_cases(sorted(free_symbols(demand.term)), ranges.domains, MOST_CASES))
    settled = [substitute(demand.term, {n: num(v) for n, v in case.items()}) for case in cases]
    return bool(settled) and all(is_met(demand, ranges.of(term)) for term in settled)


def _ordered(demands: Sequence[Demand]) -> set[tuple[str, Term]]:
    fingerprints = Fingerprints()
    return {(demand.relation, ordered(demand.term, fingerprints)) for demand in demands}


def never_together(left: Term, right: Term, ranges: Ranges, budget: Budget) -> bool:
    """Whether there is certainly no point at which both sides are defined."""
    sides = [open_demands([side], ranges) for side in (left, right)]
    return compare_domains(sides[0], sides[1], ranges.domains, budget).disjoint


def kink_conditions(left: Term, right: Term, domains: Domains, test: ZeroTest) -> tuple[str, ...]:
    """The kinks away from which equality was proved, unless it holds on them too."""
    if not test.kinks or _is_continuous(left, right):
        return ()
    parts = test.within or (left - right,) * len(test.kinks)
    left_out = [
        kink for kink, part in zip(test.kinks, parts, strict=True) if not _holds_on(part, kink, domains)
    ]
    return tuple(dict.fromkeys(f"away from {_zero_text(kink)}" for kink in left_out))


def jump_conditions(terms: Sequence[Term]) -> tuple[str, ...]:
    """The places at which the terms may jump, as conditions to stay away from."""
    numbers = Fingerprints()
    jumps: dict[int, Term] = {}
    for node in postorder(terms):
        match node:
            case Fn(name="sign" | "step", args=(jump,)):
                pass
            case Compare(left=left, right=right):
                jump = left - right
            case _:
                continue
        number = numbers.of(jump)
        jumps.setdefault(min(number, PRIME - number), jump)
    return tuple(f"away from {_zero_text(jump)}" for jump in tidied(jumps.values()))


def _is_continuous(*sides: Term) -> bool:
    jumps = (
        isinstance(node, Case) or (isinstance(node, Fn) and node.name in ("sign", "step"))
        for node in postorder(sides)
    )
    return not any(jumps)


def _holds_on(difference: Term, kink: Term, domains: Domains) -> bool:
    try:
        return all(_holds_at(difference, plain, domains, Budget(KINK_WORK)) for plain in _without_signs(kink))
    except Spent:
        return False  # nothing is known about the kink itself: it is named


def _holds_at(difference: Term, kink: Term, domains: Domains, budget: Budget) -> bool:
    solved = solved_for_a_symbol(kink)
    if solved is None:
        return False
    name, value = solved
    there = substitute(difference, {name: value})
    if _is_nonzero_somewhere(there, domains):
        return False
    test = Zeros(domains, budget).test(there)
    return test.is_zero or test.nowhere


def _is_nonzero_somewhere(term: Term, domains: Domains) -> bool:
    """Whether a few points, on no further kink, show that a term is not zero: that costs a hundredth of a proof."""
    names = sorted(free_symbols(term))
    whole = whole_symbols(domains, names)
    for point in islice(candidates(names, domains), NONZERO_POINTS):
        (value,) = evaluate([term], point, whole=whole)
        if (
            not isinstance(value, Doubt)
            and sign_of(value) in (1, -1)
            and not is_on_kink([term], point, whole)
        ):
            return True
    return False


def _without_signs(kink: Term) -> list[Term]:
    # |s| = 1 is s = 1 or s = -1: the kink with each sign that stands in it.
    for node in postorder((kink,)):
        if isinstance(node, Fn) and node.name in ("abs", "sign"):
            plain = node.args[0] if node.name == "abs" else num(1)
            choices = [replaced(kink, {node: plain}), replaced(kink, {node: -plain})]
            return [one for choice in choices for one in _without_signs(choice)]
    return [kink]


def _zero_text(kink: Term) -> str:
    """ "s = 0", or "x = 1" where the kink is a symbol and a number."""
    solved = solved_for_a_symbol(kink)
    if solved is not None and isinstance(solved[1], Num):
        return f"{solved[0]} = {term_text(solved[1])}"
    return f"{term_text(kink)} = 0"
