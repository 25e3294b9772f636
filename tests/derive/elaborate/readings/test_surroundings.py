"""A condition on indices that opens the sentence of a line restricts it, however long the sentence is."""

from __future__ import annotations

import pytest

from derive.check import check

SHARES = r"""
Let $S = \sum_k e^{u_k}$ and $q_i = \frac{e^{u_i}}{S}$.

%s
$$\frac{\partial q_i}{\partial u_j} = %s$$
"""
OFF, ON = r"-\frac{e^{u_i} e^{u_j}}{S^2}", r"q_i (1 - q_i)"
OPENING = r"2. Off the diagonal ($i \neq j$) the numerator has no $u_j$ in it, and it is $S$ alone that moves, hence:"
CASES = [
    (OPENING, OFF, "right"),
    (OPENING, OFF.removeprefix("-"), "wrong"),
    (OPENING, ON, "cannot-tell"),
    (
        r"For $i = j$ the numerator $e^{u_i}$ moves together with the sum $S$ below it, and this gives us",
        ON,
        "right",
    ),
    (
        r"For $i = j$ the numerator $e^{u_i}$ moves together with $S$, but in general this gives us",
        ON,
        "cannot-tell",
    ),
    (
        r"Off the diagonal ($i \neq j$) the numerator has no $u_j$. It is $S$ alone that moves, so that",
        OFF,
        "cannot-tell",
    ),
]


@pytest.mark.parametrize(("before", "line", "verdict"), CASES)
def test_a_condition_that_opens_the_sentence(before: str, line: str, verdict: str) -> None:
    assert check(SHARES % (before, line)).relations[-1].verdict == verdict
