"""Factors that a text moves into a constant."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = r"""Weights $v\in\mathbb{R}^k$, rows $a_n^\top$ of $A\in\mathbb{R}^{M\times k}$, targets $s\in\mathbb{R}^M$ and
$$G(v) = \tfrac12\|A v - s\|^2 + \beta\|v\|^2.$$
%s

$$\nabla G = %s$$
"""
SLOPE, LOST = r"A^\top(A v - s) + \beta v", r"A^\top(A v + s) + \beta v"

TABLE = (
    (r"From here on the factor 2 is absorbed into $\beta$.", SLOPE, "right"),
    (r"(We fold the two into \(\beta\).)", SLOPE, "right"),
    (r"From here on the factor 2 is absorbed into $\beta$.", LOST, "open"),
    (r"From here on the factor 2 is absorbed into $\beta$.", r"A^\top(A v - s)", "open"),
    (r"The factor 2 is not absorbed into $\beta$.", SLOPE, "wrong"),
    (r"The number of rows is absorbed into $s$.", SLOPE, "wrong"),
    (r"A half was absorbed into $\beta$.", SLOPE, "open"),
    (r"As we saw:", SLOPE, "wrong"),
)


@pytest.mark.parametrize(("words", "line", "verdict"), TABLE)
def test_a_factor_is_absorbed_where_words_say_so(words: str, line: str, verdict: str) -> None:
    relation = check(PAGE % (words, line)).relations[-1]
    assert relation.verdict in (("wrong", "cannot-tell") if verdict == "open" else (verdict,))
    told = r"with the factor 2 absorbed into \beta"
    assert (told in relation.conditions) == (verdict == "right")


def test_what_is_said_later_absorbs_nothing_before() -> None:
    page = PAGE % ("As we saw:", SLOPE) + "\nNext the factor 2 is absorbed into $\\beta$.\n"
    assert check(page).relations[-1].verdict == "wrong"


def test_what_is_said_before_a_formula_is_part_of_it() -> None:
    page = "From here on the factor 2 is absorbed into $\\beta$. " + PAGE % ("As we saw:", SLOPE)
    assert check(page).relations[-1].verdict == "wrong"
