r"""Normal densities of which the words say the mean and the deviation."""

from __future__ import annotations

import pytest

from derive.check import check

MIXTURE = (
    r"Parts $j=1,\dots,J$ with shares $w_j$, %s, and $f_j(x)$ the %s of part $j$. "
    r"$$Q = \sum_i\log\sum_j w_jf_j(x_i),\qquad r_{ij} = \frac{w_jf_j(x_i)}{\sum_l w_lf_l(x_i)}$$ "
)
BOTH = r"means $m_j$ and standard deviations $s_j$"
PARTS = MIXTURE % (BOTH, "normal density")
SINGLE = r"Let $g(t)$ be the Gaussian density with mean $m$ and variance $s^2$, and $Q = \log g(a)$. "
MADE = r"Shares $w_j$, means $m_j$, variances $s_j^2$, $f_j(x)$ is the normal density. $$f_j(x) = e^{-(x-m_j)^2}$$ "

VERDICTS = (
    (PARTS + r"$$\frac{\partial f_j(x)}{\partial m_j} = f_j(x)\frac{x-m_j}{s_j^2}$$", "right"),
    (PARTS + r"$$\frac{\partial f_j(x)}{\partial m_j} = -f_j(x)\frac{x-m_j}{s_j^2}$$", "wrong"),
    (
        PARTS
        + r"$$\frac{\partial f_j(x)}{\partial s_j} = f_j(x)\Bigl(\frac{(x-m_j)^2}{s_j^3}-\frac1{s_j}\Bigr)$$",
        "right",
    ),
    (
        PARTS
        + r"$$\frac{\partial f_j(x)}{\partial s_j} = f_j(x)\Bigl(\frac{(x-m_j)^2}{s_j^3}+\frac1{s_j}\Bigr)$$",
        "wrong",
    ),
    (PARTS + r"$$\frac{\partial Q}{\partial m_j} = \sum_i r_{ij}\frac{x_i-m_j}{s_j^2}$$", "right"),
    (PARTS + r"$$\frac{\partial Q}{\partial m_j} = \sum_i r_{ij}\frac{m_j-x_i}{s_j^2}$$", "wrong"),
    (SINGLE + r"$$\frac{\partial Q}{\partial m} = \frac{a-m}{s^2}$$", "right"),
    (SINGLE + r"$$\frac{\partial Q}{\partial m} = \frac{m-a}{s^2}$$", "wrong"),
    (MADE + r"$$\frac{\partial f_j(x)}{\partial m_j} = 2(x-m_j)f_j(x)$$", "right"),
    (
        MIXTURE % (r"means $m_j\in\mathbb R^d$, " + BOTH, "normal density")
        + r"$$\frac{\partial f_j(x)}{\partial s_j} = f_j(x)\Bigl(\frac{(x-m_j)^2}{s_j^3}-\frac1{s_j}\Bigr)$$",
        "cannot-tell",
    ),
    (
        MIXTURE % (r"means $m_j$", "normal density")
        + r"$$\frac{\partial f_j(x)}{\partial m_j} = f_j(x)(x-m_j)$$",
        "cannot-tell",
    ),
)


@pytest.mark.parametrize(("text", "verdict"), VERDICTS)
def test_verdict(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict
