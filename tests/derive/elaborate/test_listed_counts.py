r"""Worked numbers, numbers of listed data, and which matrices are symmetric; one row a case."""

from __future__ import annotations

import pytest

from derive.check import check

NEURON = r"Let $z = wx + b$, $a = 1/(1+e^{-z})$, $C = (a - y)^2$ with $x = 1$, $w = 2$, $b = -2$, $y = 0$. "
UNIT = (
    r"With $x_1 = 1$, $x_2 = 2$, $w_1 = 0.5$, $w_2 = -0.25$, $y = 1$ let $s = w_1 x_1 + w_2 x_2$ "
    r"and $Q = (s - y)^2$. "
)
COUNTS = r"For counts $k_1, \dots, k_n$ let $\ell = \sum_i (k_i \log r - r)$. "
SOME = r"Let $\ell = \sum_i (k_i \log r - r)$ and $m = \frac1n\sum_{j=1}^n g_j$. "
WEIGHTED = r"Let $S(b) = (y - Xb)'W(y - Xb)$ with $W$ symmetric. "

CASES = {
    "a loss": (NEURON + r"$$C = (a - y)^2 = 0.25$$", "right right"),
    "slopes": (
        NEURON
        + r"$$\frac{\partial C}{\partial a} = 2(a - y) = 1$$ $$\frac{\partial a}{\partial z} = a(1 - a) = 0.25$$",
        "right right right right",
    ),
    "a slope by a weight": (UNIT + r"$$\frac{\partial Q}{\partial w_2} = 2(s - y)x_2 = -4$$", "right right"),
    "a wrong formula with its number": (
        UNIT + r"$$\frac{\partial Q}{\partial w_2} = 2(s - y)x_1 = -2$$",
        "wrong right",
    ),
    "as many as are listed": (COUNTS + r"$$\frac{d\ell}{dr} = \frac1r\sum_i k_i - n$$", "right"),
    "one for all": (COUNTS + r"$$\frac{d\ell}{dr} = \frac1r\sum_i k_i - 1$$", "wrong"),
    "nobody says how many": (SOME + r"$$\frac{d\ell}{dr} = \frac1r\sum_i k_i - n$$", "cannot-tell"),
    "only one matrix is symmetric": (
        WEIGHTED + r"$$\frac{\partial S}{\partial b} = -2X'W(y - Xb)$$",
        "right",
    ),
    "the others are not": (WEIGHTED + r"$$\frac{\partial S}{\partial b} = -2XW(y - Xb)$$", "cannot-tell"),
}


@pytest.mark.parametrize("name", CASES)
def test_listed_counts(name: str) -> None:
    text, verdicts = CASES[name]
    review = check(text + "\n")
    assert " ".join(r.verdict for r in review.relations if r.role == "claim") == verdicts


@pytest.mark.parametrize(
    ("line", "verdict"), [(r"\sum_i v_i - nc", "right"), (r"\sum_i v_i - (n - 1)c", "wrong")]
)
@pytest.mark.parametrize("space", [r"\mathbf R^k", r"\mathbb{R}^k"])
def test_as_many_vectors_as_a_list_in_a_space_has(space: str, line: str, verdict: str) -> None:
    page = (
        rf"Data $v_1, \dots, v_n \in {space}$, $Q(c) = -\frac12\sum_i \|v_i - c\|^2$. $$\nabla_c Q = {line}$$"
    )
    assert check(page).relations[-1].verdict == verdict
