"""What home pages and homework write: layers above names, names for the last display, labels and symmetry in words."""

from __future__ import annotations

import pytest

from derive.check import check

NET = (
    r"$p^1 = V^1 u + c^1$, $r^1 = \sigma(p^1)$, $p^2 = V^2 r^1 + c^2$, $r^2 = \sigma(p^2)$ with the logistic function "
    r"$\sigma$, $C = \frac{1}{2}\|r^2 - t\|^2$ and $\delta^2 = \frac{\partial C}{\partial p^2}$. "
)
SHOWN = (
    r"Let $P = UB$ with $U \in \mathbb{R}^{n \times d}$, $B \in \mathbb{R}^{d \times k}$ and "
    r"$L = \frac{1}{2n}\|P - T\|_F^2$. $$\frac{\partial L}{\partial P} = \frac{1}{n}(P - T)$$ %s Then "
)
IN_A_SENTENCE = SHOWN.replace("$$", "$") % "; call this matrix $G$ from here on."
SIGNS = (
    r"Half of the world uses labels 0/1, we use $t_i \in \{-1, +1\}$. Let $v_i = t_i w^\top u_i$ and "
    r"$R(w) = \frac{1}{n}\sum_{i=1}^n \log(1 + e^{-v_i})$ with $\sigma(s) = 1/(1 + e^{-s})$. "
)
SQUARE = (
    r"Let $B \in \mathbb{R}^{n \times n}$ be any square matrix (no symmetry assumed), $c \in \mathbb{R}^n$, and "
    r"$f(x) = \frac{1}{2}x^\top Bx - c^\top x$. "
)
NOISE = (
    r"$$F(m, \sigma) = n \log\sigma + \frac{1}{2\sigma^2}S$$ In the other parametrisation "
    r"$$F(m, v) = \frac{n}{2}\log v + \frac{1}{2v}S$$ "
)
CASES = (
    (NET + r"$$\delta^2 = (r^2 - t) \odot r^2 \odot (1 - r^2)$$", "right"),
    (NET + r"$$\delta^2 = (r^2 - t) \odot r^2$$", "wrong"),
    (NET + r"$$\frac{\partial C}{\partial V^2} = \delta^2 (r^1)^T$$", "right"),
    (r"Let $q = x^1 + x^2$ for a number $x$. $$\frac{dq}{dx} = 1 + 2x$$", "right"),
    (SHOWN % "I abbreviate this matrix by $G$." + r"$$\frac{\partial L}{\partial B} = U^\top G$$", "right"),
    (SHOWN % "We call this matrix $G$." + r"$$\frac{\partial L}{\partial B} = U^\top G$$", "right"),
    (SHOWN % "We call this matrix $G$." + r"$$\frac{\partial L}{\partial B} = -U^\top G$$", "wrong"),
    (IN_A_SENTENCE + r"$$\frac{\partial L}{\partial B} = U^\top G$$", "right"),
    (IN_A_SENTENCE + r"$$\frac{\partial L}{\partial B} = -U^\top G$$", "wrong"),
    (
        SHOWN % "The matrix $G$ is another one." + r"$$\frac{\partial L}{\partial B} = U^\top G$$",
        "cannot-tell",
    ),
    (SIGNS + r"$$\nabla^2 R(w) = \frac{1}{n}\sum_i \sigma(v_i)\sigma(-v_i) u_i u_i^\top$$", "right"),
    (SIGNS + r"$$\nabla^2 R(w) = -\frac{1}{n}\sum_i \sigma(v_i)\sigma(-v_i) u_i u_i^\top$$", "wrong"),
    (SQUARE + r"$$\nabla f(x) = Bx - c$$", "wrong"),
    (SQUARE + r"$$\nabla f(x) = \frac{1}{2}(B + B^\top)x - c$$", "right"),
    (NOISE + r"$$\frac{\partial F}{\partial v} = \frac{n}{2v} - \frac{1}{2v^2}S$$", "right"),
    (NOISE + r"$$\frac{\partial F}{\partial v} = \frac{n}{2v} + \frac{1}{2v^2}S$$", "wrong"),
    (r"Let $f(X) = \log\det X$. $$\nabla f(X) = X^{-\mathsf{T}}$$", "right"),
    (r"Let $f(X) = \log\det X$. $$\nabla f(X) = -X^{-\mathsf{T}}$$", "wrong"),
)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_verdict(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict


CARD = r"""
$h = \sigma(V_1 u + c_1)$, $s = V_2 h + c_2$, $q = \mathrm{softmax}(s)$, $L = -\sum_k t_k \log q_k$ with one-hot $t$
and the logistic function $\sigma$; $z = V_1 u + c_1$ and $\delta = \frac{\partial L}{\partial s}$.
$$\delta = q - t$$
$$\frac{\partial L}{\partial h} = %s$$
"""


@pytest.mark.parametrize(("slope", "verdict"), [(r"V_2^\top \delta", "right"), (r"V_2 \delta", None)])
def test_no_other_shape_of_the_weights_excuses_a_lost_transpose(slope: str, verdict: str | None) -> None:
    found = check(CARD % slope).relations[-1].verdict
    assert found == verdict if verdict is not None else found != "right"
