r"""Habits of statistics, physics and lecture notes: each with the least document that shows it; one row a case."""

from __future__ import annotations

import pytest

from derive.check import check

LOGLIK = r"Let $\eta_i = x_i'\beta$ and $$\ln L(\beta)=\sum_{i=1}^N [y_i \eta_i - e^{\eta_i}]$$ "
LINK = (
    r"With $\log\frac{\pi_i}{1-\pi_i} = x_i^T\beta$ let "
    r"$$\ell(\beta)=\sum_{i=1}^N [y_i\log\pi_i + (1-y_i)\log(1-\pi_i)]$$ "
)
HINGE = r"Labels $t_i=\pm1$, $h_i = \max(0, 1 - t_i s_i)$, $Q = \sum_i h_i^2$. "
PAIRS = r"Let $L = \frac12\sum_{(i,k)\in O} (r_{ik} - u_i^T v_k)^2$. "
ONES = (
    r"Let $A = XW$ with samples as rows, $P = \exp(A) / (\exp(A)\mathbf 1\mathbf 1^T)$. "
    r"$$\frac{\partial \log P_{nk}}{\partial A_{nj}} = "
)
UNIT = r"Let $g_k(x) = \exp(-\|x - m_k\|^2)$ and $y(x) = \sum_{k=1}^K v_k g_k(x)$, $e_n = y(x_n) - t_n$. "
DELTA = r"Let $E = \sum_k (o_k - t_k)^2$, $o_k = \tanh(a_k)$, $\delta_k = \frac{\partial E}{\partial a_k}$. "
QUADRATIC = r"Let $f(x) = \frac12 x^T A x - b^T x$ with $A$ symmetric. "
CHOICE = (
    r"Let $P_{ij} = e^{x_{ij}'\beta} / \sum_{k=1}^J e^{x_{ik}'\beta}$. "
    r"$$\frac{\partial P_{ij}}{\partial x_{ij}} = P_{ij}(1-P_{ij})\beta$$"
)

RIGHT = (
    LOGLIK + r"$$\frac{\partial \ln L}{\partial\beta} = \sum_{i=1}^N (y_i - e^{\eta_i}) x_i$$",
    LOGLIK + r"$$\frac{\partial^2 \ln L}{\partial\beta\partial\beta'} = -\sum_{i=1}^N e^{\eta_i} x_i x_i'$$",
    LINK + r"$$\frac{\partial \ell}{\partial\beta} = \sum_{i=1}^N (y_i - \pi_i) x_i$$",
    HINGE + r"$$\frac{\partial Q}{\partial s_i} = -2 t_i h_i$$",
    HINGE + "Where $1 - t_i s_i > 0$,\n\n$$\\frac{\\partial h_i}{\\partial s_i} = -t_i$$",
    r"Let $f(u) = \max(0, u)^2$. Where $u < 0$, $$f'(u) = 0$$",
    r"Let $H = \sum_i \max(0, s_i)$. $$\frac{\partial H}{\partial b} = \sum_{i: s_i > 0} x_i$$ with $s_i = b x_i$.",
    PAIRS + r"$$\frac{\partial L}{\partial u_i} = -\sum_{k:(i,k)\in O} (r_{ik} - u_i^T v_k) v_k$$",
    r"Let $n_{ii} = 0$ and $s_k = \sum_j n_{kj}$. $$s_k = \sum_{j \neq k} n_{kj}$$",
    ONES + r"\delta_{kj} - P_{nj}$$",
    UNIT + r"$$\frac{\partial g_k}{\partial x} = -\frac{\partial g_k}{\partial m_k}$$",
    UNIT + r"$$\frac{\partial e_n}{\partial m_k} = 2 v_k g_k(x_n) (x_n - m_k)$$",
    QUADRATIC + r"$$\nabla f(x) = Ax - b$$",
    QUADRATIC + r"$$v^T \nabla^2 f(x) v = v^T A v$$",
    QUADRATIC + r"$$\nabla \frac12 \|Ax\|^2 = A^T A x$$",
    r"Let $p_{ic} = e^{s_{ic}} / \sum_{c'} e^{s_{ic'}}$. "
    r"$$\frac{\partial p_{ic}}{\partial s_{ic}} = p_{ic}(1 - p_{ic})$$",
    CHOICE,
    r"Let $J(a) = \frac12 (y - Ka)^T(y - Ka)$ with $K$ symmetric. $$\nabla^2 J(a) = K^2$$",
    r"Let $\phi = \log\frac{\theta}{1-\theta}$. $$\frac{d\theta}{d\phi} = \theta(1-\theta)$$",
    r"Let $J(b) = \|y - Xb\|^2$; $X_j$ is a column of $X$. $$\frac{\partial J}{\partial b_j} = -2X_j^T(y - Xb)$$",
    r"Let $\ell = \log s^2 + \mu/s^2$. $$\frac{\partial^2\ell}{\partial\mu\,\partial s^2} = -\frac1{s^4}$$",
    r"Let $r = y - Xw$ and $\chi^2 = r^T r$. $$\frac{\partial \chi^2}{\partial w} = -2X^T r$$",
)

