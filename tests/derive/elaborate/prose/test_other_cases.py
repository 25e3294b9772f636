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


ROBUST = r"""
The loss is $\rho(u) = \frac{1}{2}u^2$ for $|u| \le k$ and $\rho(u) = k|u| - \frac{1}{2}k^2$ otherwise.
%s $\rho'(u) = %s$.
"""


@pytest.mark.parametrize(
    ("words", "slope"),
    [
        ("In the quadratic zone", "u"),
        ("In the right tail", "k"),
        ("In the left tail", "-k"),
        ("For small residuals", "u"),
    ],
)
def test_a_piece_that_is_named_in_words_is_not_wrong(words: str, slope: str) -> None:
    assert check(ROBUST % (words, slope)).relations[-1].verdict != "wrong"


@pytest.mark.parametrize(("words", "slope"), [("In the quadratic zone", "2u"), ("Hence", "u + k")])
def test_what_holds_in_no_piece_is_not_right(words: str, slope: str) -> None:
    assert check(ROBUST % (words, slope)).relations[-1].verdict in ("wrong", "cannot-tell")


LAYERS = r"""
$a = X W_1 + b_1$, $h = \max(0, a)$, $f = h W_2 + b_2$, $p_{ik} = e^{f_{ik}} / \sum_j e^{f_{ij}}$ and
$L = -\frac{1}{N}\sum_i \log p_{i y_i} + \frac{\lambda}{2}\left(\sum W_1^2 + \sum W_2^2\right)$.
$$df = \frac{1}{N}(p - Y)$$
$$dh = df\, %s$$
"""


@pytest.mark.parametrize(("weights", "right"), [("W_2^T", True), ("W_2", False)])
def test_weights_are_no_number_beside_a_matrix_of_their_letter(weights: str, right: bool) -> None:
    assert (check(LAYERS % weights).relations[-1].verdict == "right") == right


TRIPLE = r"""
Let $q = \max(0, \|a - b\|^2 - \|a - c\|^2 + k)$. %s

$$\frac{\partial q}{\partial b} = -2(a - b)$$

$$\frac{\partial q}{\partial c} = %s(a - c)$$
"""


@pytest.mark.parametrize(
    ("words", "factor", "verdict"),
    [
        ("If the bracket is negative, all gradients are 0. Otherwise:", "2", "right"),
        ("Where the hinge is inactive nothing moves. Otherwise", "2", "right"),
        ("If the bracket is negative, all gradients are 0. Otherwise:", "-2", "other"),
        ("If the bracket is negative, all gradients are 0.", "2", "other"),
    ],
)
def test_otherwise_the_maximum_is_not_zero(words: str, factor: str, verdict: str) -> None:
    said = check(TRIPLE % (words, factor)).relations[-1].verdict
    assert said == verdict if verdict != "other" else said != "right"
