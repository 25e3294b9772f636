r"""What lectures leave out: chosen classes, π(a) over actions, conditions in words; each with a wrong twin."""

from __future__ import annotations

import pytest

from derive.check import check

HINGE = r"Let $h_i = \max(0, 1 - y_i w^T x_i)$. "
NLL = r"Let $p_k = e^{z_k} / \sum_j e^{z_j}$; with true class $c$ the loss is $L = -\log p_c$. "
SCALED = r"Let $q_k = e^{z_k / T} / \sum_j e^{z_j / T}$, $V = -\log q_c$ and $\beta = 1/T$. "
BANDIT = (
    r"Let $\pi(a) = e^{u_a} / \sum_b e^{u_b}$ and $J(u) = \mathbb{E}_{a \sim \pi}[r_a] = \sum_a \pi(a) r_a$. "
)
POISSON = (
    r"Let $$p(y \mid \lambda) = \frac{\lambda^y e^{-\lambda}}{y!}$$ "
    r"and $\ell = \sum_{i=1}^n \log p(y_i \mid \lambda)$. "
)
NORMAL = r"Let $\ell(\mu, \sigma) = \sum_{i=1}^n \log \mathcal{N}(y_i \mid \mu, \sigma^2)$. "
MIXTURE = (
    r"Let $$\ell = \sum_{n=1}^N \log \sum_{k=1}^K c_k\, \mathcal{N}(x_n; m_k, S_k)$$ "
    r"with $x_n, m_k \in \mathbb{R}^d$, "
    r"covariance matrices $S_k$ and "
    r"$$r_{nk} = \frac{c_k\, \mathcal{N}(x_n; m_k, S_k)}{\sum_j c_j\, \mathcal{N}(x_n; m_j, S_j)}$$ "
)
COVARIANCE = (
    r"Let $S \in \mathbb{R}^{d\times d}$ be symmetric, $a \in \mathbb{R}^d$, "
    r"$V = \log|S| + a^T S^{-1} a$ and $P = S^{-1}$. "
)
MEAN = r"With $m = \frac1H\sum_i a_i$ let $v = \frac1H\sum_i (a_i - m)^2$. "
BELOW = r"Let $h_\theta(x) = \theta^T x$ and $J(\theta) = \sum_{i=1}^n (h_\theta(x_i) - y_i)^2$. "
VARIANCE = r"With $m = \frac1n\sum_i x_i$ let $v = \frac{1}{n-1}\sum_i (x_i - m)^2$. "
CIRCLE = r"Let $F = (x - x_c)^2 + (y - y_c)^2$. "
POSTERIOR = r"Let $$p(y \mid \lambda) = \lambda e^{-\lambda y}$$ be the likelihood of $\lambda$. "
LOG_VARIANCE = r"Let $K = \frac12\sum_j (m_j^2 + s_j^2 - \log s_j^2)$ and $\rho_j = \log s_j^2$. "
SYMMETRIC = r"With $A \in \mathbb{R}^{d\times d}$ symmetric let $\mathcal{L}(u) = u^T A u - \mu u^T u$. "

