"""Random expressions with one small slip, which is probably no longer equal."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from expressions import SYMBOLS
from sound_rules import Rule, put

from derive.terms import (
    Add,
    Fn,
    Mul,
    Num,
    Term,
    add,
    fn,
    mul,
    num,
    sym,
)
from derive.traverse import postorder


def mutated(term: Term, random: Random) -> Term:
    """The term with one slip somewhere."""
    places = [node for node in postorder((term,)) if isinstance(node, Term)]
    for _ in range(40):
        place = random.choice(places)
        new = random.choice(SLIPS)(place, random)
        if new is not None and new is not place:
            return put(term, place, new)
    return term + 1


def with_a_far_difference(term: Term, random: Random) -> Term:
    """The term with something that shows itself only beyond 1000."""
    far = random.choice([sym("x") - 1000, sym("s") ** 2 - 10**6, -sym("b") - 1234])
    one = fn("step", far)
    return random.choice([term + fn("relu", far), term + one, (term + 1) / (1 + one) + 7 * one - 1 + one])


def _other_function(term: Term, random: Random) -> Term | None:
    pairs = [
        ("sigmoid", "tanh"),
        ("exp", "softplus"),
        ("abs", "relu"),
        ("max", "min"),
        ("sin", "cos"),
        ("sign", "step"),
    ]
    swaps = dict(pairs) | {b: a for a, b in pairs}
    return fn(swaps[term.name], *term.args) if isinstance(term, Fn) and term.name in swaps else None


def _dropped(term: Term, random: Random) -> Term | None:
    if not isinstance(term, Add | Mul) or len(term.args) < 2:
        return None
    args = list(term.args)
    args.pop(random.randrange(len(args)))
    return add(*args) if isinstance(term, Add) else mul(*args)


SLIPS: tuple[Rule, ...] = (
    lambda term, random: -term,
    lambda term, random: 1 - term,
    lambda term, random: term + random.choice([1, Fraction(1, 1000), Fraction(-1, 2)]),
    lambda term, random: num(term.value + 1) if isinstance(term, Num) else None,
    lambda term, random: random.choice(SYMBOLS) if term in SYMBOLS else None,
    lambda term, random: term * 2 if random.random() < 0.3 else None,
    _other_function,
    _dropped,
)
