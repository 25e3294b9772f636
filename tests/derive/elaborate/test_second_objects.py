r"""One letter for two objects: a second function, a bold letter of two sections, the loss of one and of all data."""

from __future__ import annotations

import pytest

from derive.check import check

FUNCTIONS = (
    r"Both matrices are symmetric. $$F(m, P) = \log\det P - \sum_{i=1}^n (x_i-m)^\top P (x_i-m)$$ "
    r"\section{One dimension} For one feature write $s$ for the variance: "
    r"$$F(m, s) = -\log s - \frac1s\sum_{i} (x_i-m)^2$$ "
)
SECTIONS = (
    "\\section{Pairs}\nFor a pair $(\\mathbf a,\\mathbf b)$, $$R = \\lVert\\mathbf a-\\mathbf b\\rVert^2$$ "
    "$$\\frac{\\partial R}{\\partial\\mathbf b} = -2(\\mathbf a-\\mathbf b)$$ "
    "\\section{Candidates}\nOf $\\mathbf b_1,\\dots,\\mathbf b_M$ the first is right: "
    "$$s_j = \\mathbf a^\\top\\mathbf b_j, \\qquad p_j = \\frac{e^{s_j}}{\\sum_k e^{s_k}}, \\qquad C = -\\log p_1$$ "
)
GLM = (
    r"Counts $y_i = 0,1,2,\dots$ with mean $\mu_i = e^{\eta_i}$, $\eta_i = x_i^\top\beta$. Per observation (no index) "
    r"$$\ell = y\log\mu - \mu - \log y!$$ "
    r"$$\frac{\partial\ell}{\partial\mu} = \frac{y}{\mu} - 1, \qquad \frac{\partial\mu}{\partial\eta} = \mu$$ "
)
ALL = r"For all $n$ observations, $\ell(\beta) = \sum_i\ell_i$, "
GAMMA = r"With $\psi = (\log\Gamma)'$ and $$G = \log\Gamma(a + b) - \log\Gamma(a)$$ "
RIDGE = r"With a symmetric $S\in\mathbb{R}^{n\times n}$ and $t\in\mathbb{R}^n$, $$\hat t = S(S+cI)^{-1}t$$ "
UNIT = r"$C = X^\top X$ is symmetric, $$E(W) = \mathrm{tr}(W^\top C W W^\top W)$$ "

CASES = {
    "a second function": (
        FUNCTIONS + r"$$\frac{\partial F}{\partial s} = -\frac1s + \frac1{s^2}\sum_i (x_i-m)^2$$ "
        r"$$\frac{\partial^2 F}{\partial m\,\partial s} = -\frac2{s^2}\sum_i (x_i-m)$$",
        "right right",
    ),
    "a second function, the square": (
        FUNCTIONS + r"$$\frac{\partial F}{\partial s} = -\frac1s + \frac1{s}\sum_i (x_i-m)^2$$", "wrong",
    ),
    "a family in the last section": (
        SECTIONS + r"$$\frac{\partial C}{\partial\mathbf a} = \sum_{j=1}^M p_j\mathbf b_j - \mathbf b_1$$",
        "right right",
    ),
    "a family in the last section, the sign": (
        SECTIONS + r"$$\frac{\partial C}{\partial\mathbf a} = \sum_{j=1}^M p_j\mathbf b_j + \mathbf b_1$$",
        "right wrong",
    ),
    "one observation and all": (
        GLM + ALL + r"$$\frac{\partial\ell}{\partial\beta} = \sum_{i=1}^n (y_i - \mu_i)\,x_i$$",
        "right right right",
    ),
    "one observation and all, the last factor": (
        GLM + ALL + r"$$\frac{\partial\ell}{\partial\beta} = \sum_{i=1}^n (y_i - \mu_i)\mu_i x_i$$",
        "right right cannot-tell",
    ),
    "the digamma function": (GAMMA + r"$$\frac{\partial G}{\partial a} = \psi(a+b) - \psi(a)$$", "right"),
    "its slope": (
        GAMMA + r"$$\frac{\partial^2 G}{\partial a^2} = \psi'(a+b) - \psi'(a)$$",
        "right",
    ),
    "its slope, the sign": (
        GAMMA + r"$$\frac{\partial^2 G}{\partial a^2} = \psi'(a) - \psi'(a+b)$$",
        "wrong",
    ),
    "a step of its slope": (GAMMA + r"$$\psi'(a+1) = \psi'(a) - \frac{1}{a^2}$$", "right"),
    "the digamma function, the sign": (GAMMA + r"$$\frac{\partial G}{\partial a} = \psi(a+b) + \psi(a)$$", "wrong"),
    "a condition that nothing is made of": (
        UNIT + r"If the columns of $W$ are orthonormal, this is $$\nabla E(W) = 2CW + 2WW^\top CW$$", "cannot-tell",
    ),
    "the square of an inverse": (
        RIDGE + r"$$\frac{d\hat t}{dc} = -S(S+cI)^{-2}t$$", "right",
    ),
    "the square of an inverse, the sign": (
        RIDGE + r"$$\frac{d\hat t}{dc} = S(S+cI)^{-2}t$$", "wrong",
    ),
    "no condition": (UNIT + r"This is $$\nabla E(W) = 2CWW^\top W + 2WW^\top CW$$", "right"),
}  # fmt: skip


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", CASES)
def test_second_objects(name: str) -> None:
    text, verdicts = CASES[name]
    assert [each.verdict for each in check(text).relations if each.role == "claim"] == verdicts.split()


def test_a_condition_that_only_defines() -> None:
    found = check(r"If $a = v^\top x + c$ then $$\frac{\partial a}{\partial v} = v.$$").relations
    assert [each.verdict for each in found] == ["definition", "wrong"]