CASES = {
    "a condition in plain words, right": (
        HINGE + r"If h_i > 0 then $$\partial h_i / \partial w = -y_i x_i$$",
        "right",
    ),
    "a condition in plain words, wrong": (
        HINGE + r"If h_i > 0 then $$\partial h_i / \partial w = y_i x_i$$",
        "wrong",
    ),
    "a condition nobody can read": (
        HINGE + r"As long as the score is too low, $$\partial h_i / \partial w = -y_i x_i$$",
        "cannot-tell",
    ),
    "no condition at all": (HINGE + r"So we find $$\partial h_i / \partial w = -y_i x_i$$", "wrong"),
    "the chosen class": (NLL + r"$$\frac{\partial L}{\partial z_c} = p_c - 1$$", "right"),
    "the chosen class, sign": (NLL + r"$$\frac{\partial L}{\partial z_c} = 1 - p_c$$", "wrong"),
    "another class": (NLL + r"For $k \neq c$ $$\frac{\partial L}{\partial z_k} = p_k$$", "right"),
    "an inverse temperature": (
        SCALED + r"$$\frac{dV}{d\beta} = \sum_k q_k z_k - z_c$$",
        "right",
    ),
    "an inverse temperature, twice": (
        SCALED + r"$$\frac{d^2V}{d\beta^2} = \sum_k q_k z_k^2 - \Bigl(\sum_k q_k z_k\Bigr)^2$$",
        "right",
    ),
    "an inverse temperature, chain forgotten": (
        SCALED + r"$$\frac{dV}{dT} = \sum_k q_k z_k - z_c$$",
        "wrong",
    ),
    "a function of the action": (
        BANDIT + r"$$\frac{\partial J}{\partial u_b} = \pi(b)(r_b - J(u))$$",
        "right",
    ),
    "a function of the action, sign": (
        BANDIT + r"$$\frac{\partial J}{\partial u_b} = \pi(b)(J(u) - r_b)$$",
        "wrong",
    ),
    "a conditional density": (POISSON + r"$$\frac{d\ell}{d\lambda} = \frac1\lambda\sum_i y_i - n$$", "right"),
    "a conditional density, sign": (
        POISSON + r"$$\frac{d\ell}{d\lambda} = \frac1\lambda\sum_i y_i + n$$",
        "wrong",
    ),
    "a normal density": (
        NORMAL
        + r"$$\frac{\partial\ell}{\partial\sigma} = \frac1{\sigma^3}\sum_i (y_i - \mu)^2 - \frac n\sigma$$",
        "right",
    ),
    "a normal density, exponent": (
        NORMAL
        + r"$$\frac{\partial\ell}{\partial\sigma} = \frac1{\sigma^2}\sum_i (y_i - \mu)^2 - \frac n\sigma$$",
        "wrong",
    ),
    "normal densities with covariances": (
        MIXTURE + r"$$\frac{\partial\ell}{\partial m_k} = \sum_n r_{nk} S_k^{-1} (x_n - m_k)$$",
        "right",
    ),
    "normal densities with covariances, sign": (
        MIXTURE + r"$$\frac{\partial\ell}{\partial m_k} = \sum_n r_{nk} S_k^{-1} (m_k - x_n)$$",
        "wrong",
    ),
    "bars around a matrix": (COVARIANCE + r"$$\frac{\partial V}{\partial S} = P - P a a^T P$$", "right"),
    "bars around a matrix, sign": (
        COVARIANCE + r"$$\frac{\partial V}{\partial S} = P + P a a^T P$$",
        "wrong",
    ),
    "by an inverse matrix": (COVARIANCE + r"$$\frac{\partial V}{\partial P} = a a^T - S$$", "right"),
    "by an inverse matrix, sign": (COVARIANCE + r"$$\frac{\partial V}{\partial P} = a a^T + S$$", "wrong"),
    "by a log variance": (
        LOG_VARIANCE + r"$$\frac{\partial K}{\partial\rho_j} = \frac12(e^{\rho_j} - 1)$$",
        "right",
    ),
    "by a log variance, factor": (
        LOG_VARIANCE + r"$$\frac{\partial K}{\partial\rho_j} = e^{\rho_j} - 1$$",
        "wrong",
    ),
    "a mean without a range": (MEAN + r"$$\frac{\partial v}{\partial a_i} = \frac2H (a_i - m)$$", "right"),
    "a mean without a range, factor": (
        MEAN + r"$$\frac{\partial v}{\partial a_i} = \frac1H (a_i - m)$$",
        "wrong",
    ),
    "a variance over n - 1": (
        VARIANCE + r"$$\frac{\partial v}{\partial x_i} = \frac{2}{n-1}(x_i - m)$$",
        "right",
    ),
    "a variance over n": (VARIANCE + r"$$\frac{\partial v}{\partial x_i} = \frac2n(x_i - m)$$", "wrong"),
    "labels below": (CIRCLE + r"$$\frac{\partial F}{\partial x_c} = -2(x - x_c)$$", "right"),
    "labels below, sign": (CIRCLE + r"$$\frac{\partial F}{\partial y_c} = 2(y - y_c)$$", "wrong"),
    "a posterior beside its likelihood": (
        POSTERIOR + r"$$\frac{\partial}{\partial\lambda}\log p(\lambda\mid y) = \frac{\lambda}{y} - 1$$",
        "cannot-tell",
    ),
    "a parameter below its model": (
        BELOW + r"$$\frac{\partial J}{\partial\theta_j} = 2\sum_i (h_\theta(x_i) - y_i) x_{ij}$$",
        "right",
    ),
    "an upright d beside a size d": (
        SYMMETRIC + r"$$\mathrm{d}\mathcal{L} = 2u^T A\,\mathrm{d}u - 2\mu u^T\mathrm{d}u$$",
        "right",
    ),
    "an upright d beside a size d, sign": (
        SYMMETRIC + r"$$\mathrm{d}\mathcal{L} = 2u^T A\,\mathrm{d}u + 2\mu u^T\mathrm{d}u$$",
        "wrong",
    ),
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", CASES)
def test_what_is_left_out(name: str) -> None:
    text, verdict = CASES[name]
    relations = check(text + "\n").relations
    assert [r.verdict for r in relations if r.role == "claim"] == [verdict]
