r"""Families that are listed from number 0: sums without a range run over all of them."""

from __future__ import annotations

import pytest

from derive.check import check

LIST = (
    r"Options $v_0,\dots,v_K$, the chosen one has number 0. "
    r"$$a_j = u^\top v_j,\qquad q_j = \frac{e^{a_j/t}}{\sum_l e^{a_l/t}},\qquad C = -\log q_0$$ "
)
LETTER = LIST.replace(r"Options $v_0,\dots,v_K$", r"Options $v_j$ with $j=0,1,\dots,K$")
BESIDE = (
    r"Options $a_0,\dots,a_K$. $$Z = e^{a_0} + \sum_j e^{a_j},\qquad "
    r"q_j = \frac{e^{a_j}}{Z},\qquad C = -\log q_0$$ "
)
OTHERS = LIST + r"The sum in the denominator runs over the negatives only. "

VERDICTS = (
    (LIST + r"$$C = -\frac{a_0}{t} + \log\sum_l e^{a_l/t}$$", "right"),
    (LIST + r"$$\frac{\partial C}{\partial a_0} = \frac{q_0-1}{t}$$", "right"),
    (LIST + r"$$\frac{\partial C}{\partial a_0} = \frac{q_0+1}{t}$$", "wrong"),
    (LIST + r"$$\frac{\partial C}{\partial a_j} = \frac{q_j}{t}\quad (j\ge1)$$", "right"),
    (LIST + r"$$\frac{\partial C}{\partial a_j} = -\frac{q_j}{t}\quad (j\ge1)$$", "wrong"),
    (LIST + r"$$\frac{\partial C}{\partial u} = \frac1t\Bigl(\sum_j q_jv_j - v_0\Bigr)$$", "right"),
    (LIST + r"$$\frac{\partial C}{\partial u} = \frac1t\Bigl(v_0 - \sum_j q_jv_j\Bigr)$$", "wrong"),
    (LIST + r"For the others, $j\ge1$: $$\frac{\partial C}{\partial v_j} = \frac{q_j}{t}\,u$$", "right"),
    (LIST + r"$$\frac{\partial C}{\partial v_0} = -\frac{1-q_0}{t}\,u$$", "right"),
    (LIST + r"$$\frac{\partial C}{\partial v_0} = \frac{1-q_0}{t}\,u$$", "wrong"),
    (LIST + r"$$\frac{\partial C}{\partial t} = \frac{1}{t^2}\Bigl(a_0-\sum_j q_ja_j\Bigr)$$", "right"),
    (LETTER + r"$$\frac{\partial C}{\partial u} = \frac1t\Bigl(\sum_j q_jv_j - v_0\Bigr)$$", "right"),
    (LETTER + r"$$\frac{\partial C}{\partial u} = \frac1t\Bigl(v_0 - \sum_j q_jv_j\Bigr)$$", "wrong"),
    (BESIDE + r"$$\frac{\partial C}{\partial a_0} = 2q_0-1$$", "cannot-tell"),
    (OTHERS + r"$$\frac{\partial C}{\partial a_0} = -\frac1t$$", "cannot-tell"),
)


@pytest.mark.parametrize(("text", "verdict"), VERDICTS)
def test_verdict(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict
