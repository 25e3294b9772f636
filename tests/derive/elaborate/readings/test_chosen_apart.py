r"""A chosen member beside a sum over others, and the two lines under a sum that speak of one letter."""

from __future__ import annotations

import pytest

from derive.check import check

SOFTMAX = (
    r"The scores of all words are $s_w$, their softmax is "
    r"$$q_w = \frac{e^{s_w}}{\sum_{r} e^{s_r}}, \qquad J = -\log q_t.$$ "
)
SIGMOIDS = SOFTMAX + r"Let $\sigma$ be the logistic function. "
NOISE = r"$$L = -\log\sigma(s_t) - \sum_{m=1}^M \log\sigma(-s_m)$$ "
CONTRAST = r"$$L = -\log\frac{e^{s_t}}{e^{s_t} + \sum_{m=1}^M e^{s_m}}$$ "
NONE = r"Draw $M$ other words, none of which is $t$. "
OPEN = r"Draw $M$ words, which need not differ from $t$. "
TRUE = r"$$\frac{\partial L}{\partial s_t} = "
OTHER = r"$$\frac{\partial L}{\partial s_m} = "
SHARE = r"\frac{e^{s_t}}{e^{s_t} + \sum_{r=1}^M e^{s_r}} - 1$$"
HINGES = SOFTMAX + r"Over the others, $$L = \sum_{m \in B} \max(0, 1 - s_t + s_m)^2$$ "
CASES = {
    "told apart": (SIGMOIDS + NONE + NOISE + TRUE + r"\sigma(s_t) - 1$$", "right"),
    "told apart, the sign": (SIGMOIDS + NONE + NOISE + TRUE + r"1 - \sigma(s_t)$$", "wrong"),
    "told apart, an unknown function": (SOFTMAX + NONE + NOISE + TRUE + r"\sigma(s_t) - 1$$", "right"),
    "told apart, the others": (SIGMOIDS + NONE + NOISE + OTHER + r"\sigma(s_m)$$", "right"),
    "told apart, the others, the sign": (
        SIGMOIDS + NONE + NOISE + OTHER + r"-\sigma(s_m)$$",
        "wrong cannot-tell",
    ),
    "told apart and taken along": (
        SIGMOIDS + NONE + NOISE + TRUE + r"2\sigma(s_t) - 1$$",
        "cannot-tell wrong",
    ),
    "nothing told": (SIGMOIDS + NOISE + TRUE + r"\sigma(s_t) - 1$$", "cannot-tell"),
    "maybe the same": (SIGMOIDS + OPEN + NOISE + TRUE + r"\sigma(s_t) - 1$$", "cannot-tell"),
    "beside its sum": (SOFTMAX + NONE + CONTRAST + TRUE + SHARE, "right"),
    "beside its sum, nothing told": (SOFTMAX + CONTRAST + TRUE + SHARE, "cannot-tell"),
    "over a set": (HINGES + TRUE + r"-2\sum_{m \in B} \max(0, 1 - s_t + s_m)$$", "cannot-tell"),
    "a softmax": (SOFTMAX + r"$$\frac{\partial J}{\partial s_t} = q_t - 1$$", "right"),
    "a softmax, its sum lost": (SOFTMAX + r"$$\frac{\partial J}{\partial s_t} = -1$$", "wrong"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_chosen_member(name: str) -> None:
    text, verdict = CASES[name]
    claims = [r.verdict for r in check(text + "\n").relations if r.role == "claim"]
    assert claims[-1] in verdict.split()


OTHERS = r"Let $y$ be the true class and $$L = \sum_{j=1, j \ne y}^K (z_j - z_y)^2.$$ "
STACKED = r"$$e_i = \sum_{\substack{j=1 \\ j \ne i}}^n z_j^2$$ "
LINES = {
    "one letter in two lines": (
        OTHERS + r"$$\frac{\partial L}{\partial z_y} = -2\sum_{j \ne y}(z_j - z_y)$$",
        "right",
    ),
    "one letter in two lines, the sign": (
        OTHERS + r"$$\frac{\partial L}{\partial z_y} = 2\sum_{j \ne y}(z_j - z_y)$$",
        "wrong",
    ),
    "stacked lines": (
        STACKED + r"$$\frac{\partial e_i}{\partial z_k} = 2z_k \quad (k \ne i)$$",
        "right",
    ),
    "stacked lines, doubled": (
        STACKED + r"$$\frac{\partial e_i}{\partial z_k} = 4z_k \quad (k \ne i)$$",
        "wrong",
    ),
}


@pytest.mark.parametrize("name", LINES)
def test_two_lines_under_a_sum(name: str) -> None:
    text, verdict = LINES[name]
    claims = [r.verdict for r in check(text + "\n").relations if r.role == "claim"]
    assert claims == [verdict]
