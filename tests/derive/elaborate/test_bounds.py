r"""Sums whose bounds depend on the index of another."""

from __future__ import annotations

import pytest

from derive.check import check

PAIRS = (
    r"Let $x \in \mathbb{R}^n$. $$\sum_{j=1}^{n} \sum_{%s} x_j x_l "
    r"= \frac12 \Big[ \Big(\sum_{j=1}^n x_j\Big)^2 %s \sum_{j=1}^n x_j^2 \Big]$$"
)

DUELS = (
    r"Let $\sigma(t) = \frac{1}{1 + e^{-t}}$ and $V(s) = \sum_{a \ne b} n_{ab} \log \sigma(s_a - s_b)$. "
    r"$$\frac{\partial V}{\partial s_c} = \sum_{b \ne c} n_{cb} \sigma(s_b - s_c) %s "
    r"\sum_{b \ne c} n_{bc} \sigma(s_c - s_b)$$"
)

BATCH = (
    r"Let $L = \frac{1}{|B|} \sum_{i \in B} (w x_i - y_i)^2$. "
    r"$$\frac{dL}{dw} = \frac{%s}{|B|} \sum_{i \in %s} (w x_i - y_i) x_i$$"
)
HARD = (
    r"Let $y_i \in \{0, 1\}$, $p_i \in (0, 1)$ and $f = \sum_{i=1}^n [y_i \log p_i + (1 - y_i) \log(1 - p_i)]$. "
    r"$$f = \sum_{y_i = %d} \log p_i + \sum_{y_i = %d} \log(1 - p_i)$$"
)

VERDICTS = (
    (BATCH % ("2", "B"), "right"),
    (BATCH % ("1", "B"), "wrong"),
    (BATCH % ("2", "A"), "cannot-tell"),
    (HARD % (1, 0), "right"),
    (DUELS % "-", "right"),
    (DUELS % "+", "wrong"),
    (PAIRS % ("l=j+1}^{n", "-"), "right"),
    (PAIRS % ("l=1}^{j-1", "-"), "right"),
    (PAIRS % ("l=j}^{n", "+"), "right"),
    (PAIRS % ("l=j}^{n", "-"), "wrong"),
    (PAIRS % ("l=j+1}^{n", "+"), "wrong"),
)


@pytest.mark.parametrize(("text", "verdict"), VERDICTS)
def test_verdict(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict
