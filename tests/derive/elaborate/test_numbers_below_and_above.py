r"""Layers by bare numbers, counts of parts, members of number 0, functions along a line; one row a case."""

from __future__ import annotations

import pytest

from derive.check import check

LAYERS = (
    r"Three layers: $z^l = W^l a^{l-1} + b^l$, $a^l = \sigma(z^l)$ with the sigmoid, $C = \frac12\|a^3 - y\|^2$ "
    r"and $\delta^l = \frac{\partial C}{\partial z^l}$. "
)
COLUMNS = (
    r"Here $dV$ stands for $\partial J/\partial V$. $$Z^{[1]} = W^{[1]}X + b^{[1]}, \quad A^{[1]} = \tanh(Z^{[1]})$$ "
    r"$$Z^{[2]} = W^{[2]}A^{[1]} + b^{[2]}, \quad A^{[2]} = \sigma(Z^{[2]})$$ with the sigmoid, "
    r"$$J = -\frac1m\sum_{i=1}^m [y^{(i)}\log a^{[2](i)} + (1-y^{(i)})\log(1-a^{[2](i)})]$$ "
    r"$$dZ^{[2]} = \frac1m(A^{[2]} - Y)$$ "
)
PARTS = (
    r"Let $q_k = e^{v_k}/\sum_l e^{v_l}$, $L = \sum_{n=1}^N \log\sum_{k=1}^K q_k g_k(x_n)$ and "
    r"$r_{nk} = \frac{q_k g_k(x_n)}{\sum_l q_l g_l(x_n)}$, $N_k = \sum_n r_{nk}$. "
)
KEYS = (
    r"With $s_j = q^T k_j$ let $L = -\frac{s_0}{\tau} + \log\sum_{j=0}^M e^{s_j/\tau}$ and "
    r"$p_j = e^{s_j/\tau}/\sum_l e^{s_l/\tau}$. "
)
STARTED = (
    r"Take $h_0$ equal to zero, $h_t = \tanh(a_t)$, $a_t = w h_{t-1} + u x_t$, $E = \frac12(h_3 - y)^2$, "
    r"$g_t = 1 - h_t^2$. "
)
BY_STEPS = r"$$\frac{\partial E}{\partial w} = \sum_{t=1}^3 \frac{\partial E}{\partial a_t} h_{t-1} "
OPEN = STARTED.replace("Take $h_0$ equal to zero, ", "Let ")
COUNTS = (
    r"The design $X$ ($n \times p$, rows $x_i^T$) gives $\mu_i = \exp(x_i^T b)$ and "
    r"$h(b) = \sum_{i=1}^n (\mu_i - y_i x_i^T b)$. "
)
LINE = COUNTS + r"Let $g(b) = \nabla h(b)$ and $\varphi(t) = h(b + t\Delta)$. "

CASES = (
    (LAYERS + r"$$\delta^3 = (a^3 - y) \odot \sigma'(z^3)$$", "right"),
    (LAYERS + r"$$\delta^3 = (a^3 - y) \odot a^3$$", "wrong"),
    (LAYERS + r"$$\delta^2 = ((W^3)^T \delta^3) \odot a^2 \odot (1 - a^2)$$", "right"),
    (LAYERS + r"$$\delta^2 = ((W^3)^T \delta^3) \odot \sigma'(a^2)$$", "wrong"),
    (COLUMNS + r"$$dW^{[2]} = dZ^{[2]} A^{[1]\top}$$", "right"),
    (COLUMNS + r"$$dZ^{[1]} = W^{[2]\top} dZ^{[2]} \odot (1 - A^{[1]} \odot A^{[1]})$$", "right"),
    (COLUMNS + r"$$dZ^{[1]} = W^{[2]\top} dZ^{[2]} \odot A^{[1]}$$", "cannot-tell"),
    (PARTS + r"$$\frac{\partial L}{\partial v_k} = N_k - N q_k$$", "right"),
    (PARTS + r"$$\frac{\partial L}{\partial v_k} = N_k + N q_k$$", "wrong"),
    (KEYS + r"$$\frac{\partial L}{\partial s_0} = -\frac{1 - p_0}{\tau}$$", "right"),
    (KEYS + r"$$\frac{\partial L}{\partial s_0} = \frac{1 - p_0}{\tau}$$", "wrong"),
    (KEYS + r"For the others ($j \ge 1$) $$\frac{\partial L}{\partial s_j} = \frac{p_j}{\tau}$$", "right"),
    (KEYS + r"$$\frac{\partial L}{\partial q} = \frac1\tau(\sum_j p_j k_j - k_0)$$", "right"),
    (KEYS + r"$$\frac{\partial L}{\partial\tau} = \frac{1}{\tau^2}(s_0 - \sum_j p_j s_j)$$", "right"),
    (KEYS + r"$$\frac{\partial L}{\partial\tau} = \frac{1}{\tau^2}(\sum_j p_j s_j - s_0)$$", "wrong"),
    (STARTED + BY_STEPS + r"= (h_3 - y) g_3 (h_2 + w g_2 h_1)$$", "right"),
    (STARTED + BY_STEPS + r"= (h_3 - y) g_3 (h_2 - w g_2 h_1)$$", "wrong"),
    (OPEN + BY_STEPS + r"= (h_3 - y) g_3 (h_2 + w g_2 h_1)$$", "wrong"),
    (COUNTS + r"$$\nabla h(b) = X^T(\mu - y)$$", "right"),
    (COUNTS + r"$$\nabla h(b) = X^T(y - \mu)$$", "wrong"),
    (LINE + r"$$\varphi'(0) = g(b)^T \Delta$$", "right"),
    (LINE + r"$$\varphi''(0) = \sum_i \mu_i (x_i^T \Delta)^2$$", "right"),
    (LINE + r"$$\varphi''(0) = -\sum_i \mu_i (x_i^T \Delta)^2$$", "wrong"),
)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_numbers_below_and_above(text: str, verdict: str) -> None:
    relations = check(text + "\n").relations
    assert [r.verdict for r in relations if not r.inline and r.role == "claim"][-1:] == [verdict]
