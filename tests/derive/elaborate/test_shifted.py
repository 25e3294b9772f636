r"""Indices that are shifted by one: steps of a recurrence, differences of a family, and what lies beyond its range."""

from __future__ import annotations

import pytest

from derive.check import check

LEVELS = r"Write $g_k = \sigma(c_k-v)$ with the logistic $\sigma$ and $q_k = g_k - g_{k-1}$. "
STEP = r"$h_t = \tanh(wh_{t-1} + ux_t)$, $o_t = vh_t$. "
WINDOW = r"$y_t = \sum_{k=0}^{K-1} w_k x_{t+k}$ and $E = \frac12\sum_{t=1}^{T}(y_t-d_t)^2$. "
SKIP = (
    r"$h = x + V\,\mathrm{relu}(Wx)$ and $J = \frac12\|h-t\|^2$, $W\in\mathbb{R}^{m\times d}$, "
    r"$V\in\mathbb{R}^{d\times m}$. Let $u = Wx$, $r = h - t$. "
)
TRIPLET = (
    r"Let $T = \max(0, \|a-p\|^2 - \|a-n\|^2 + m)$. Where the margin is violated, "
    r"$$\frac{\partial T}{\partial a} = 2(n - p)$$ "
)
SLOPE = r"$$\frac{\partial E}{\partial w_k} = \sum_{t=1}^{T}(y_t-d_t)x_{t+k}$$ "
MASKED = r"$$\frac{\partial J}{\partial u} = V^\top r\odot 1[u>0]$$ "
GRADES = (
    r"Write $G_k = G(a_k - v)$ and $g_k = G'(a_k - v)$ with $G(s) = 1/(1 + e^{-s})$, $v = w^\top u$, and for the "
    r"grade $t$ that was given $q_t = G_t - G_{t-1}$ and $E = -\ln q_t$. "
)
SUMMED = GRADES.replace(r"-\ln q_t$. ", r"-\ln q_t + \sum_k a_k^2$. ")
ASIDE = r"Here $P(T \le k) = G_k$. "
POWERS = r"Let $L = x^2 + x^4$ and $u = x^2$. "

VERDICTS = (
    (LEVELS + r"$$\frac{\partial q_k}{\partial v} = -g_k(1-g_k) + g_{k-1}(1-g_{k-1})$$", "right"),
    (LEVELS + r"$$\frac{\partial\log q_k}{\partial v} = g_k + g_{k-1} - 1$$", "right"),
    (LEVELS + r"$$\frac{\partial\log q_k}{\partial v} = 1 - g_k - g_{k-1}$$", "wrong"),
    (GRADES + r"$$\frac{dE}{dv} = \frac{g_t - g_{t-1}}{q_t}$$", "right"),
    (GRADES + r"$$\frac{dE}{dv} = \frac{g_t + g_{t-1}}{q_t}$$", "wrong"),
    (GRADES + ASIDE + r"$$\nabla_w E = (1 - G_t - G_{t-1}) u$$", "right"),
    (GRADES + ASIDE + r"$$\nabla_w E = (G_t + G_{t-1} - 1) u$$", "wrong"),
    (GRADES + r"$$\frac{\partial E}{\partial a_{t-1}} = \frac{g_{t-1}}{q_t}$$", "right"),
    (GRADES + r"$$\frac{\partial E}{\partial a_{t-1}} = -\frac{g_{t-1}}{q_t}$$", "wrong"),
    (SUMMED + r"$$\frac{\partial E}{\partial a_t} = 2 a_t - \frac{g_t}{q_t}$$", "cannot-tell"),
    (SUMMED + r"$$\frac{\partial E}{\partial a_t} = -\frac{g_t}{q_t}$$", "cannot-tell"),
    (r"Let $k_T = 1$, $L = k_T + k_{T-1}^2$. $$\frac{\partial L}{\partial k_{T-1}} = 2 k_{T-1}$$", "right"),
    (STEP + r"$$\frac{\partial o_t}{\partial h_{t-1}} = vw(1-h_t^2)$$", "right"),
    (WINDOW + SLOPE, "right"),
    (WINDOW + SLOPE + r"$$\frac{\partial E}{\partial w_k} = \sum_{t=1}^{T}(y_t-d_t)x_{t}$$", "cannot-tell"),
    (SKIP + MASKED, "right"),
    (SKIP + r"$$\frac{\partial J}{\partial x} = r + W^\top\frac{\partial J}{\partial u}$$", "right"),
    (SKIP + MASKED + r"$$\frac{\partial J}{\partial u} = V^\top r$$", "cannot-tell"),
    (TRIPLET + r"$$\frac{\partial T}{\partial n} = 2(a-n)$$", "right"),
    (TRIPLET + r"$$\frac{\partial T}{\partial n} = -2(a-n)$$", "cannot-tell"),
    (POWERS + r"$$\frac{\partial L}{\partial u} = 1 + 2u$$", "right"),
    (POWERS + r"$$\frac{\partial L}{\partial u} = 1$$", "wrong"),
)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("text", "verdict"), VERDICTS)
def test_verdict(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict
