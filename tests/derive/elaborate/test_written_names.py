r"""What a line still writes is meant: values told elsewhere, idle branches and open letters do not excuse it."""

from __future__ import annotations

import pytest

from derive.check import check

SMOOTH = (
    r"With $p = \operatorname{softmax}(z)$, $t_k = (1-c) y_k + c/K$ and $$L = -\sum_{k=1}^K t_k \log p_k$$ "
    r"For $c = 0$ the gradient is the usual $p_j - y_j$. In general "
)
FOCAL = r"$$G = -p^r \log(1-p)$$ With $r = 0$ this is cross entropy. "
PART = (
    r"Let $A = \{i : u_i > 0\}$ where $u_i = 1 - y_i w^\top x_i$ and $y_i \in \{-1, 1\}$. "
    r"$$Q(w) = \frac a2\|w\|^2 + \frac1N\sum_{i=1}^N \max(0, u_i)^2$$ "
)
ORDERED = (
    r"$$F_k = \sigma(c_k - v), \qquad q_k = F_k - F_{k-1}$$ with the logistic $\sigma$. "
    r"For one observation in class $k$ "
    r"$$L = \log q_k$$ With $g_k := F_k(1-F_k)$, "
)
DIVERGENCE = (
    r"$$D = \frac12\sum_{j=1}^d (m_j^2 + s_j^2 - 1 - \log s_j^2)$$ Here $D = \mathrm{KL}(q\,\|\,r)$ of laws. "
)
WINDOW = (
    r"With $q_w = e^{u_w^\top v}/\sum_x e^{u_x^\top v}$, $$E = -\log q_o.$$ "
    r"A window adds $E_{\mathrm{all}} = \sum_r E(v, c_r)$. "
)
STEPS = (
    r"$$h_t = \tanh(W h_{t-1} + x_t), \quad L = \sum_{t=1}^T \frac12 (r^\top h_t - y_t)^2$$ "
    r"Write $\delta_t$ for the full $\partial L/\partial h_t$. "
)
GATE = (
    r"$x$ is $N\times D$ and $h$ is $N\times H$. $$z = \sigma(xW + hU), \quad k = (1-z)\odot c + z\odot h$$ "
    r"Here $z = 1$ keeps the old state. Given $g = \partial J/\partial k$, with the logistic $\sigma$, "
)

CASES = {
    "smoothing": (SMOOTH + r"$$\frac{\partial L}{\partial z_j} = p_j - t_j$$", "right"),
    "a value that the line still writes": (
        FOCAL + r"$$\frac{dG}{dp} = \frac{p^r}{1-p}$$", "wrong",
    ),
    "no value": (FOCAL + r"$$\frac{dG}{dp} = \frac{p^r}{1-p} - r p^{r-1}\log(1-p)$$", "right"),
    "a part of the data": (
        PART + r"$$\frac{\partial Q}{\partial w} = a w - \frac2N\sum_{i\in A} u_i y_i x_i$$", "right",
    ),
    "a part of the data, the factor": (
        PART + r"$$\frac{\partial Q}{\partial w} = a w - \frac1N\sum_{i\in A} u_i y_i x_i$$", "wrong",
    ),
    "an open class": (
        ORDERED + r"$$\frac{\partial L}{\partial c_k} = \frac{g_k}{q_k}, \quad "
        r"\frac{\partial L}{\partial c_{k-1}} = -\frac{g_{k-1}}{q_k}$$",
        "right right",
    ),
    "an open class, the sign": (
        ORDERED + r"$$\frac{\partial L}{\partial c_{k-1}} = \frac{g_{k-1}}{q_k}$$", "wrong",
    ),
    "another name": (DIVERGENCE + r"$$\frac{\partial D}{\partial s_j} = s_j - \frac1{s_j}$$", "right"),
    "another name, the factor": (DIVERGENCE + r"$$\frac{\partial D}{\partial m_j} = 2 m_j$$", "wrong"),
    "terms of a sum": (WINDOW + r"$$\frac{\partial E}{\partial v} = -u_o + \sum_x q_x u_x$$", "right"),
    "terms of a sum, the sign": (WINDOW + r"$$\frac{\partial E}{\partial v} = u_o - \sum_x q_x u_x$$", "wrong"),
    "the full slope": (
        STEPS + r"$$\delta_t = (r^\top h_t - y_t)\,r + W^\top((1 - h_{t+1}^2)\odot\delta_{t+1})$$", "right",
    ),
    "the full slope, the transpose": (
        STEPS + r"$$\delta_t = (r^\top h_t - y_t)\,r + W((1 - h_{t+1}^2)\odot\delta_{t+1})$$", "wrong",
    ),
    "a gate that is 1": (GATE + r"$$\frac{\partial J}{\partial z} = g\odot(h - c)$$", "right"),
    "a gate that is 1, the sign": (GATE + r"$$\frac{\partial J}{\partial z} = g\odot(h + c)$$", "wrong"),
}  # fmt: skip


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", CASES)
def test_names_that_a_line_writes(name: str) -> None:
    text, verdicts = CASES[name]
    assert [each.verdict for each in check(text).relations if each.role == "claim"] == verdicts.split()
