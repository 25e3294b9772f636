r"""Recurrences of any length, state equations written forward, gated cells and slopes for short; one row a case."""

from __future__ import annotations

import pytest

from derive.check import check

NET = (
    r"Let $s_t = \tanh(A s_{t-1} + B x_t + c)$ for $t = 1, \dots, T$ and $E = \sum_{t=1}^T \frac12\|s_t - y_t\|^2$. "
    r"Put $A \in \mathbb{R}^{d \times d}$, $a_t = B x_t + A s_{t-1} + c$ "
    r"and $\delta_t = \frac{\partial E}{\partial a_t}$. "
)
LAST = (
    r"Let $s_t = \phi(A s_{t-1} + B x_t)$, $t = 1, \ldots, T$, $a_t = A s_{t-1} + B x_t$, "
    r"$E = \frac12\|s_T - y\|^2$. "
)
NUMBERS = r"Let $s_t = w s_{t-1} + x_t$ with $s_0 = 0$ and $E = \frac12(s_T - y)^2$. "
STATES = (
    r"The state is $z_{t+1} = F z_t + G v_t$ from $z_0$ on, "
    r"$J = \frac12\sum_{t=0}^{T-1} v_t^T v_t + \frac12 z_T^T z_T$. "
    r"Let $p_t = \frac{\partial J}{\partial z_t}$. "
)
OUTPUT = (
    r"Let $s_t = \tanh(A s_{t-1} + B x_t)$, $q_t = \mathrm{softmax}(V s_t)$, $E = \sum_{t=1}^T E_t$ with "
    r"$E_t = -\sum_k y_{t,k}\log q_{t,k}$, where $y_t$ is one-hot. "
)
CELL = (
    r"One step of a cell: $$c_t = f_t \odot c_{t-1} + i_t \odot g_t, \qquad h_t = o_t \odot \tanh(c_t)$$ "
    r"Let $\delta h_t = \partial L/\partial h_t$. "
)
NEXT = (
    r"$$i = \sigma(P x), \quad c' = f \odot c + i \odot g, \quad h' = o \odot \tanh(c')$$ with the sigmoid. "
)
SHORT = r"Write $dZ$ for $\partial L/\partial Z$. With $Z = W X$ and $A = \tanh(Z)$, "

CASES = (
    (NET + r"$$\frac{\partial E}{\partial A} = \sum_{t=1}^T \delta_t s_{t-1}^T$$", "right"),
    (NET + r"$$\frac{\partial E}{\partial A} = \sum_{t=1}^T \delta_t s_t^T$$", "wrong"),
    (NET + r"$$\frac{\partial E}{\partial c} = \sum_{t=1}^T \delta_t$$", "right"),
    (NET + r"$$\delta_t = (s_t - y_t + A^T\delta_{t+1}) \odot (1 - s_t^2)$$", "right"),
    (NET + r"$$\delta_t = (s_t - y_t - A^T\delta_{t+1}) \odot (1 - s_t^2)$$", "wrong"),
    (LAST + r"$$\frac{\partial E}{\partial s_T} = s_T - y$$", "right"),
    (
        LAST + r"For $t < T$ $$\frac{\partial E}{\partial s_t} = "
        r"A^T (\phi'(a_{t+1}) \odot \frac{\partial E}{\partial s_{t+1}})$$",
        "right",
    ),
    (
        LAST + r"For $t < T$ $$\frac{\partial E}{\partial s_t} = "
        r"A^T (\phi'(a_t) \odot \frac{\partial E}{\partial s_{t+1}})$$",
        "wrong",
    ),
    (NUMBERS + r"$$\frac{dE}{dw} = (s_T - y)\sum_{k=1}^T w^{T-k} s_{k-1}$$", "right"),
    (NUMBERS + r"$$\frac{dE}{dw} = (s_T - y)\sum_{k=1}^T w^{T-k} s_k$$", "wrong"),
    (NUMBERS + r"$$\frac{ds_t}{dw} = s_{t-1} + w\frac{ds_{t-1}}{dw}$$", "right"),
    (STATES + r"$$p_T = z_T$$", "right"),
    (STATES + r"$$p_t = F^T p_{t+1}$$", "right"),
    (STATES + r"$$p_t = -F^T p_{t+1}$$", "wrong"),
    (STATES + r"$$\frac{\partial J}{\partial v_t} = v_t + G^T p_{t+1}$$", "right"),
    (STATES + r"$$\frac{\partial J}{\partial v_t} = v_t + G^T p_t$$", "wrong"),
    (OUTPUT + r"$$\frac{\partial E}{\partial V} = \sum_{t=1}^T (q_t - y_t) s_t^T$$", "right"),
    (OUTPUT + r"$$\frac{\partial E}{\partial V} = \sum_{t=1}^T (y_t - q_t) s_t^T$$", "wrong"),
    (CELL + r"$$\delta o_t = \delta h_t \odot \tanh(c_t)$$", "right"),
    (CELL + r"$$\delta o_t = \delta h_t \odot c_t$$", "wrong"),
    (
        CELL
        + r"$$\delta c_t = \delta h_t \odot o_t \odot (1 - \tanh^2(c_t)) + \delta c_{t+1} \odot f_{t+1}$$",
        "cannot-tell",
    ),
    (NEXT + r"$$\frac{\partial L}{\partial o} = \frac{\partial L}{\partial h'} \odot \tanh(c')$$", "right"),
    (NEXT + r"$$\frac{\partial L}{\partial i} = \frac{\partial L}{\partial c'} \odot g$$", "right"),
    (SHORT + r"$$dZ = dA \odot (1 - A^2)$$", "right"),
    (SHORT + r"$$dZ = dA \odot (1 - A)$$", "wrong"),
    (SHORT + r"$$dW = dZ X^T$$", "right"),
)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_unrolled_nets(text: str, verdict: str) -> None:
    relations = check(text + "\n").relations
    assert [r.verdict for r in relations if not r.inline and r.role == "claim"] == [verdict]
