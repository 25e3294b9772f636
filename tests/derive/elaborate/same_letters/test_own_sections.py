"""Sections that mean other objects by the same letters: one pair and all pairs, a layer and a production function."""

from __future__ import annotations

import pytest

from derive.check import check

PAIR = (
    "# One pair\n\n$x \\in \\mathbb{R}^d$, $y$ a number. $$\\hat y = w^\\top x + b, \\quad \\ell = (\\hat y - y)^2$$ "
    "$$\\frac{\\partial \\ell}{\\partial w} = GRADIENT$$\n\n"
    "# All pairs\n\nThe rows of $X$ are the inputs, $y$ holds the targets. "
    "$$E(w) = \\frac{1}{n} \\|Xw - y\\|^2$$ $$\\nabla E(w) = \\frac2n X^\\top(Xw - y)$$"
)
LAYERS = (
    "# A sample\n\n$h = \\tanh(Ux + c)$ with $U$ of size $m \\times d$, $t = v^\\top h$, "
    "$\\ell = \\tfrac12 (t - y)^2$. $$\\frac{\\partial \\ell}{\\partial v} = (t - y) h$$\n\n"
    "# The batch\n\n$X$ is $N \\times d$, one sample per row, $\\mathbf 1$ the vector of ones. "
    "$$H = \\tanh(X U^\\top + \\mathbf 1 c^\\top), \\quad t = H v, \\quad E = \\tfrac{1}{2N} \\|t - y\\|^2$$ "
    "$$\\frac{\\partial E}{\\partial v} = GRADIENT$$"
)
GOODS = (
    "# Smoothing\n\n$c \\in \\mathbb{R}^n$. $$S(c) = \\|y - K c\\|^2$$ "
    "$$\\frac{\\partial S}{\\partial c} = -2K^\\top(y - K c)$$\n\n"
    "# Output\n\n$Y = A K^a L^b$ with positive $A, K, L$. "
    "$$\\frac{\\partial^2 Y}{\\partial K \\partial L} = GRADIENT$$"
)
CASES = {
    "one pair, then all": (PAIR, "2(\\hat y - y) x", "right right"),
    "one pair, a sign": (PAIR, "2(\\hat y + y) x", "wrong right"),
    "the batch of a layer": (LAYERS, "\\tfrac1N H^\\top (t - y)", "right right"),
    "the batch of a layer, the sign": (LAYERS, "-\\tfrac1N H^\\top (t - y)", "right cannot-tell"),
    "a letter of another science": (GOODS, "a b \\frac{Y}{K L}", "right right"),
    "a letter of another science, a factor": (GOODS, "a (b - 1) \\frac{Y}{K L}", "right wrong"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_section_that_stands_by_itself_is_judged_by_itself(name: str) -> None:
    page, gradient, verdicts = CASES[name]
    judged = [
        one.verdict for one in check(page.replace("GRADIENT", gradient)).relations if one.role == "claim"
    ]
    assert judged == verdicts.split()


def test_a_section_that_goes_on_keeps_what_was_made_before() -> None:
    page = (
        "# Model\n\n$p = \\sigma(s)$, $L = p^2$, $\\sigma$ the logistic function.\n\n# Slope\n\n"
        "$$\\frac{dL}{ds} = 2p$$"
    )
    assert "right" not in [one.verdict for one in check(page).relations]
