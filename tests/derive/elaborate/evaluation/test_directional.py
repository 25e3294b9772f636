r"""Derivatives along a direction in every written form; one row a case."""

from __future__ import annotations

import pytest

from derive.check import check

FORM = r"For $f(x) = \frac12 x^T A x - b^T x$ with $A$ symmetric "
FIT = r"Let $f(W) = \frac12\|W X - Y\|_F^2$. "
INVERSE = r"Let $F(X) = X^{-1}$. "
MARGINS = r"Let $\phi(w) = \sum_i \log(1 + e^{-y_i w^T x_i})$. "
SQUARES = r"Let $f(w) = \frac12\|Xw - y\|^2$. "
MATRIX = r"Let $D$ be diagonal and $f(x) = x^T D x$. "

HIDDEN = r"Let $m_i = y_i(w^T x_i + b)$ and $L(w) = \sum_i \log(1 + e^{-m_i})$. "
ENTRIES = r"Let $f(z) = \log\sum_j e^{z_j}$ and $p_k = e^{z_k}/\sum_j e^{z_j}$. "

MARGIN = r"Let $m = y w^T x$ and $\ell = \log(1 + e^{-m})$. "
GAMMA = (
    r"Let $\ell(\alpha) = \alpha\sum_i \log x_i - n\log\Gamma(\alpha)$ "
    r"with the digamma function $\psi = \Gamma'/\Gamma$. "
)

CASES = (
    (MARGIN + r"$$D_m \ell = -\frac{1}{1 + e^m}$$", "right"),
    (MARGIN + r"$$D_m \ell = \frac{1}{1 + e^m}$$", "wrong"),
    (GAMMA + r"$$\ell'(\alpha) = \sum_i \log x_i - n\psi(\alpha)$$", "right"),
    (GAMMA + r"$$\ell'(\alpha) = \sum_i \log x_i + n\psi(\alpha)$$", "wrong"),
    (HIDDEN + r"$$\nabla_b L(w) = -\sum_i \frac{y_i}{1 + e^{m_i}}$$", "right"),
    (ENTRIES + r"$$\partial_k f(z) = p_k$$", "right"),
    (FORM + r"$$Df(x)[h] = h^T(A x - b)$$", "right"),
    (FORM + r"$$Df(x)[h] = h^T(A x + b)$$", "wrong"),
    (FORM + r"$$D f(x) h = (A x - b)^T h$$", "right"),
    (FORM + r"$$\nabla f(x) = A x - b$$", "right"),
    (FIT + r"$$Df(W)[H] = \langle W X - Y, H X \rangle$$", "right"),
    (FIT + r"$$Df(W)[H] = 2\langle W X - Y, H X \rangle$$", "wrong"),
    (FIT + r"$$Df(W)[H] = \operatorname{tr}((W X - Y)^T H X)$$", "right"),
    (INVERSE + r"$$DF(X)[H] = -X^{-1} H X^{-1}$$", "right"),
    (INVERSE + r"$$DF(X)[H] = X^{-1} H X^{-1}$$", "wrong"),
    (MARGINS + r"$$\phi'(w; v) = -\sum_i \frac{y_i v^T x_i}{1 + e^{y_i w^T x_i}}$$", "right"),
    (MARGINS + r"$$\phi'(w; v) = \sum_i \frac{y_i v^T x_i}{1 + e^{y_i w^T x_i}}$$", "wrong"),
    (SQUARES + r"$$D_v f(w) = v^T X^T(Xw - y)$$", "right"),
    (SQUARES + r"$$\nabla_v f(w) = v^T X^T(Xw - y)$$", "right"),
    (SQUARES + r"$$\frac{d}{dt} f(w + t v)\Big|_{t=0} = (Xw - y)^T X v$$", "right"),
    (SQUARES + r"$$\frac{d}{d\epsilon} f(w + \epsilon v)\Big|_{\epsilon=0} = -(Xw - y)^T X v$$", "wrong"),
    (MATRIX + r"$$\nabla f(x) = 2 D x$$", "right"),
    (MATRIX + r"$$\nabla f(x) = D x$$", "wrong"),
)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_directional(text: str, verdict: str) -> None:
    relations = check(text + "\n").relations
    assert [r.verdict for r in relations if not r.inline and r.role == "claim"] == [verdict]
