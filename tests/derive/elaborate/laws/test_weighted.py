r"""Expectations under a law that a page works out: E_p, ⟨·⟩, Cov and Var as weighted sums; h(x) under Σ_x as h_x."""

from __future__ import annotations

import pytest

from derive.check import check

GIBBS = r"""
Levels $k$ have energies $u_k$. $$w_k = \frac{e^{-b u_k}}{Q}, \qquad Q(b) = \sum_k e^{-b u_k}.$$
We write $\langle\cdot\rangle$ for the average over $w$. $$%s$$
"""
FAMILY = r"""
An exponential family on a finite set has weights $m(v)$, statistics $T(v) \in \mathbb{R}^d$ and parameters
$\alpha \in \mathbb{R}^d$.

$$f_\alpha(v) = m(v) \exp(\alpha^\top T(v) - B(\alpha)), \qquad B(\alpha) = \log \sum_v m(v) e^{\alpha^\top T(v)}$$

$$%s$$
"""
DATA = r"C(\alpha) = \sum_{i=1}^N \log f_\alpha(v_i), \quad "
SCORE = r"A policy $\pi_w(a)$ has the value $J(w) = \sum_a \pi_w(a) R(a)$. $$%s$$"
MIXED = r"""
With hidden classes $z$ the log-likelihood is $M(\theta) = \sum_n \log \sum_z p(x_n, z \mid \theta)$, and

$$q_n(z) = \frac{p(x_n, z \mid \theta)}{\sum_{z'} p(x_n, z' \mid \theta)}.$$

$$%s$$
"""
FIELD = r"""
Sequences $\mathbf z = (z_1, \dots, z_L)$ are scored by features
$G_r(\mathbf c, \mathbf z) = \sum_{i=2}^L g_r(z_{i-1}, z_i, \mathbf c)$ for $r = 1, \dots, R$, with

$$q(\mathbf z \mid \mathbf c) = \frac{\exp(\lambda^\top G(\mathbf c, \mathbf z))}{S(\mathbf c)}, \qquad
S(\mathbf c) = \sum_{\mathbf z} \exp(\lambda^\top G(\mathbf c, \mathbf z)),$$

and the objective is $J(\lambda) = \lambda^\top G(\mathbf c, \mathbf z^\star) - \log S(\mathbf c)$.

$$\frac{\partial J}{\partial \lambda_r} = G_r(\mathbf c, \mathbf z^\star) - \mathbb{E}_q[G_r]$$

$$%s$$
"""
CHOICE = r"""
With scores $s_i$ and gains $g_i$, $$\rho_i = \frac{e^{s_i}}{\sum_j e^{s_j}}, \qquad U = \mathbb{E}_\rho[g].$$ $$%s$$
"""


