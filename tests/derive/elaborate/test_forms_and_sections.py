r"""A loss written anew in each section, proved forms of it, adjoints told in words, and a D_t that is no operator."""

from __future__ import annotations

import pytest

from derive.check import check

SECTIONS = (
    "# Squared\n$$E_i = \\tfrac12 (y_i - w x_i)^2$$\n"
    "# Counts, with the rate $m_i = e^{w x_i}$\n$$E_i = m_i - y_i w x_i$$\n"
)
AGAIN = "# Squared\n$$E_i = \\tfrac12 (y_i - w x_i)^2$$\n# Again\n$$E_i = \\tfrac12 y_i^2 - y_i w x_i$$\n"
EXPANDED = (
    r"Let $S = \frac1n X^\top X$ with the samples $x_i$ as rows of $X$. "
    r"$$F(v) = \frac1n \sum_{i=1}^n \|x_i - v v^\top x_i\|^2$$ Expanding, "
    r"$$F(v) = \operatorname{tr} S - 2 v^\top S v + (v^\top v)(v^\top S v)$$"
)
STEPS = (
    r"Columns; $$a_t = W h_{t-1} + U x_t, \quad h_t = \tanh(a_t), \quad F = \sum_{t=1}^T \tfrac12\|h_t - y_t\|^2$$ "
    r"With $D_t = \operatorname{diag}(1 - h_t \odot h_t)$ $$\frac{\partial h_t}{\partial h_{t-1}} = D_t W$$ "
    r"Let $q_t$ be the *total* gradient of $F$ with respect to $h_t$ (all later steps) and $r_t$ the same for $a_t$. "
    r"$$q_t = h_t - y_t + W^\top D_{t+1} q_{t+1}, \quad r_t = D_t q_t$$"
)
GRADES = (
    r"Logistic $F(u) = 1/(1+e^{-u})$ and thresholds $c_g$. "
    r"$$F_g = F(c_g - s), \quad f_g = F_g(1 - F_g), \quad q_g = F_g - F_{g-1}$$"
)
POLICY = (
    r"A policy $\pi_\theta$, answers $u$ and $v$, $\sigma$ the logistic function. "
    r"$$m_\theta = k[\log\pi_\theta(u) - \log\pi_\theta(v)], \quad F(\theta) = -\log\sigma(m_\theta)$$"
)
SPECIAL = (
    r"$$F = \tfrac12 \sum_{j=1}^d ((m_j - c)^2 + s_j^2)$$ For $c = 0$ it is "
    r"$$F = \tfrac12 \sum_{j=1}^d (m_j^2 + s_j^2),$$ whence $$\frac{\partial F}{\partial m_j} = "
)
CASES = {
    "a neighbour of a member": (
        GRADES + r"$$\frac{\partial q_g}{\partial s} = f_{g-1} - f_g, \quad "
        r"\frac{\partial \log q_g}{\partial c_{g-1}} = -\frac{f_{g-1}}{q_g}$$",
        "right right",
    ),
    "a neighbour of a member, the sign": (
        GRADES + r"$$\frac{\partial \log q_g}{\partial c_{g-1}} = \frac{f_{g-1}}{q_g}$$",
        "wrong",
    ),
    "a policy with its parameters below": (
        POLICY
        + r"$$\nabla_\theta F = -k\sigma(-m_\theta)[\nabla_\theta\log\pi_\theta(u) - \nabla_\theta\log\pi_\theta(v)]$$",
        "right",
    ),
    "a policy with its parameters below, the sign": (
        POLICY
        + r"$$\nabla_\theta F = k\sigma(-m_\theta)[\nabla_\theta\log\pi_\theta(u) - \nabla_\theta\log\pi_\theta(v)]$$",
        "wrong",
    ),
    "a special value that a sentence keeps": (SPECIAL + "m_j$$", "right right"),
    "a special value that a sentence keeps, the sign": (SPECIAL + "-m_j$$", "right wrong"),
    "a loss for each section": (SECTIONS + r"$$\frac{\partial E_i}{\partial w} = (m_i - y_i) x_i$$", "right"),
    "a loss for each section, a sign": (
        SECTIONS + r"$$\frac{\partial E_i}{\partial w} = (y_i - m_i) x_i$$",
        "wrong",
    ),
    "a second form of the same names": (
        AGAIN + r"$$\frac{\partial E_i}{\partial w} = -x_i(y_i - w x_i)$$",
        "cannot-tell",
    ),
    "a proved form": (
        EXPANDED + r"$$\frac{\partial F}{\partial v} = -4 S v + 2 (v^\top v) S v + 2 (v^\top S v) v$$",
        "right right",
    ),
    "a proved form, half a product rule": (
        EXPANDED + r"$$\frac{\partial F}{\partial v} = -4 S v + 2 (v^\top v) S v$$",
        "right wrong",
    ),
    "adjoints told in words": (
        STEPS + r"$$\frac{\partial F}{\partial W} = \sum_{t=1}^T r_t h_{t-1}^\top$$",
        "right right right right",
    ),
    "adjoints told in words, a step late": (
        STEPS + r"$$\frac{\partial F}{\partial W} = \sum_{t=1}^T r_t h_t^\top$$",
        "right right right wrong",
    ),
    "neighbours from 0 on": (
        r"A path $p_0, \dots, p_M$. $$F = \sum_{k=0}^{M-1} (p_{k+1} - p_k)^2, \quad "
        r"\frac{\partial F}{\partial p_M} = 2(p_M - p_{M-1})$$",
        "right",
    ),
    "a coefficient with a bound": (
        r"With $c \ge 0$, $$R = \sum_k u_k^2, \quad \frac{\partial (cR)}{\partial u_k} = -2 c u_k$$",
        "wrong",
    ),
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", CASES)
def test_forms_and_sections(name: str) -> None:
    text, verdicts = CASES[name]
    assert [each.verdict for each in check(text).relations if each.role == "claim"] == verdicts.split()
