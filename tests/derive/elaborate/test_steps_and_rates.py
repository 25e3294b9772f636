r"""One step of a recurrence, and names of which only the derivative is written."""

from __future__ import annotations

import pytest

from derive.check import check

STEP = (
    r"One step of a cell: $a_t = W h_{t-1} + U x_t$, $h_t = \tanh(a_t)$ and $g_t = \partial L/\partial h_t$. "
)
GATES = (
    r"A cell with gates: $i_t = \sigma(W_i x_t)$ with the sigmoid, $c_t = f_t \odot c_{t-1} + i_t \odot g_t$ "
    r"and $h_t = o_t \odot \tanh(c_t)$. "
)
NUMBERS = r"Let $s_t = \tanh(w s_{t-1} + u x_t)$ with numbers $w$, $u$. "
UNROLLED = (
    r"Let $s_t = \tanh(w s_{t-1} + u x_t)$ for $t = 1, \dots, T$, $E = \frac12\sum_{t=1}^T (s_t - y_t)^2$ "
    r"and $\delta_t = \frac{\partial E}{\partial s_t}$. "
)
BY_VECTORS = (
    r"Let $a_t = W h_{t-1} + U x_t$, $h_t = \tanh(a_t)$, $E = \frac12\sum_{t=1}^T \|h_t - y_t\|^2$ "
    r"and $\delta_t = \frac{\partial E}{\partial a_t}$. "
)
KERNEL = r"The invertible matrix $K$ depends on $\theta$. "

CASES = (
    (STEP + r"$$\frac{\partial L}{\partial U} = (g_t \odot (1 - h_t^2))\, x_t^T$$", "right"),
    (STEP + r"$$\frac{\partial L}{\partial U} = (g_t \odot (1 - h_t))\, x_t^T$$", "wrong"),
    (STEP + r"$$\frac{\partial L}{\partial h_{t-1}} = W^T (g_t \odot (1 - h_t^2))$$", "right"),
    (GATES + r"$$\frac{\partial L}{\partial i_t} = \frac{\partial L}{\partial c_t} \odot g_t$$", "right"),
    (GATES + r"$$\frac{\partial L}{\partial f_t} = \frac{\partial L}{\partial c_t} \odot c_{t-1}$$", "right"),
    (NUMBERS + r"$$\frac{\partial s_t}{\partial s_{t-1}} = w (1 - s_t^2)$$", "right"),
    (NUMBERS + r"$$\frac{\partial s_t}{\partial s_{t-1}} = w (1 - s_t)$$", "wrong"),
    (NUMBERS + r"$$\frac{\partial s_t}{\partial w} = (1 - s_t^2) s_{t-1}$$", "cannot-tell"),
    (
        NUMBERS
        + r"$$\frac{\partial s_t}{\partial w} = (1 - s_t^2)(s_{t-1} + w\frac{\partial s_{t-1}}{\partial w})$$",
        "right",
    ),
    (
        NUMBERS
        + r"$$\frac{\partial s_t}{\partial w} = (1 - s_t^2)(s_{t-1} - w\frac{\partial s_{t-1}}{\partial w})$$",
        "wrong",
    ),
    (
        KERNEL
        + r"$$\frac{\partial K^{-1}}{\partial\theta} = -K^{-1}\frac{\partial K}{\partial\theta}K^{-1}$$",
        "right",
    ),
    (
        KERNEL
        + r"$$\frac{\partial K^{-1}}{\partial\theta} = K^{-1}\frac{\partial K}{\partial\theta}K^{-1}$$",
        "wrong",
    ),
    (
        KERNEL
        + r"$$\frac{\partial}{\partial\theta}\log\det K = \mathrm{tr}(K^{-1}\frac{\partial K}{\partial\theta})$$",
        "right",
    ),
    (UNROLLED + r"$$\delta_t = s_t - y_t + w (1 - s_{t+1}^2)\, \delta_{t+1}$$", "right"),
    (UNROLLED + r"$$\delta_t = s_t - y_t + w (1 - s_t^2)\, \delta_{t+1}$$", "wrong"),
    (
        UNROLLED
        + r"$$\frac{\partial s_t}{\partial w} = (1 - s_t^2)(s_{t-1} + w\frac{\partial s_{t-1}}{\partial w})$$",
        "right",
    ),
    (UNROLLED + r"$$\frac{\partial s_t}{\partial w} = (1 - s_t^2) s_{t-1}$$", "cannot-tell"),
    (UNROLLED + r"$$\delta_T = s_T - y_T$$", "right"),
    (UNROLLED + r"$$\frac{\partial E}{\partial w} = \sum_{t=1}^T \delta_t (1 - s_t^2)\, s_{t-1}$$", "right"),
    (UNROLLED + r"$$\frac{\partial E}{\partial w} = \sum_{t=1}^T \delta_t (1 - s_t^2)\, s_t$$", "wrong"),
    (UNROLLED + r"The immediate part is $$\delta_t = s_t - y_t$$", "cannot-tell"),
    (BY_VECTORS + r"$$\frac{\partial E}{\partial W} = \sum_{t=1}^T \delta_t h_{t-1}^T$$", "right"),
    (BY_VECTORS + r"$$\frac{\partial E}{\partial U} = \sum_{t=1}^T \delta_t h_{t-1}^T$$", "cannot-tell"),
)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_steps_and_rates(text: str, verdict: str) -> None:
    relations = check(text + "\n").relations
    assert [r.verdict for r in relations if not r.inline and r.role == "claim"] == [verdict]
