"""Random equations: what is equal by construction is never judged wrong, and evidence always holds."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from expressions import DOMAINS, expression
from questions import Question, question
from small_slips import with_a_far_difference

from derive.calculus import substitute
from derive.evidence import recheck
from derive.exact.definedness import open_demands
from derive.exact.ranges import Ranges
from derive.model import Right, Unknown, Verdict, Wrong
from derive.printing import term_text
from derive.prove import prove_terms
from derive.terms import sym

ORDINARY, SOAK = 500, 20_000


def judged(asked: Question) -> Verdict:
    verdict = prove_terms(asked.left, asked.right, DOMAINS)
    shown = f"{term_text(asked.left)} | {term_text(asked.right)}: {verdict}"
    assert not (asked.equal and isinstance(verdict, Wrong)), f"false wrong: {shown}"
    assert recheck(verdict).holds, f"evidence does not hold: {recheck(verdict).notes}: {shown}"
    return verdict


def run(first: int, count: int) -> Counter[tuple[bool, str]]:
    outcomes: Counter[tuple[bool, str]] = Counter()
    for seed in range(first, first + count):
        asked = question(seed, equal=seed % 2 == 0)
        outcomes[asked.equal, type(judged(asked)).__name__] += 1
    return outcomes


def report(outcomes: Counter[tuple[bool, str]]) -> float:
    equal = sum(count for (is_equal, _), count in outcomes.items() if is_equal)
    undecided = sum(count for (_, name), count in outcomes.items() if name == "Unknown")
    print(f"{dict(outcomes)}; cannot tell: {undecided} of {outcomes.total()}")
    return outcomes[True, "Right"] / equal


def test_no_false_verdict() -> None:
    assert report(run(0, ORDINARY)) >= 0.97


@pytest.mark.soak
@pytest.mark.parametrize("part", range(20))
def test_no_false_verdict_in_the_long_run(part: int) -> None:
    size = SOAK // 20
    assert report(run(1_000_000 + part * size, size)) >= 0.97


@pytest.mark.parametrize("seed", range(60))
def test_a_difference_far_away_is_never_right(seed: int) -> None:
    random = Random(seed)
    term = expression(random, random.randint(1, 3))
    other = with_a_far_difference(term, random)
    somewhere_undefined = open_demands([term], Ranges(DOMAINS))
    assert somewhere_undefined or not isinstance(prove_terms(term, other, DOMAINS), Right)


@pytest.mark.parametrize("seed", range(0, 120, 2))
def test_verdicts_do_not_change_under_renaming_and_exchange(seed: int) -> None:
    asked = question(seed, equal=seed % 4 == 0)
    first = prove_terms(asked.left, asked.right, DOMAINS)
    names = {"x": sym("zeta"), "s": sym("alpha"), "b": sym("w[1,2]")}
    renamed = prove_terms(substitute(asked.left, names), substitute(asked.right, names), DOMAINS)
    exchanged = prove_terms(asked.right, asked.left, DOMAINS)
    assert {type(first), type(renamed), type(exchanged)} == {type(first)}


def test_cannot_tell_is_no_refuge() -> None:
    verdicts = [judged(question(seed, equal=True)) for seed in range(2000, 2100)]
    assert sum(isinstance(verdict, Unknown) for verdict in verdicts) <= 4
    assert sum(isinstance(verdict, Right) for verdict in verdicts) >= 96
