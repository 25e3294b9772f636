r"""Functions told piece by piece, slopes at a place, ∂_k of a function of a vector; one row a case."""

from __future__ import annotations

import pytest

from derive.check import check

RAMP = r"Let $\rho(u) = \frac12 u^2$ for $|u| \le k$ and $k(|u| - \frac12 k)$ otherwise. "
TWICE = r"Let $g(u) = u^2$ if $u > 0$, $g(u) = -c u$ if $u \le 0$, and $u = v^T x$. "
FIRST = r"If $u < 1$ then $q(u) = (1 - u)^2$, otherwise $q(u) = 0$. "
SHOWN = r"$$q(u) = u \text{ if } u > 0, \qquad q(u) = a(e^u - 1) \text{ otherwise}$$ "
DECIDED = r"Predict $y = 1$ if $w^T x > 0$ and $y = -1$ otherwise. The loss is $L = \log(1 + e^{-y w^T x})$. "
SUM = r"Let $g(u) = \log\sum_{k} e^{u_k}$ and $p_k = e^{u_k} / \sum_j e^{u_j}$. "
SHARES = r"Let $s_i(u) = \frac{e^{u_i}}{\sum_j e^{u_j}}$. "
CURVE = r"Let $f(x) = x^2 e^{-x}$. "

CASES = (
    (
        RAMP + r"$$\rho'(u) = \begin{cases} u & |u| \le k \\ k\,\mathrm{sign}(u) & |u| > k \end{cases}$$",
        "right",
    ),
    (RAMP + r"$$\rho'(u) = \begin{cases} u & |u| \le k \\ k & |u| > k \end{cases}$$", "wrong"),
    (RAMP + r"$$\rho'(u) = \max(-k, \min(k, u))$$", "right"),
    (RAMP + r"$$\rho'(u) = \max(k, \min(-k, u))$$", "wrong"),
    (TWICE + r"When $u > 0$ $$\nabla_v g = 2 u x$$", "right"),
    (TWICE + r"When $u < 0$ $$\nabla_v g = -c x$$", "right"),
    (TWICE + r"When $u < 0$ $$\nabla_v g = c x$$", "wrong"),
    (FIRST + r"$$q'(u) = -2\max(0, 1 - u)$$", "right"),
    (FIRST + r"$$q'(u) = 2\max(0, 1 - u)$$", "wrong"),
    (SHOWN + r"For $u < 0$ $$q'(u) = q(u) + a$$", "right"),
    (SHOWN + r"For $u < 0$ $$q'(u) = q(u) - a$$", "wrong"),
    (DECIDED + r"$$\nabla_w L = -\frac{y x}{1 + e^{y w^T x}}$$", "right"),
    (SUM + r"$$\partial_k g(u) = p_k$$", "right"),
    (SUM + r"$$\partial_k g = p_k (1 - p_k)$$", "wrong"),
    (SUM + r"$$\partial_j \partial_k g(u) = p_k(\delta_{jk} - p_j)$$", "right"),
    (SUM + r"$$\partial_j \partial_k g(u) = p_k(1 - p_j)$$", "wrong"),
    (SUM + r"$$\nabla^2 g(u) = \mathrm{diag}(p) - p^T p$$", "wrong"),
    (SHARES + r"$$\frac{\partial s_i}{\partial u_j}(u) = s_i(u)(\delta_{ij} - s_j(u))$$", "right"),
    (SHARES + r"$$\frac{\partial s_i}{\partial u_j}(u) = s_i(u)(\delta_{ij} - s_i(u))$$", "wrong"),
    (SHARES + r"$$\partial_j s_i(u) = s_i(u)(1 - s_j(u))$$", "wrong"),
    (CURVE + r"$$\frac{df}{dx}(x) = (2x - x^2) e^{-x}$$", "right"),
    (CURVE + r"$$\frac{df}{dx}(1) = e^{-1}$$", "right"),
    (CURVE + r"$$\frac{df}{dx}(x) = (2x + x^2) e^{-x}$$", "wrong"),
)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_told_pieces(text: str, verdict: str) -> None:
    relations = check(text + "\n").relations
    assert [r.verdict for r in relations if not r.inline and r.role == "claim"][-1:] == [verdict]