WRONG = (
    LOGLIK + r"$$\frac{\partial \ln L}{\partial\beta} = \sum_{i=1}^N (y_i + e^{\eta_i}) x_i$$",
    HINGE + r"$$\frac{\partial Q}{\partial s_i} = -t_i h_i$$",
    PAIRS + r"$$\frac{\partial L}{\partial u_i} = \sum_{k:(i,k)\in O} (r_{ik} - u_i^T v_k) v_k$$",
    DELTA + r"$$\delta_k = (o_k - t_k)(1 - o_k^2)$$",
    r"Let $f(u) = \max(0, u)^2$. Where $u > 0$, $$f'(u) = u$$",
)


@pytest.mark.parametrize("text", RIGHT)
def test_right(text: str) -> None:
    relations = check(text + "\n").relations
    assert {r.verdict for r in relations if r.role == "claim"} == {"right"}


@pytest.mark.parametrize("text", WRONG)
def test_wrong(text: str) -> None:
    relations = check(text + "\n").relations
    assert [r.verdict for r in relations if r.role == "claim"] == ["wrong"]


UNITS = (
    r"A unit computes $a_j = \sum_i w_{ji} z_i$ and $z_j = h(a_j)$, with $E = \frac12\sum_k (z_k - t_k)^2$ "
    r"and $\delta_j = \partial E/\partial a_j$. "
)
EINSTEIN = (
    r"Repeated indices are summed. Let $V = \frac12 k_{ij} q_i q_j - b_i q_i$, $k_{ij}$ not symmetrical. "
)
SHORT = (
    r"Repeated indices are summed and $\partial_k$ stands for $\partial/\partial\theta_k$. "
    r"Let $f_\mu = A_{\mu k}\theta_k$. "
)
LAYERS = (
    r"For layer $l$ let $z^{l} = W^{l} a^{l-1} + b^{l}$, $a^{l} = g(z^{l})$, $C = \frac12\|a^{L} - y\|^2$ and "
    r"$\delta^{l} = \frac{\partial C}{\partial z^{l}}$. "
)
SAMPLES = (
    r"Let $p = 1/(1+e^{-w^T x})$ and $\ell = -y\log p - (1-y)\log(1-p)$; over the data "
    r"$J = -\frac1n\sum_{i=1}^n [y_i\log p_i + (1-y_i)\log(1-p_i)]$. "
)

RECURSIONS = (
    (UNITS + r"$$\frac{\partial E}{\partial w_{ji}} = \delta_j z_i$$", "right"),
    (UNITS + r"For output units $$\delta_k = (z_k - t_k) h'(a_k)$$", "right"),
    (UNITS + r"For hidden units $$\delta_j = h'(a_j)\sum_k w_{kj}\delta_k$$", "right"),
    (EINSTEIN + r"$$\frac{\partial V}{\partial q_l} = \frac12(k_{lj} + k_{jl})q_j - b_l$$", "right"),
    (EINSTEIN + r"$$\frac{\partial}{\partial q_l}(q_i q_i) = q_l$$", "wrong"),
    (SHORT + r"$$\partial_k f_\mu = A_{\mu k}$$", "right"),
    (LAYERS + r"$$\delta^{L} = (a^{L} - y)\odot g'(z^{L})$$", "right"),
    (LAYERS + r"$$\delta^{l} = ((W^{l+1})^T\delta^{l+1})\odot g'(z^{l})$$", "right"),
    (LAYERS + r"$$\frac{\partial C}{\partial W^{l}} = \delta^{l}(a^{l-1})^T$$", "right"),
    (SAMPLES + r"$$\frac{\partial \ell}{\partial w} = (p - y)x$$", "right"),
    (SAMPLES + r"$$\frac{\partial J}{\partial w} = \frac1n\sum_{i=1}^n (p_i - y_i) x_i$$", "right"),
    (SAMPLES + r"$$\frac{\partial J}{\partial w} = \frac1n\sum_{i=1}^n (y_i - p_i) x_i$$", "wrong"),
)


@pytest.mark.parametrize(("text", "verdict"), RECURSIONS)
def test_layers_units_and_samples(text: str, verdict: str) -> None:
    relations = check(text + "\n").relations
    assert [r.verdict for r in relations if r.role == "claim"] == [verdict]
