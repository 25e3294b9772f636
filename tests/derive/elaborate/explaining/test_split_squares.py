r"""A square where two steps belong, (1 − h_2²)² for (1 − h_2²)(1 − h_1²); one row a page and its verdicts."""

from __future__ import annotations

import pytest

from derive.check import check

UNIT = (
    r"A scalar recurrent unit reads $x_1,x_2,x_3$, starting from $s_0=0$: "
    r"$$z_t = v s_{t-1} + r x_t, \qquad s_t = \tanh(z_t), \qquad E = \tfrac12 (s_3 - y)^2.$$ Then "
    r"$$\frac{\partial E}{\partial r} = (s_3-y)(1-s_3^2)\bigl[x_3 + v(1-s_2^2) x_2 + v^2 LAST x_1\bigr]$$"
)
CASES = (("(1-s_2^2)(1-s_1^2)", "right"), ("(1-s_2^2)^2", "wrong"), ("(1-s_1^2)^2", "wrong"))


@pytest.mark.parametrize(("last", "verdict"), CASES)
def test_verdicts(last: str, verdict: str) -> None:
    relations = check(UNIT.replace("LAST", last) + "\n").relations
    assert [r.verdict for r in relations if r.role == "claim"] == [verdict]
