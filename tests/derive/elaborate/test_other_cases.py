"""Cases that are said apart from a formula: "otherwise", and the sentence above a list or a table."""

from __future__ import annotations

import pytest

from derive.check import check

RAMP = r"""
Let $q = \max(0, 1 - v)^2$. If $v \ge 1$, then $\partial q/\partial v = 0$. %s $\partial q/\partial v = %s$.
"""
SAID = [
    ("Otherwise", "-2(1 - v)", "right"),
    ("Else we have", "-2(1 - v)", "right"),
    ("Otherwise", "2(1 - v)", "wrong"),
    ("Otherwise", "-(1 - v)", "wrong"),
]


@pytest.mark.parametrize(("word", "slope", "verdict"), SAID)
def test_otherwise(word: str, slope: str, verdict: str) -> None:
    assert check(RAMP % (word, slope)).relations[-1].verdict == verdict


def test_otherwise_says_where_it_holds() -> None:
    assert "where v < 1" in check(RAMP % ("Otherwise", "-2(1 - v)")).relations[-1].conditions


PAIRS = r"""
Let $D = \max(0, u - v + 1)$ with $u = \|a - b\|^2$ and $v = \|a - c\|^2$. %s

| by | slope |
|---|---|
| $b$ | $\frac{\partial D}{\partial b} = %s$ |
"""


@pytest.mark.parametrize(
    ("words", "slope", "verdict"),
    [
        ("When the triplet is active:", "2(b - a)", "right"),
        ("When the triplet is active:", "2(a - b)", None),
        ("The slopes:", "2(b - a)", None),
    ],
)
def test_the_sentence_above_a_table(words: str, slope: str, verdict: str | None) -> None:
    found = check(PAIRS % (words, slope)).relations[-1].verdict
    assert found == verdict if verdict is not None else found != "right"
