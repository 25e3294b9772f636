r"""Sums without a letter, bars that words call means, strokes that words call names, numbers for a scalar check."""

from __future__ import annotations

import pytest

from derive.check import check

DATA = r"The data $t_1,\dots,t_m$ have mean $\bar t$ and $$E(u) = \frac12\sum (t_k - u)^2.$$ "
VECTOR = r"Let $\bar y$ denote the mean of the $y_i$ and $$V = \sum_i (y_i - \bar y)^2.$$ "
BARS = (
    r"Let $h_i = x_i^2$, and let $g_i$ be what comes from above, the derivative of $L$ with respect to $h_i$, "
    r"$i = 1, \dots, n$. A bar is the average over the $n$ entries. "
)
SLOPE = r"$$\frac{\partial L}{\partial x_i} = "
PLAIN = BARS.replace("A bar is the average over the $n$ entries. ", "")
STROKES = (
    r"A prime never means a derivative here. Let $v = w^\top\phi$, $v' = w^\top\phi'$, $e = v' - v$ and "
    r"$E = \frac12 e^2$. "
)
CELL = (
    r"Let $u = Ah + b$, $c = \tanh(u)$ and $q = c\odot h$. The loss $L$ depends on $q$; let $g$ be its gradient there. "
    r"$$\frac{\partial L}{\partial u} = LINE$$ Scalar check: with $A = 1$, $h = 0.5$, $g = 1$ all are numbers."
)

CASES = {
    "no letter": (DATA + r"$$E'(u) = -\sum (t_k - u)$$", "right"),
    "no letter, the mean": (DATA + r"$$E'(u) = m(u - \bar t)$$", "right"),
    "no letter, the mean, the sign": (DATA + r"$$E'(u) = m(\bar t - u)$$", "wrong"),
    "denoted": (VECTOR + r"$$\frac{\partial V}{\partial y_k} = 2(y_k - \bar y)$$", "right"),
    "denoted, a factor": (VECTOR + r"$$\frac{\partial V}{\partial y_k} = y_k - \bar y$$", "wrong"),
    "every bar": (
        BARS + r"$$\frac{\partial L}{\partial x_i} = 2 g_i x_i - \overline{g} + \frac1n\sum_j g_j$$",
        "right",
    ),
    "every bar, of a product": (
        BARS + SLOPE + r"2 g_i x_i + \overline{g x} - \frac{\sum_j g_j x_j}{n}$$",
        "right",
    ),
    "every bar, of a product, a factor": (
        BARS + SLOPE + r"g_i x_i + \overline{g x} - \overline{x g}$$",
        "wrong",
    ),
    "a bar without words": (PLAIN + SLOPE + r"2 g_i x_i + \overline{g x} - \overline{x g}$$", "cannot-tell"),
    "strokes": (STROKES + r"$$\nabla_w E = e(\phi' - \phi)$$", "right"),
    "strokes, the sign": (STROKES + r"$$\nabla_w E = e(\phi - \phi')$$", "wrong"),
    "a gradient there": (CELL.replace("LINE", r"g\odot h\odot(1 - c\odot c)"), "right"),
    "a gradient there, the sign": (CELL.replace("LINE", r"-g\odot h\odot(1 - c\odot c)"), "wrong"),
}


@pytest.mark.parametrize("name", CASES)
def test_verdict(name: str) -> None:
    text, verdict = CASES[name]
    claims = [r.verdict for r in check(text + "\n").relations if r.role == "claim"]
    assert claims[-1] == verdict
