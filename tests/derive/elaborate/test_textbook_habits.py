r"""Habits of textbooks: a list x_1, …, x_m that says how many there are, and what else is said in passing."""

from __future__ import annotations

import pytest

from derive.check import check

SCORES = (
    r"We have scores $t_1,\dots,t_m$. $$c = \frac1m\sum_i t_i, \quad q = \frac1m\sum_i (t_i - c)^2, \quad "
    r"u_i = \frac{t_i - c}{\sqrt{q}}$$ Let $h_i$ be the derivative of a loss $E$ with respect to $u_i$, "
    r"and $r = \sqrt q$. "
)
CASES = {
    "a list says how many": (
        SCORES + r"$$\frac{\partial E}{\partial t_i} = \frac{1}{r}"
        r"\Bigl(h_i - \frac1m\sum_j h_j - \frac1m u_i\sum_j h_j u_j\Bigr)$$",
        "right",
    ),
    "a list says how many, a mean without its factor": (
        SCORES + r"$$\frac{\partial E}{\partial t_i} = \frac{1}{r}"
        r"\Bigl(h_i - \frac1m\sum_j h_j - u_i\sum_j h_j u_j\Bigr)$$",
        "wrong",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_habit_of_textbooks_is_understood(name: str) -> None:
    text, verdicts = CASES[name]
    judged = [one.verdict for one in check(text).relations if one.role == "claim"]
    assert judged == verdicts.split()
