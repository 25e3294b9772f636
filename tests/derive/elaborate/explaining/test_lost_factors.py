r"""Factors of the definitions that a line lost, a value where its argument belongs, and matrices treated as numbers."""

from __future__ import annotations

import pytest

from derive.check import check

NET = r"Let $S = VX$, $H = \tanh(S)$, $Q = WH$ and $L = \frac12\|Q - Y\|_F^2$. "
POLICY = r"Let $q_a = e^{u_a}/\sum_b e^{u_b}$ and $G(u) = \sum_a q_a c_a$. "
SCALED = r"Let $t_j = u^T k_j/\sqrt{d}$ and $F = \frac12\sum_j (t_j - y_j)^2$. "
RATES = r"Let $\lambda_i = e^{\eta_i}$, $\eta_i = w^T x_i$ and $F = \sum_i (\lambda_i - y_i)^2$. "
INVERSE = r"For matrices $M, A \in \mathbb{R}^{n\times n}$, both symmetric, "

CASES = {
    "the value of a layer": (
        NET + r"$$\frac{\partial L}{\partial S} = W^T(Q - Y) \odot (1 - H^2)$$",
        "right",
    ),
    "the value of a layer, its argument": (
        NET + r"$$\frac{\partial L}{\partial S} = W^T(Q - Y) \odot (1 - S^2)$$",
        "wrong",
    ),
    "a probability under a sum": (POLICY + r"$$\nabla_u G = \sum_a q_a c_a \nabla_u\log q_a$$", "right"),
    "a probability under a sum, lost": (POLICY + r"$$\nabla_u G = \sum_a c_a \nabla_u\log q_a$$", "wrong"),
    "a constant": (
        SCALED + r"$$\frac{\partial F}{\partial u} = \frac{1}{\sqrt{d}}\sum_j (t_j - y_j) k_j$$",
        "right",
    ),
    "a constant, lost": (SCALED + r"$$\frac{\partial F}{\partial u} = \sum_j (t_j - y_j) k_j$$", "wrong"),
    "a constant, left out": (
        SCALED + r"Up to the constant factor $$\frac{\partial F}{\partial u} = \sum_j (t_j - y_j) k_j$$",
        "cannot-tell",
    ),
    "a slope of a link": (RATES + r"$$\nabla_w F = 2\sum_i (\lambda_i - y_i)\lambda_i x_i$$", "right"),
    "a slope of a link, lost": (RATES + r"$$\nabla_w F = 2\sum_i (\lambda_i - y_i) x_i$$", "wrong"),
    "an inverse": (
        INVERSE + r"$$\frac{\partial}{\partial M}\operatorname{tr}(M^{-1}A) = -M^{-1}AM^{-1}$$",
        "right",
    ),
    "an inverse, of numbers": (
        INVERSE + r"$$\frac{\partial}{\partial M}\operatorname{tr}(M^{-1}A) = -M^{-2}A$$",
        "wrong",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_line_lost(name: str) -> None:
    text, verdict = CASES[name]
    assert check(text).relations[-1].verdict == verdict
