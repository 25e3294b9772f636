"""Proofs from the inside out: what they prove, and what they leave alone."""

from __future__ import annotations

from fractions import Fraction

import pytest

from derive.domains import LABELS, POSITIVE, Domains, OneHot
from derive.exact.stepwise import equal_by_steps
from derive.terms import Term, case, compare, fn, sym

A, B, C, G, H, K = map(sym, "abcghk")
EXPS = [fn("exp", each) for each in (A, B, C)]
TOTAL, OTHER_WAY = EXPS[0] + EXPS[1] + EXPS[2], EXPS[2] + EXPS[0] + EXPS[1]
SHARES = [each / TOTAL for each in EXPS]
WEIGHTED = G * EXPS[0] + H * EXPS[1] + K * EXPS[2]
FLOW = G * SHARES[0] + H * SHARES[1] + K * SHARES[2]
MEAN = (A + B) / 2
SPREAD = ((A - MEAN) ** 2 + (B - MEAN) ** 2) / 2 + 1
HALF = Fraction(1, 2)
SQUARES = [A**2 + B**2, C**2 + G**2, H**2 + K**2]
LENGTHS = [each**HALF for each in SQUARES]
DOMAINS = Domains({"s": POSITIVE, "y": LABELS}, (OneHot(("u", "v")),))
S, Y, U, V = map(sym, "syuv")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (SHARES[0] * (G - FLOW), EXPS[0] * (G * OTHER_WAY - WEIGHTED) / OTHER_WAY**2),
        ((A - MEAN) / (SPREAD**HALF) ** 3, (A - B) / (2 * SPREAD ** (3 * HALF))),
        (SPREAD**-1 * SPREAD, 1 + 0 * A),
        (fn("sigmoid", A - B) * G, G / (1 + fn("exp", B - A))),
        (fn("tanh", A) + 0 * B, 2 * fn("sigmoid", 2 * A) - 1),
        ((U + V) * fn("exp", A + B), fn("exp", B + A)),
        (S / (S + 1) + 1 / (1 + S), 1 + 0 * S),
        (fn("exp", A - fn("log", TOTAL)) * G, SHARES[0] * G),
        (fn("exp", 2 * fn("log", SPREAD)) + 0 * A, SPREAD**2),
        (A * B / B, A + 0 * B),  # wherever both are defined
        (A / (LENGTHS[0] * LENGTHS[1]), A * (SQUARES[0] * SQUARES[1]) ** -HALF),
        (LENGTHS[0] ** 2 * LENGTHS[1], SQUARES[0] * SQUARES[1] ** HALF),
        (LENGTHS[0] * LENGTHS[1] * LENGTHS[2], (SQUARES[0] * SQUARES[1] * SQUARES[2]) ** HALF),
    ],
)
def test_equal_parts_are_one_scalar(left: Term, right: Term) -> None:
    assert equal_by_steps([left], [right], DOMAINS)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (SHARES[0] * (G - FLOW), SHARES[0] * (1 - SHARES[0]) * G),
        ((A - MEAN) / SPREAD, (A - B) / SPREAD),
        (fn("sigmoid", A - B), 1 / (1 + fn("exp", A - B))),
        (Y**2 * A, Y * A),  # true of labels, which is not looked at here
        (case([(compare("<", 0, A), B)], 0 * B), case([(compare("<=", 0, A), B)], 0 * B)),
        (fn("abs", A), A),
        (LENGTHS[0] * LENGTHS[1], (SQUARES[0] + SQUARES[1]) ** HALF),
    ],
)
def test_nothing_else_is_proved(left: Term, right: Term) -> None:
    assert not equal_by_steps([left], [right], DOMAINS)


LAYER = A + fn("tanh", B) * C * fn("exp", G) / (1 + fn("exp", G)) + H
FLAT = B - A - fn("tanh", B) * C * fn("exp", G) / (1 + fn("exp", G)) - H  # B - LAYER
RESIDUAL = -Y / 2 + fn("exp", -LAYER) / (2 * (fn("exp", -LAYER) + 1))
DOUBLE = 1 / (fn("exp", LAYER) + 1) - Y
MANY = [sym(f"m[{k}]") for k in range(1, 7)]
SHAKEN = [fn("exp", each) + each for each in MANY]


def _sum(terms: list[Term]) -> Term:
    total = terms[0]
    for each in terms[1:]:
        total = total + each
    return total


@pytest.mark.parametrize(
    ("left", "right", "work"),
    [
        (
            _sum([(B - LAYER) * (LAYER + each) * LAYER for each in SHAKEN]),
            _sum([(B * LAYER - LAYER**2) * each + FLAT * LAYER**2 for each in SHAKEN]),
            2_000,
        ),
        (
            _sum([RESIDUAL * each**2 for each in SHAKEN]),
            _sum([DOUBLE * each**2 for each in SHAKEN]) / 2,
            1_000,
        ),
    ],
    ids=["a sum that went up in a longer one", "a half that stands outside"],
)
def test_work_is_little_where_parts_are_told_again(left: Term, right: Term, work: int) -> None:
    assert equal_by_steps([left], [right], DOMAINS, work)


def test_symbols_of_a_table_have_numbers_of_their_own() -> None:
    cells = {(i, j): sym(f"x[{i},{j}]") for i in (1, 2) for j in (1, 2)}
    assert not equal_by_steps([cells[2, 2] - cells[1, 2]], [cells[2, 1] - cells[1, 1]], Domains())


def test_deviations_from_a_mean_add_up_to_zero() -> None:
    x = [sym(f"x{k}") * sym(f"w{k}") + sym("b") * sym(f"v{k}") for k in range(3)]
    mean = (x[0] + x[1] + x[2]) / 3
    gaps = [fn("exp", each - mean) * (each - mean) for each in x]
    plain = [each - mean for each in x]
    scale = fn("exp", plain[0] ** 2 + plain[1] ** 2)
    left = scale * (plain[0] + plain[1]) + gaps[0]
    assert equal_by_steps([left], [gaps[0] - scale * plain[2]], Domains())
    assert not equal_by_steps([left], [gaps[0] + scale * plain[2]], Domains())


def test_a_summand_that_stands_twice_is_there_twice() -> None:
    known = fn("exp", A + B)
    twice, once = known * (A + B + B), known * (A + B)
    assert equal_by_steps([twice], [known * (2 * B + A)], Domains())
    assert not equal_by_steps([twice], [once], Domains())
