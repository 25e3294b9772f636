r"""Names that chains end in, names of several letters, labels that are sizes, parameters of no formula, lost 1/n."""

from __future__ import annotations

import pytest

from derive.check import check

LOGIT = (
    r"Labels $y_i\in\{0,1\}$ and $\eta_i = x_i^\top b$. $$\ell = \sum_{i=1}^n \ell_i, \qquad "
    r"\ell_i = y_i\eta_i - \log(1+e^{\eta_i})$$ "
    r"$$\frac{\partial \ell_i}{\partial \eta_i} = y_i - \frac{1}{1+e^{-\eta_i}} =: u_i$$"
)
FLIPPED = LOGIT.replace("= y_i - ", "= y_i + ")
HAZARD = (
    r"$$pr(b) = \log \sum_{j=1}^n e^{x_j^\top b}$$"
    r"$$\frac{\partial pr}{\partial b} = \frac{\sum_j e^{x_j^\top b} x_j}{\sum_j e^{x_j^\top b}} = \bar x$$"
)
GAUSS = (
    r"Data $y\in\mathbb R^n$. $$M_{ab} = g_{ab} + s_n^2\,\delta_{ab}, \quad g_{ab} = s_f^2 e^{-(t_a - t_b)^2}$$"
    r"$$F = -\tfrac12 y^\top M^{-1} y$$ "
)
ATTENTION = (
    r"The softmax acts on each row, the columns are the tokens. $$S = QK^\top, \quad P = \mathrm{softmax}(S)$$ "
    r"For a row $p$ of $P$ with its scores $s$ $$\frac{\partial p}{\partial s} = \operatorname{diag}(p) "
)
KALMAN = (
    r"Let $z = Hx + \text{noise}$; $P$ and $R$ are symmetric matrices. $$F(w) = \frac{1}{2n}\|Aw - b\|^2$$ "
    r"$$J(x) = \tfrac12 (x - m)^\top P^{-1} (x - m) + \tfrac12 (z - Hx)^\top R^{-1} (z - Hx)$$ "
)
BATCH = (
    r"**Rows** of $X$ are samples, $\mathbf 1$ is a column of $M$ ones. $$A = XW + \mathbf 1 b, \quad H = \tanh(A), "
    r"\quad F = \frac{1}{2M}\|H - Y\|_F^2, \quad G = \frac{\partial F}{\partial H} = \frac1M(H - Y)$$"
)
TRIPLET = (
    "<html><body><p>Points $a, p, n$ in $\\mathbb R^d$.</p>"
    "$$T = \\max(0, \\|a-p\\|^2 - \\|a-n\\|^2 + c)$$"
    "<p>If the bracket is negative nothing happens. Otherwise:</p>\n<ul>\n"
)
CASES = {
    "a column of so many ones": (
        BATCH + r"$$\frac{\partial F}{\partial b} = \mathbf 1^\top (G \odot (1 - H \odot H))$$",
        "right right",
    ),
    "a column of so many ones, a sign": (
        BATCH + r"$$\frac{\partial F}{\partial b} = \mathbf 1^\top (G \odot (1 + H \odot H))$$",
        "right wrong",
    ),
    "functions without argument": (r"$$\tanh' = 1 - \tanh^2, \quad \sin' = \cos$$", "right right"),
    "functions without argument, a sign": (r"$$\tanh' = 1 + \tanh^2, \quad \cos' = \sin$$", "wrong wrong"),
    "otherwise, over a list": (
        TRIPLET + "<li>$\\nabla_a T = 2(n-p)$</li>\n<li>$\\nabla_p T = 2(p-a)$</li>\n</ul></body></html>",
        "right right",
    ),
    "an index that is 0": (
        r"$$F = -s_0 + \log\sum_{j=0}^K e^{s_j}, \quad "
        r"\frac{\partial F}{\partial s_j} = \frac{e^{s_j}}{\sum_{l=0}^K e^{s_l}} - [j = 0]$$",
        "right",
    ),
    "a name behind =:": (
        LOGIT + r"$$\frac{\partial \ell}{\partial b} = \sum_{i=1}^n u_i x_i$$",
        "right right",
    ),
    "a name behind =:, a sign": (
        LOGIT + r"$$\frac{\partial \ell}{\partial b} = -\sum_{i=1}^n u_i x_i$$",
        "right wrong",
    ),
    "a name behind a wrong formula": (
        FLIPPED + r"$$\frac{\partial \ell}{\partial b} = \sum_{i=1}^n u_i x_i$$",
        "wrong cannot-tell",
    ),
    "a name of two letters": (
        HAZARD + r"$$\frac{\partial^2 pr}{\partial b\,\partial b^\top} = "
        r"\sum_j \frac{e^{x_j^\top b}}{\sum_k e^{x_k^\top b}} x_j x_j^\top - \bar x \bar x^\top$$",
        "right right",
    ),
    "a label that is a size": (
        GAUSS + r"$$\frac{\partial F}{\partial s_n} = s_n\, y^\top M^{-1} M^{-1} y$$",
        "right",
    ),
    "a label that is a size, twice": (
        GAUSS + r"$$\frac{\partial F}{\partial s_n} = 2 s_n\, y^\top M^{-1} M^{-1} y$$",
        "wrong",
    ),
    "a parameter of no formula": (
        GAUSS + r"For any parameter $\vartheta$, $$\frac{\partial F}{\partial\vartheta} = "
        r"\tfrac12 y^\top M^{-1} \frac{\partial M}{\partial\vartheta} M^{-1} y$$",
        "right",
    ),
    "a parameter of no formula, a sign": (
        GAUSS + r"For any parameter $\vartheta$, $$\frac{\partial F}{\partial\vartheta} = "
        r"-\tfrac12 y^\top M^{-1} \frac{\partial M}{\partial\vartheta} M^{-1} y$$",
        "wrong",
    ),
    "softmax of rows": (ATTENTION + r"- p p^\top$$", "right"),
    "softmax of rows, a sign": (ATTENTION + r"+ p p^\top$$", "wrong"),
    "a model with the word noise": (
        KALMAN + r"$$\nabla J(x) = P^{-1}(x - m) - H^\top R^{-1}(z - Hx)$$",
        "right",
    ),
    "1/n for one summand alone": (
        KALMAN + r"$$\nabla F(w) = \frac1n A^\top A w - A^\top b$$",
        "wrong",
    ),
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", CASES)
def test_names_that_lines_end_in(name: str) -> None:
    text, verdicts = CASES[name]
    assert [each.verdict for each in check(text).relations if each.role == "claim"] == verdicts.split()


DESCRIBED = r"""
Hats mean predictions: $\hat q$ is a vector of shares.

$$\frac{\partial}{\partial u_k}\log\sum_j e^{u_j} = \frac{e^{u_k}}{\sum_j e^{u_j}} = \hat q_k$$
$$F = \log\sum_j e^{u_j} - u_c$$
$$\frac{\partial F}{\partial u_k} = %s$$
"""


@pytest.mark.parametrize(
    ("end", "verdict"), [(r"\hat q_k - [k = c]", "right"), (r"\hat q_k + [k = c]", "wrong")]
)
def test_a_name_that_words_describe_is_given_by_the_chain_that_writes_it_out(end: str, verdict: str) -> None:
    assert check(DESCRIBED % end).relations[-1].verdict == verdict
