r"""Habits of statistics, physics and lecture notes: each with the least document that shows it; one row a case."""

from __future__ import annotations

import pytest

from derive.check import check

LOGLIK = r"Let $\eta_i = x_i'\beta$ and $$\ln L(\beta)=\sum_{i=1}^N [y_i \eta_i - e^{\eta_i}]$$ "
LINK = (
    r"With $\log\frac{\pi_i}{1-\pi_i} = x_i^T\beta$ let "
    r"$$\ell(\beta)=\sum_{i=1}^N [y_i\log\pi_i + (1-y_i)\log(1-\pi_i)]$$ "
)
HINGE = r"Labels $t_i=\pm1$, $h_i = \max(0, 1 - t_i s_i)$, $Q = \sum_i h_i^2$. "
PAIRS = r"Let $L = \frac12\sum_{(i,k)\in O} (r_{ik} - u_i^T v_k)^2$. "
ONES = (
    r"Let $A = XW$ with samples as rows, $P = \exp(A) / (\exp(A)\mathbf 1\mathbf 1^T)$. "
    r"$$\frac{\partial \log P_{nk}}{\partial A_{nj}} = "
)
UNIT = r"Let $g_k(x) = \exp(-\|x - m_k\|^2)$ and $y(x) = \sum_{k=1}^K v_k g_k(x)$, $e_n = y(x_n) - t_n$. "
DELTA = r"Let $E = \sum_k (o_k - t_k)^2$, $o_k = \tanh(a_k)$, $\delta_k = \frac{\partial E}{\partial a_k}$. "
QUADRATIC = r"Let $f(x) = \frac12 x^T A x - b^T x$ with $A$ symmetric. "
CHOICE = (
    r"Let $P_{ij} = e^{x_{ij}'\beta} / \sum_{k=1}^J e^{x_{ik}'\beta}$. "
    r"$$\frac{\partial P_{ij}}{\partial x_{ij}} = P_{ij}(1-P_{ij})\beta$$"
)

RIGHT = (
    LOGLIK + r"$$\frac{\partial \ln L}{\partial\beta} = \sum_{i=1}^N (y_i - e^{\eta_i}) x_i$$",
    LOGLIK + r"$$\frac{\partial^2 \ln L}{\partial\beta\partial\beta'} = -\sum_{i=1}^N e^{\eta_i} x_i x_i'$$",
    LINK + r"$$\frac{\partial \ell}{\partial\beta} = \sum_{i=1}^N (y_i - \pi_i) x_i$$",
    HINGE + r"$$\frac{\partial Q}{\partial s_i} = -2 t_i h_i$$",
    HINGE + "Where $1 - t_i s_i > 0$,\n\n$$\\frac{\\partial h_i}{\\partial s_i} = -t_i$$",
    r"Let $f(u) = \max(0, u)^2$. Where $u < 0$, $$f'(u) = 0$$",
    r"Let $H = \sum_i \max(0, s_i)$. $$\frac{\partial H}{\partial b} = \sum_{i: s_i > 0} x_i$$ with $s_i = b x_i$.",
    PAIRS + r"$$\frac{\partial L}{\partial u_i} = -\sum_{k:(i,k)\in O} (r_{ik} - u_i^T v_k) v_k$$",
    r"Let $n_{ii} = 0$ and $s_k = \sum_j n_{kj}$. $$s_k = \sum_{j \neq k} n_{kj}$$",
    ONES + r"\delta_{kj} - P_{nj}$$",
    UNIT + r"$$\frac{\partial g_k}{\partial x} = -\frac{\partial g_k}{\partial m_k}$$",
    UNIT + r"$$\frac{\partial e_n}{\partial m_k} = 2 v_k g_k(x_n) (x_n - m_k)$$",
    QUADRATIC + r"$$\nabla f(x) = Ax - b$$",
    QUADRATIC + r"$$v^T \nabla^2 f(x) v = v^T A v$$",
    QUADRATIC + r"$$\nabla \frac12 \|Ax\|^2 = A^T A x$$",
    r"Let $p_{ic} = e^{s_{ic}} / \sum_{c'} e^{s_{ic'}}$. "
    r"$$\frac{\partial p_{ic}}{\partial s_{ic}} = p_{ic}(1 - p_{ic})$$",
    CHOICE,
    r"Let $r = y - Xw$ and $\chi^2 = r^T r$. $$\frac{\partial \chi^2}{\partial w} = -2X^T r$$",
)

WRONG = (
    LOGLIK + r"$$\frac{\partial \ln L}{\partial\beta} = \sum_{i=1}^N (y_i + e^{\eta_i}) x_i$$",
    HINGE + r"$$\frac{\partial Q}{\partial s_i} = -t_i h_i$$",
    PAIRS + r"$$\frac{\partial L}{\partial u_i} = \sum_{k:(i,k)\in O} (r_{ik} - u_i^T v_k) v_k$$",
    DELTA + r"$$\delta_k = (o_k - t_k)(1 - o_k^2)$$",
    r"Let $f(u) = \max(0, u)^2$. Where $u > 0$, $$f'(u) = u$$",
)


@pytest.mark.parametrize("text", RIGHT)
def test_right(text: str) -> None:
    relations = check(text + "\n").relations
    assert {r.verdict for r in relations if r.role == "claim"} == {"right"}


@pytest.mark.parametrize("text", WRONG)
def test_wrong(text: str) -> None:
    relations = check(text + "\n").relations
    assert [r.verdict for r in relations if r.role == "claim"] == ["wrong"]
