r"""Families that begin with number 0."""

from __future__ import annotations

import pytest

from derive.check import check

KEYS = (
    r"Let $k_0, k_1, \dots, k_n \in \mathbb{R}^d$, $q \in \mathbb{R}^d$ and "
    r"$$f = -q^T k_0 + \log \sum_{i=0}^{n} \exp(q^T k_i), \qquad "
    r"p_i = \frac{\exp(q^T k_i)}{\sum_{l=0}^{n} \exp(q^T k_l)}$$ "
)
BIAS = r"Let $s = w_0 + \sum_{j=1}^p w_j x_j$, that is $\sum_{j=0}^p w_j x_j$ with $x_0 = 1$, and $L = (s - y)^2$. "

RIDGE = (
    r"With $x_0 = 1$, let $X \in \mathbb{R}^{n \times p}$, $y \in \mathbb{R}^n$ and $w \in \mathbb{R}^p$, "
    r"where $w_0$ is the intercept. $$J = \|Xw - y\|^2 + \lambda \sum_{j=1}^p w_j^2$$ "
)
ONES = RIDGE.replace("With $x_0 = 1$", "With a first column of ones")
NO_INTERCEPT = RIDGE.replace("With $x_0 = 1$, let", "Let").replace(", where $w_0$ is the intercept", "")

VERDICTS = (
    (KEYS + r"$$\nabla_{k_0} f = (p_0 - 1) q$$", "right"),
    (KEYS + r"$$\nabla_{k_0} f = (p_0 + 1) q$$", "wrong"),
    (KEYS + r"$$\nabla_{k_j} f = p_j q \qquad (j \ge 1)$$", "right"),
    (KEYS + r"$$\nabla_{k_j} f = -p_j q \qquad (j \ge 1)$$", "wrong"),
    (KEYS + r"For the others, $$\nabla_{k_j} f = p_j q$$", "cannot-tell"),
    (KEYS + r"$$\nabla_q f = \sum_{i=0}^{n} p_i k_i - k_0$$", "right"),
    (RIDGE + r"$$\nabla_w J = 2 X^T (Xw - y) + 2 \lambda w$$", "cannot-tell"),
    (RIDGE + r"$$\nabla J = 2 X^T (Xw - y)$$", "cannot-tell"),
    (ONES + r"$$\nabla_w J = 2 X^T (Xw - y) + 2 \lambda w$$", "cannot-tell"),
    (NO_INTERCEPT + r"$$\nabla_w J = 2 X^T (Xw - y) + 2 \lambda w$$", "right"),
    (BIAS + r"$$\frac{\partial L}{\partial w_j} = 2 (s - y) x_j$$", "right"),
)


@pytest.mark.parametrize(("text", "verdict"), VERDICTS)
def test_verdict(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict
