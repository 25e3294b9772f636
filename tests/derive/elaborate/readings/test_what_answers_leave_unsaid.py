r"""d/dx before a product in brackets, j ≠ i where i = j has its own line, and f_θ(x) of which nobody says more."""

import pytest

from derive.check import check

SHARES = r"$$q_j = \frac{e^{s_j}}{\sum_k e^{s_k}}$$ "
MODEL = r"$$E(\phi) = -\sum_{i=1}^n [t_i \log f_\phi(u_i) + (1-t_i)\log(1-f_\phi(u_i))]$$ "
MAPS = r"$k:\mathbb R^p \to \mathbb R^n$, $k(v) = c - A v$. With $m(u) = u^T u$ let $f(v) = m(k(v))$. "
STANDS = r"For simplicity $\Sigma$ stands for $\sum_k e^{s_k}$. " + SHARES
CASES = {
    "an operator before two brackets": (
        r"$$E(v) = (c - Av)^T(c - Av)$$ $$\frac{dE}{dv} = \frac{d}{dv}(c^T - v^TA^T)(c - Av)$$",
        "right",
    ),
    "an operator before a power": (
        SHARES
        + r"$$\frac{\partial q_j}{\partial s_j} = \frac{\partial}{\partial s_j} e^{s_j}\Big(\sum_k e^{s_k}\Big)^{-1}$$",
        "right",
    ),
    "an operator, half a product rule": (r"$$\frac{d}{dt} (t^2)(\sin t) = 2t \sin t$$", "cannot-tell"),
    "an operator, half a product rule with a dot": (
        r"$$\frac{d}{dt} t^2 \cdot \sin t = 2t \sin t$$",
        "cannot-tell",
    ),
    "the other case has its line": (
        SHARES
        + r"$$\frac{\partial q_i}{\partial s_i} = q_i - q_i^2$$ and \begin{align}\frac{\partial}{\partial s_i} q_j"
        r" &= \frac{\partial}{\partial s_i}\frac{e^{s_j}}{\sum_k e^{s_k}}\\ &= e^{s_j}\frac{\partial}{\partial s_i}"
        r"\Big(\sum_k e^{s_k}\Big)^{-1}\end{align}",
        "right right right",
    ),
    "the other case has its line, a sign": (
        SHARES
        + r"$$\frac{\partial q_i}{\partial s_i} = q_i - q_i^2$$ and $$\frac{\partial q_j}{\partial s_i} = q_j q_i$$",
        "right wrong",
    ),
    "a function with its parameter below": (
        MODEL + r"$$\frac{\partial E}{\partial \phi_j} = -\sum_{i=1}^n \Big[\frac{t_i}{f_\phi(u_i)} - "
        r"\frac{1-t_i}{1-f_\phi(u_i)}\Big]\frac{\partial}{\partial\phi_j} f_\phi(u_i)$$",
        "right",
    ),
    "a function with its parameter below, a sign": (
        MODEL + r"$$\frac{\partial E}{\partial \phi_j} = -\sum_{i=1}^n \Big[\frac{t_i}{f_\phi(u_i)} + "
        r"\frac{1-t_i}{1-f_\phi(u_i)}\Big]\frac{\partial}{\partial\phi_j} f_\phi(u_i)$$",
        "wrong",
    ),
    "slopes of vectors by vectors": (
        MAPS + r"$$k'(v) = -A, \quad f'(v) = m'(k(v)) k'(v), "
        r"\quad f'(v) = 2(c - Av)^T(-A), \quad \nabla f(v) = f'(v)^T$$",
        "right right right right",
    ),
    "slopes of vectors by vectors, a sign": (
        MAPS + r"$$k'(v) = A, \quad f'(v) = 2(c - Av)^T A, \quad f'(v)^T = 2A^T(c - Av)$$",
        "wrong wrong wrong",
    ),
    "slopes of every entry": (
        r"Let $v \in \mathbb{R}^d$. $$\rho(v) = \max(0, v), \quad \rho'(v) = \mathbf 1[v > 0]$$ "
        r"$$\phi(v) = \frac{1}{1+e^{-v}}, \quad \phi'(v) = \phi(v)(1-\phi(v))$$",
        "right right",
    ),
    "a letter that stands for a sum": (
        STANDS + r"$$\frac{\partial q_i}{\partial s_i} = \frac{e^{s_i} \Sigma - e^{s_i}e^{s_i}}{\Sigma^2} "
        r"= q_i(1-q_i)$$",
        "right right",
    ),
    "a letter that stands for a sum, a power": (
        STANDS + r"$$\frac{\partial q_i}{\partial s_i} = \frac{e^{s_i} \Sigma - e^{s_i}e^{s_i}}{\Sigma}$$",
        "wrong",
    ),
    "a letter that is the gradient": (
        r"For a scalar function $f(A)$ with $A \in \mathbb R^{m\times n}$ $$df = \sum_{i,j} "
        r"\frac{\partial f}{\partial A_{ij}} dA_{ij} = \operatorname{tr}(H^T dA)$$ "
        r"where $H$ is the gradient $\frac{\partial f}{\partial A}$.",
        "cannot-tell right",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_left_unsaid(case: str) -> None:
    text, expected = CASES[case]
    claims = [one.verdict for one in check(text).relations if one.role == "claim"]
    assert " ".join(claims) == expected
