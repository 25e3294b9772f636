r"""Functions as documents use them: of their own variable, of data, by cases, without their arguments."""

from __future__ import annotations

import pytest

from derive.check import check

HINGE = (
    r"With margins $m_i = y_i w^T x_i$ let "
    r"$$h(m) = \begin{cases} \frac12 - m & m \le 0 \\ \frac12(1 - m)^2 & 0 < m < 1 \\ 0 & m \ge 1 \end{cases}$$ "
    r"and $L(w) = \sum_i h(m_i)$. Let $A$ be the samples with $m_i \le 0$. "
)
DECAY = r"Let $g(t; a, b) = a e^{-b t}$ and $r_k = y_k - g(t_k; a, b)$. "
LOSS = r"Let $\ell(r) = \log(1 + r^2)$, $r_k = y_k - v t_k$ and $L(v) = \sum_k \ell(r_k)$. "
CASES = r"$$h'(m) = \begin{cases} %s & m \le 0 \\ %s & 0 < m < 1 \\ 0 & %s \end{cases}$$"

ROWS = r"Let $v = Bu$ with $B \in \mathbb{R}^{N \times q}$ and $f = v^\top v$. "
FIT = (
    r"Measured are $R_1, \dots, R_N$ at $c_1, \dots, c_N$, where $$R = \frac{a c}{k + c}$$ holds. Let "
    r"$$\chi^2 = \sum_{u=1}^N e_u^2, \qquad e_u = R_u - \frac{a c_u}{k + c_u}$$ "
)
RATES = r"Let $p_i = E_i \exp(x_i^\top \beta)$ and $Q(\beta) = \sum_{i=1}^n (p_i - t_i \log p_i)$. "

KERNEL = (
    r"Let $K \in \mathbb{R}^{n \times n}$ be symmetric and "
    r"$L(a) = \frac12 \|K a - y\|^2 + \frac{c}{2} a^\top K a$. "
)
FACTORS = r"Let $U \in \mathbb{R}^{m \times k}$, $V \in \mathbb{R}^{n \times k}$ and $F(U, V) = \|UV^\top - M\|_F^2$. "
MEAN = r"Let $f(x) = \left(\prod_{i=1}^n x_i\right)^{1/n}$ for $x_i > 0$. "
SHARES = (
    r"Let $p_k = \frac{\exp(u_k/T)}{\sum_j \exp(u_j/T)}$ and "
    r"$D(u) = \log\sum_j \exp(u_j/T) - \frac1T\sum_k t_k u_k$. "
)
STROKES = r"Let $J(b) = \sum_{i=1}^n (y_i - x_i'b)^2$ with $x_i \in \mathbb{R}^p$. "

VERDICTS = (
    (KERNEL + r"$$\nabla_a^2 L = K^2 + c K$$", "right"),
    (FACTORS + r"$$\nabla_V F = 2 (UV^\top - M)^\top U$$", "right"),
    (FACTORS + r"$$\nabla_V F = 2 (UV^\top - M) U$$", "wrong"),
    (MEAN + r"$$\frac{\partial f}{\partial x_k} = \frac{f(x)}{n x_k}$$", "right"),
    (MEAN + r"$$\frac{\partial f}{\partial x_k} = \frac{f(x)}{x_k}$$", "wrong"),
    (SHARES + r"$$\frac{\partial D}{\partial u_i} = \frac{p_i}{T} - \frac{t_i}{T}$$", "right"),
    (SHARES + r"$$\frac{\partial D}{\partial u_i} = \frac{p_i}{T} - t_i$$", "wrong"),
    (STROKES + r"$$\frac{\partial J}{\partial b} = -X'(y - Xb)$$", "wrong"),
    (r"Let $g(s) = e^{-2s}$. $$\partial_s^2 g = 4 e^{-2s}$$", "right"),
    (ROWS + r"$$D_{v} f = 2 v^\top$$", "right"),
    (ROWS + r"$$D_{u} v = B$$", "right"),
    (FIT + r"$$\frac{d\chi^2}{da} = -2 \sum_{u=1}^N e_u \frac{c_u}{k + c_u}$$", "right"),
    (FIT + r"$$\frac{d\chi^2}{da} = 2 \sum_{u=1}^N e_u \frac{c_u}{k + c_u}$$", "wrong"),
    (RATES + r"$$\nabla \log p_i = x_i$$", "right"),
    (RATES + r"$$\nabla Q(\beta) = \sum_{i=1}^n (\nabla p_i - t_i \nabla \log p_i)$$", "right"),
    (RATES + r"$$\nabla p_i = E_i p_i x_i$$", "wrong"),
    (HINGE + CASES % ("-1", "m - 1", r"m \ge 1"), "right"),
    (HINGE + CASES % ("-1", "1 - m", r"m \ge 1"), "wrong"),
    (HINGE + CASES % ("-1", "m - 1", r"m \ge 2"), "cannot-tell"),
    (HINGE + CASES % ("-1", "m - 1", r"m \ge 0"), "cannot-tell"),
    (DECAY + r"$$\frac{\partial g}{\partial b} = -a t e^{-b t}$$", "right"),
    (DECAY + r"$$\frac{\partial g}{\partial b} = a t e^{-b t}$$", "wrong"),
    (LOSS + r"$$\ell''(r) = \frac{2(1 - r^2)}{(1 + r^2)^2}$$", "right"),
    (LOSS + r"$$\ell''(r) = \frac{2(1 + r^2)}{(1 + r^2)^2}$$", "wrong"),
    (LOSS + r"$$\frac{\partial L}{\partial v} = -\sum_k \frac{2 r_k}{1 + r_k^2} t_k$$", "right"),
    (
        r"Let $q(x) = \frac{1}{1 + e^{-u^T x}}$ and $V = \sum_{i=1}^n \log q(x_i)$. "
        r"$$\nabla_u q(x) = q(x)(1 - q(x)) x$$",
        "right",
    ),
    (
        r"What if $r_k = y_k - v t_k$? Let $L = \frac12 \sum_k r_k^2$. "
        r"$$\frac{\partial L}{\partial v} = -\sum_k r_k t_k$$",
        "right",
    ),
    (r"Let $s_i = \sum_{f=1}^F v_{if} x_f$. $$\frac{\partial s_i}{\partial v_{if}} = x_f$$", "right"),
)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("text", "verdict"), VERDICTS)
def test_verdict(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict


def test_the_inverse_of_the_logit_is_the_sigmoid() -> None:
    text = r"Let $p = \operatorname{logit}^{-1}(a)$. Then $$\frac{dp}{da} = p(1-p)$$ and $$\frac{dp}{da} = p(1+p)$$"
    assert [r.verdict for r in check(text + "\n").relations[-2:]] == ["right", "wrong"]
