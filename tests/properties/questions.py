"""Questions to the prover: a random expression rewritten by sound rules (still equal) or mutated (probably not)."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from expressions import DOMAINS, TRIED_POINTS, expression
from small_slips import mutated
from sound_rules import rewritten

from derive.refute import Search
from derive.terms import (
    Term,
)


@dataclass(frozen=True)
class Question:
    """Two sides, and whether they are equal by construction."""

    left: Term
    right: Term
    equal: bool


def question(seed: int, equal: bool) -> Question:
    """The question with this number."""
    random = Random(seed)
    left = _defined_somewhere(random, random.randint(1, 4))
    right = left
    for _ in range(random.randint(1, 4)):
        right = rewritten(right, random)
    if not equal:
        right = mutated(right, random)
    return Question(left, right, equal)


def _defined_somewhere(random: Random, depth: int) -> Term:
    """A random expression that has a value at some point: of sqrt(-sigmoid(x)) nothing can be right."""
    while True:
        found = expression(random, depth)
        if not Search([found], [found], DOMAINS).defined([0], TRIED_POINTS):
            return found
