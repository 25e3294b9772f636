r"""Sums over parts of the data, pairs of indices that differ, and names of several letters."""

from __future__ import annotations

import pytest

from derive.check import check

RATED = r"Let $e_{ui} = r_{ui} - a_u^T b_i$ and $J = \sum_{(u,i)\in\Omega} e_{ui}^2$ with $a_u, b_i \in \mathbb{R}^f$. "
RISK = (
    r"Let $$w_{ij} = \frac{e^{b^T x_j}}{\sum_{l \in R_i} e^{b^T x_l}}, \quad m_i = \sum_{j \in R_i} w_{ij} x_j$$ "
    r"with $x_j \in \mathbb{R}^p$. $$\frac{\partial}{\partial b} \log \sum_{j \in R_i} e^{b^T x_j} = m_i$$ "
)
PAIRED = r"The chance that $i$ beats $j$ is $p_{ij} = 1/(1 + e^{-(s_i - s_j)})$. "
PARTIAL = r"Let $$pl(b) = \sum_i d_i (b x_i - \log \sum_j e^{b x_j})$$ "

CASES = (
    (RATED + r"$$\frac{\partial J}{\partial a_u} = -2\sum_{i \in \Omega_u} e_{ui} b_i$$", "right"),
    (RATED + r"$$\frac{\partial J}{\partial a_u} = -2\sum_{i \in I(u)} e_{ui} b_i$$", "right"),
    (RATED + r"$$\frac{\partial J}{\partial b_i} = -2\sum_{u \in \Omega^i} e_{ui} b_i$$", "wrong"),
    (RATED + r"$$\frac{\partial J}{\partial a_u} = -2\sum_{i \in \Omega_u} e_{ui} a_u$$", "wrong"),
    (
        RISK + r"$$\frac{\partial m_i}{\partial b^T} = \sum_{j \in R_i} w_{ij} x_j x_j^T - m_i m_i^T$$",
        "right right",
    ),
    (
        RISK + r"$$\frac{\partial m_i}{\partial b^T} = \sum_{j \in R_i} w_{ij} x_j x_j^T$$",
        "right cannot-tell",
    ),
    (RISK + r"$$m_i = \sum_j w_{ij} x_j$$", "right definition"),
    (PAIRED + r"$$\frac{\partial \log p_{ij}}{\partial s_i} = p_{ji}$$", "right"),
    (PAIRED + r"$$\frac{\partial \log p_{ij}}{\partial s_i} = p_{ij}$$", "wrong"),
    (
        r"Let $p_i = e^{z_i} / \sum_k e^{z_k}$. $$\frac{\partial p_i}{\partial z_j} = -p_i p_j$$",
        "cannot-tell",
    ),
    (
        PARTIAL
        + r"$$\nabla pl(b) = \sum_i d_i \Bigl(x_i - \frac{\sum_j x_j e^{b x_j}}{\sum_j e^{b x_j}}\Bigr)$$",
        "right",
    ),
    (
        PARTIAL
        + r"$$\nabla pl(b) = \sum_i d_i \Bigl(x_i + \frac{\sum_j x_j e^{b x_j}}{\sum_j e^{b x_j}}\Bigr)$$",
        "wrong",
    ),
)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("text", "verdicts"), CASES)
def test_parts_of_the_data(text: str, verdicts: str) -> None:
    relations = check(text + "\n").relations
    displayed = [r.verdict for r in relations if not r.inline and r.role == "claim"]
    assert displayed == [word for word in verdicts.split() if word != "definition"]
