"""Families that begin with a member of number 0, and Kronecker's δ that picks it."""

from __future__ import annotations

import pytest

from derive.check import check

SCORES = (
    r"Scores $u_0, \dots, u_n$, $q_r = \frac{e^{u_r}}{\sum_{l=0}^n e^{u_l}}$ and $E = -\log q_0$. "
    r"$$\frac{\partial E}{\partial u_r} = %s$$"
)
KEYS = (
    r"Keys $v_0, \dots, v_n$ are columns, $u_r = a^\top v_r$, $q_r = \frac{e^{u_r}}{\sum_{l=0}^n e^{u_l}}$, "
    r"$E = -\log q_0$. $$\nabla_a E = %s$$"
)
CASES = (
    (SCORES % r"q_r - \delta_{r0}", "right"),
    (SCORES % r"q_r - \delta_{0,r}", "right"),
    (SCORES % r"q_r + \delta_{r0}", "wrong"),
    (SCORES % r"\delta_{r0} - q_r", "wrong"),
    (KEYS % r"\sum_{r=0}^n (q_r - \delta_{r0}) v_r", "right"),
    (KEYS % r"\sum_r (q_r - \delta_{r0}) v_r", "right"),
    (KEYS % r"\sum_{r=0}^n (q_r + \delta_{r0}) v_r", "wrong"),
    (
        r"Let $E = \sum_{r=1}^n u_r^2$. $$\frac{\partial E}{\partial u_r} = 2 u_r - \delta_{r0}$$",
        "cannot-tell",
    ),
)


@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_what_picks_the_member_of_number_zero(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict
