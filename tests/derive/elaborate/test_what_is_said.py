"""What a document says in words and conditions decides how its lines are judged."""

from __future__ import annotations

import pytest

from derive.check import check

RECTIFIER = r"Let $g(z) = \max(0, z)$. "
HINGE = r"The loss is $\ell = \max(0, 1 - y w^T x)$. "
LEAST = r"Let $r_i = \sum_j u_j a_{ij} - b_i$ and $$F(u) = \sum_{i=1}^n r_i^2 .$$ "
COLUMNS = (
    r"$$\mathcal{J} = \frac12 \sum_{i=1}^m \|z_i - t_i\|^2,$$ "
    r"where $z_i$ and $t_i$ are the columns of $Z$ and $T$. "
)

CHOSEN = r"Let $p_j = e^{s_j} / \sum_{k=1}^K e^{s_k}$ and $H = -\log p_c$ with the true class $c$. "

TRACE = r"Let $A$ be $n \times p$ and $M$ be $p \times n$, $n = p = 3$. "

VERDICTS = {
    "the shape of a gradient": (
        TRACE
        + r"The gradient has the shape of $M$: $$\frac{\partial}{\partial M} \operatorname{tr}(A M) = A$$ "
        r"$$\frac{\partial}{\partial M} \operatorname{tr}(A M) = A^T$$",
        "wrong right",
    ),
    "a chosen class": (
        CHOSEN + r"Then $$\frac{\partial H}{\partial s_k} = p_k - \mathbb{1}[k = c]$$ and, wrongly, "
        r"$$\frac{\partial H}{\partial s_k} = \mathbb{1}[k = c] - p_k$$",
        "definition definition right wrong",
    ),
    "a condition beside a formula": (
        RECTIFIER + r"Then $$g'(z) = 1 \quad \text{if } z > 0$$",
        "definition right",
    ),
    "a condition in the sentence": (RECTIFIER + r"For $z < 0$ we have $$g'(z) = 0$$", "definition right"),
    "a condition behind it": (RECTIFIER + r"Then $$g'(z) = 1$$ for $z > 0$.", "definition right"),
    "wrong where the condition holds": (RECTIFIER + r"For $z > 0$, $$g'(z) = -1$$", "definition wrong"),
    "no condition at all": (RECTIFIER + r"So always $$g'(z) = 1$$", "definition wrong"),
    "a condition that is lifted": (
        RECTIFIER + r"Unlike the case $z > 0$, in general $$g'(z) = 1$$",
        "definition cannot-tell",
    ),
    "a condition on a product": (HINGE + r"If $y w^T x < 1$, $$\nabla_w \ell = -y x$$", "definition right"),
    "an active hinge": (HINGE + r"When the margin is violated, $$\nabla_w \ell = -y x$$", "definition right"),
    "labels of either sign": (
        r"With $y = \pm 1$ and $s = \frac{1}{1 + e^{-ya}}$, $$y^2 s = s$$",
        "definition right",
    ),
    "a derivative without its argument": (
        r"Let $S(t) = \frac{1}{1+e^{-t}}$. Then $$S'(t) = S(t)(1 - S(t))$$ or shorter $$S' = S - S^2$$",
        "definition right right",
    ),
    "strokes of the quotient rule": (
        r"For $f(x) = \frac{1}{v}$ with $v = 1 + e^{-x}$ we have $$v' = -e^{-x}$$ $$v' = e^{-x}$$",
        "definition definition right wrong",
    ),
    "strokes that transpose": (
        r"With $S(b) = (y - Xb)'(y - Xb)$, $$\frac{\partial S}{\partial b} = -2X'(y - Xb)$$",
        "definition right",
    ),
    "a vector of ones": (
        r"With the sigmoid, $\mathbf{p} = \sigma(\mathbf{z})$ and $f = \mathbf{c}^T \log(\mathbf{1} - \mathbf{p})$. "
        r"$$\frac{\partial f}{\partial \mathbf{z}} = -\mathbf{c} \odot \mathbf{p}$$",
        "definition definition right",
    ),
    "a differential with a constant": (
        r"Let $f = \frac12 \|W X - Y\|^2$ and $E = W X - Y$. If $dh = G : dX$ then $G$ is the gradient. "
        r"$$dE = dW\, X$$ $$df = (E X^T) : dW$$",
        "definition definition right right",
    ),
    "an unnamed gradient": (
        r"Let $$F = \sum_{i=1}^n (\mathbf{w}^T \mathbf{x}_i - y_i)^2 .$$ "
        r"$$\nabla F = 2\sum_{i=1}^n (\mathbf{w}^T \mathbf{x}_i - y_i)\, \mathbf{x}_i$$",
        "definition right",
    ),
    "a matrix of what is indexed": (LEAST + r"$$\nabla_u F = 2 A^T(Au - b)$$", "definition definition right"),
    "a wrong factor with that matrix": (
        LEAST + r"$$\nabla_u F = A^T(Au - b)$$",
        "definition definition wrong",
    ),
    "stacked columns": (COLUMNS + r"$$\frac{\partial \mathcal{J}}{\partial Z} = Z - T$$", "definition right"),
    "a diagonal matrix": (
        r"Let $s_i = \mathbf{u}^T\mathbf{x}_i$, $D_{ii} = s_i$; the rows of $X$ are the $\mathbf{x}_i$. "
        r"$$\sum_{i=1}^n s_i \mathbf{x}_i \mathbf{x}_i^T = X^T D X$$",
        "definition definition right",
    ),
    "units with an index": (
        r"$$\phi_m(\mathbf{x}) = \exp(-\|\mathbf{x} - \mathbf{c}_m\|^2), \quad "
        r"F(\mathbf{x}) = \sum_{m=1}^M a_m \phi_m(\mathbf{x}), \quad E = \sum_n F(\mathbf{x}_n)$$ "
        r"$$\frac{\partial E}{\partial a_m} = \sum_n \phi_m(\mathbf{x}_n)$$",
        "definition definition definition right",
    ),
    "a remark that can be proved": (
        r"With $\sigma(x) = \frac{1}{1+e^{-x}}$ and since $1 - \sigma(x) = \sigma(-x)$, "
        r"$$\sigma'(x) = \sigma(x)\sigma(-x)$$",
        "definition right right",
    ),
    "a class as an index": (
        r"The class of $i$ is $y_i$, $p_{ik} = \frac{e^{s_{ik}}}{\sum_j e^{s_{ij}}}$ and $L_i = -\log p_{i y_i}$. "
        r"$$\frac{\partial L_i}{\partial s_{ik}} = p_{ik} - \mathbb{1}[y_i = k]$$ For $k \neq y_i$ "
        r"$$\frac{\partial L_i}{\partial s_{ik}} = p_{ik} - 1$$",
        "definition definition right wrong",
    ),
    "a sum with dots": (
        r"With $h = a_0 + a_1 x_1 + \dots + a_p x_p$ and $E = \frac12 (h - y)^2$: "
        r"$$\frac{\partial E}{\partial a_j} = (h - y) x_j$$ $$\frac{\partial E}{\partial a_0} = (h - y) a_0$$",
        "definition definition right wrong",
    ),
    "a loss that is only named": (
        r"Let $\mathbf{c} = \sum_{t=1}^T a_t \mathbf{v}_t$ and $\mathbf{g} = \nabla_{\mathbf{c}} \mathcal{L}$. "
        r"$$\nabla_{\mathbf{v}_t} \mathcal{L} = a_t \mathbf{g}$$",
        "definition definition right",
    ),
    "a weight of unknown form": (
        r"$$J = \sum_{i,j} f(n_{ij}) (u_i v_j - n_{ij})^2$$ "
        r"$$\frac{\partial J}{\partial u_i} = 2\sum_j f(n_{ij}) (u_i v_j - n_{ij})\, v_j$$ "
        r"$$\frac{\partial J}{\partial v_j} = 2\sum_i f(n_{ij}) (u_i v_j - n_{ij})\, v_j$$",
        "definition right wrong",
    ),
    "entries that sum to one": (
        r"The targets $p_i$ sum to 1, $q_i = e^{z_i / T} / \sum_j e^{z_j / T}$, $C = -\sum_i p_i \log q_i$. "
        r"$$\frac{\partial C}{\partial z_i} = \frac{q_i - p_i}{T}$$ $$\frac{\partial C}{\partial z_i} = q_i - p_i$$",
        "definition definition right wrong",
    ),
    "a derivative with a name": (
        r"With $E = (z - t)^2$ and $z = wx$ define $\delta = \frac{\partial E}{\partial z}$. $$\delta = z - t$$",
        "definition definition definition wrong",
    ),
    "layers of any number": (
        r"For layers $l = 1, \dots, L$ let $z^l = W^l a^{l-1} + b^l$, $a^l = \sigma(z^l)$ with the sigmoid, "
        r"$a^0 = x$ and $C = \frac12 \|a^L - y\|^2$, $\delta^l = \frac{\partial C}{\partial z^l}$. "
        r"$$\delta^L = (a^L - y) \odot \sigma'(z^L)$$ $$\delta^l = (W^{l+1})^T \delta^{l+1} \odot \sigma'(z^l)$$ "
        r"$$\frac{\partial C}{\partial W^l} = \delta^l (a^{l-1})^T$$",
        "definition " * 5 + "right right right",
    ),
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", VERDICTS)
def test_what_is_said_decides(name: str) -> None:
    text, expected = VERDICTS[name]
    found = [r.verdict for r in check(text + "\n").relations if r.role in ("claim", "definition")]
    assert found == expected.split()


CARD = """---
card: 7
question: 'Let $f(x) = x^3$. Differentiate it twice.'
solution: |
  $$f'(x) = 3x^2$$

  $$f''(x) = 6x$$
answer: "$f'(x) = 2x^2$ and $\\\\frac{df}{dx} = 3x^2$"
gradproof:
  domains: {x: real}
---
"""


def test_a_card_in_the_front_matter_is_judged() -> None:
    found = [relation.verdict for relation in check(CARD).relations]
    assert found == ["definition", "right", "right", "wrong", "right"]
