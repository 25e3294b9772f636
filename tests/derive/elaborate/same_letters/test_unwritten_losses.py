r"""Losses of which only the name is known, applied to predictions and data; one row a case."""

from __future__ import annotations

import pytest

from derive.check import check

RISK = r"Let $R(w) = \frac1n \sum_{i=1}^n \ell(f_i, y_i)$ with $f_i = w^T x_i$. "
INSIDE = r"Let $R(w) = \sum_{i=1}^n \ell(y_i, w^T x_i)$. "
BARE = r"The objective is $J = \sum_{i=1}^n \ell(q_i, y_i)$, $q_i = w^T x_i + b$. "
NET = r"Let $z = W x$, $h = f(z)$, $u = V h$, $q = g(u)$ and $L = \ell(q, y)$. "
UNIT = r"One unit has $a = \sigma(z)$, $z = w x + b$ and the loss $L(a)$. "
COMPOSED = r"Let $h(x) = f(g(x))$. "

CASES = (
    (RISK + r"$$\nabla R(w) = \frac1n \sum_{i=1}^n \ell'(f_i, y_i) x_i$$", "right"),
    (RISK + r"$$\nabla R(w) = \sum_{i=1}^n \ell'(f_i, y_i) x_i$$", "wrong"),
    (RISK + r"$$\nabla^2 R(w) = \frac1n \sum_{i=1}^n \ell''(f_i, y_i) x_i x_i^T$$", "right"),
    (INSIDE + r"$$\nabla R(w) = \sum_{i=1}^n \ell'(y_i, w^T x_i) x_i$$", "right"),
    (INSIDE + r"$$\nabla R(w) = -\sum_{i=1}^n \ell'(y_i, w^T x_i) x_i$$", "wrong"),
    (
        BARE + r"$$\frac{\partial J}{\partial w} = \sum_{i=1}^n \frac{\partial \ell}{\partial q_i} x_i$$",
        "right",
    ),
    (BARE + r"$$\frac{\partial J}{\partial b} = \sum_{i=1}^n \frac{\partial \ell}{\partial q_i}$$", "right"),
    (BARE + r"$$\frac{\partial J}{\partial b} = -\sum_{i=1}^n \frac{\partial \ell}{\partial q_i}$$", "wrong"),
    (NET + r"$$\frac{\partial L}{\partial u} = \frac{\partial L}{\partial q} \odot g'(u)$$", "right"),
    (NET + r"$$\frac{\partial L}{\partial V} = \frac{\partial L}{\partial u} h^T$$", "right"),
    (NET + r"$$\frac{\partial L}{\partial z} = (V^T \frac{\partial L}{\partial u}) \odot f'(z)$$", "right"),
    (UNIT + r"$$\frac{dL}{dw} = L'(a) \sigma'(z) x$$", "right"),
    (UNIT + r"$$\frac{dL}{dw} = L'(a) \sigma'(z) w$$", "wrong"),
    (COMPOSED + r"$$h''(x) = f''(g(x)) g'(x)^2 + f'(g(x)) g''(x)$$", "right"),
    (COMPOSED + r"$$h''(x) = f''(g(x)) g'(x)^2 - f'(g(x)) g''(x)$$", "wrong"),
)


@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_unwritten_losses(text: str, verdict: str) -> None:
    relations = check(text + "\n").relations
    assert [r.verdict for r in relations if not r.inline and r.role == "claim"] == [verdict]
