"""Case distinctions on both sides: what a branch knows of its own condition, and conditions about numbers only."""

from __future__ import annotations

import pytest

from derive.domains import ANYWHERE
from derive.exact.settled import settled
from derive.exact.switches import switched
from derive.judgement import prove_arrays
from derive.model import Right
from derive.terms import Condition, Fn, Term, case, compare, fn, negation, num, sym
from derive.traverse import postorder

u, v = sym("u"), sym("v")


def is_proved(left: Term, right: Term) -> bool:
    sides = switched([left], [right], ANYWHERE, lambda a, b: a is b)
    return sides is not None and isinstance(prove_arrays(*sides, ANYWHERE), Right)


@pytest.mark.parametrize(
    ("left", "right", "wanted"),
    [
        # A mask made by overwriting what is above 0.
        (case([(compare("<", 0, fn("relu", u)), 1)], fn("relu", u)), fn("step", u), True),
        (case([(compare("<=", fn("relu", u), 0), 0)], v), fn("step", u) * v, True),
        (case([(compare("<=", u, 0), u)], v), case([(negation(compare("<", 0, u)), u)], v), True),
        (case([(compare("<=", u, 0), u)], v), case([(compare("<", 0, u), u)], v), False),
        (case([(compare("<", 0, u), fn("abs", u))], 0), fn("relu", u), True),
        (case([(compare("<", 0, u), 0)], fn("abs", u)), fn("relu", u), False),
    ],
)
def test_a_branch_knows_its_own_condition(left: Term, right: Term, wanted: bool) -> None:
    assert is_proved(left, right) is wanted


def test_without_settling_branches_stay_as_short_as_they_are() -> None:
    up = case([(compare("<", 0, u), u)], u / 10)
    left = case([(compare("<", 0, u), fn("exp", up))], fn("exp", up) / 10)
    right = (fn("step", u) + (1 - fn("step", u)) / 10) * fn("exp", fn("max", u, 0) + fn("min", u, 0) / 10)
    short, other = switched([left], [right], ANYWHERE, lambda a, b: a is b, settling=False)
    assert isinstance(prove_arrays(short, other, ANYWHERE), Right)
    settled_ones, _ = switched([left], [right], ANYWHERE, lambda a, b: a is b)
    assert exponentials(settled_ones) == 2
    assert exponentials(short) == 1


def exponentials(terms: list[Term]) -> int:
    return sum(isinstance(node, Fn) and node.name == "exp" for node in postorder(terms))


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        (compare("=", num(1), 1), u),
        (compare("=", num(1), 2), v),
        (negation(compare("<", num(1), 2)), v),
        (compare("<=", num(2), 2), u),
    ],
)
def test_conditions_about_numbers_are_settled(condition: Condition, wanted: Term) -> None:
    assert settled([case([(condition, u)], v)]) == [wanted]