@pytest.mark.sampled(14)
@pytest.mark.parametrize(
    ("page", "line", "verdict"),
    [
        (GIBBS, r"\frac{d \ln Q}{db} = -\langle u \rangle", "right"),
        (GIBBS, r"\frac{d \ln Q}{db} = \langle u \rangle", "wrong"),
        (GIBBS, r"\frac{d^2 \ln Q}{db^2} = \langle u^2 \rangle - \langle u \rangle^2", "right"),
        (GIBBS, r"\frac{d^2 \ln Q}{db^2} = \langle u \rangle^2 - \langle u^2 \rangle", "wrong"),
        (GIBBS, r"\frac{d^2 \ln Q}{db^2} = \langle (u - \langle u \rangle)^2 \rangle", "right"),
        (GIBBS, r"\frac{d w_k}{db} = w_k (\langle u \rangle - u_k)", "right"),
        (GIBBS, r"\frac{d w_k}{db} = w_k (\langle u \rangle + u_k)", "wrong"),
        (FAMILY, r"\nabla B(\alpha) = \sum_v f_\alpha(v) T(v)", "right"),
        (FAMILY, r"\nabla B(\alpha) = \mathbb{E}_{f_\alpha}[T]", "right"),
        (FAMILY, r"\nabla B(\alpha) = \mathbb{E}_\alpha[T(v)]", "right"),
        (FAMILY, r"\nabla B(\alpha) = -\mathbb{E}_\alpha[T(v)]", "wrong"),
        (FAMILY, r"\nabla^2 B(\alpha) = \operatorname{Cov}_\alpha(T)", "right"),
        (FAMILY, r"\nabla^2 B(\alpha) = -\operatorname{Cov}_\alpha(T)", "wrong"),
        (FAMILY, r"\nabla_\alpha \log f_\alpha(v) = T(v) - \mathbb{E}_{v \sim f_\alpha}[T(v)]", "right"),
        (FAMILY, r"\nabla_\alpha \log f_\alpha(v) = T(v) + \mathbb{E}_{v \sim f_\alpha}[T(v)]", "wrong"),
        (FAMILY, r"\mathbb{E}_\alpha[\nabla_\alpha \log f_\alpha(v)] = 0", "right"),
        (FAMILY, DATA + r"\nabla C(\alpha) = \sum_{i=1}^N T(v_i) - N \nabla B(\alpha)", "right"),
        (FAMILY, DATA + r"\nabla C(\alpha) = \sum_{i=1}^N T(v_i) + N \nabla B(\alpha)", "wrong"),
        (SCORE, r"\nabla_w J = \sum_a R(a) \nabla_w \pi_w(a)", "right"),
        (SCORE, r"\nabla_w J = \sum_a \pi_w(a) R(a) \nabla_w \log \pi_w(a)", "right"),
        (SCORE, r"\nabla_w J = -\sum_a \pi_w(a) R(a) \nabla_w \log \pi_w(a)", "wrong"),
        (MIXED, r"\nabla_\theta M = \sum_n \sum_z q_n(z) \nabla_\theta \log p(x_n, z \mid \theta)", "right"),
        (MIXED, r"\nabla_\theta M = \sum_n \sum_z \nabla_\theta \log p(x_n, z \mid \theta)", "wrong"),
        (MIXED, r"\nabla_\theta M = \sum_n \sum_z q_n(z) \nabla_\theta p(x_n, z \mid \theta)", "wrong"),
        (FIELD, r"\frac{\partial \log S}{\partial \lambda_r} = \mathbb{E}_q[G_r]", "right"),
        (FIELD, r"\frac{\partial \log S}{\partial \lambda_r} = S \, \mathbb{E}_q[G_r]", "wrong"),
        (
            FIELD,
            r"\frac{\partial J}{\partial \lambda_r} = G_r(\mathbf c, \mathbf z^\star) - \mathbb{E}_q[G_r]",
            "right",
        ),
        (
            FIELD,
            r"\frac{\partial J}{\partial \lambda_r} = G_r(\mathbf c, \mathbf z^\star) + \mathbb{E}_q[G_r]",
            "wrong",
        ),
        (
            FIELD,
            r"\frac{\partial^2 J}{\partial \lambda_r \partial \lambda_h} = -\operatorname{Cov}_q(G_r, G_h)",
            "right",
        ),
        (
            FIELD,
            r"\frac{\partial^2 J}{\partial \lambda_r \partial \lambda_h} = \operatorname{Cov}_q(G_r, G_h)",
            "wrong",
        ),
        (CHOICE, r"\frac{\partial U}{\partial s_i} = \rho_i (g_i - U)", "right"),
        (CHOICE, r"\frac{\partial U}{\partial s_i} = \rho_i (g_i + U)", "wrong"),
        (CHOICE, r"\operatorname{Var}_\rho(g) = \mathbb{E}_\rho[g^2] - U^2", "right"),
        (CHOICE, r"\mathbb{E}_\rho\Bigl[\frac{\partial \log \rho_i}{\partial s_j}\Bigr] = 0", "right"),
    ],
)
def test_expectations_under_a_law_that_is_worked_out(page: str, line: str, verdict: str) -> None:
    assert check(page % line).relations[-1].verdict == verdict
