r"""The true class y of −log p_y, its unit vector and its entries y_k."""

from __future__ import annotations

import pytest

from derive.check import check

CHOSEN = (
    r"Let $q_k = e^{v_k}/\sum_j e^{v_j}$ with $v = Wh + b$, and for the label $y$ let $$\ell = -\ln q_y.$$ "
)
TEMPERED = (
    r"With logits $v_k$ let $q_k = e^{v_k/\tau}/\sum_j e^{v_j/\tau}$ and $F = -\log q_y$ for the class $y$. "
)
OUTPUTS = r"Let $v = Wh + b$, $q = \operatorname{softmax}(v)$ and $\ell = -\log q_y$ for the true class $y$. "
LAYERS = r"Let $s^L_j = \sum_k w^L_{jk} o^{L-1}_k + b^L_j$, $o^L_j = e^{s^L_j}/\sum_k e^{s^L_k}$ and $E = -\ln o^L_y$. "

CASES = {
    "its entries": (CHOSEN + r"$$\frac{\partial\ell}{\partial v_k} = q_k - y_k$$", "right"),
    "its entries, the sign": (CHOSEN + r"$$\frac{\partial\ell}{\partial v_k} = y_k - q_k$$", "wrong"),
    "its vector, in words": (
        CHOSEN + r"Writing $y$ for the one-hot vector, too, $$\frac{\partial\ell}{\partial W} = (q - y)h^T$$",
        "right",
    ),
    "its vector, in words, the other layer": (
        CHOSEN + r"Writing $y$ for the one-hot vector, too, $$\frac{\partial\ell}{\partial h} = W(q - y)$$",
        "wrong",
    ),
    "its unit vector": (CHOSEN + r"$$\nabla_b\ell = q - e_y$$", "right"),
    "its unit vector, the sign": (CHOSEN + r"With $e_y$ one-hot, $$\nabla_b\ell = q + e_y$$", "wrong"),
    "a score of the class": (
        TEMPERED + r"$$\frac{dF}{d\tau} = \frac{1}{\tau^2}\left(v_y - \sum_k q_k v_k\right)$$",
        "right",
    ),
    "a score of the class, the sign": (
        TEMPERED + r"$$\frac{dF}{d\tau} = \frac{1}{\tau^2}\left(v_y + \sum_k q_k v_k\right)$$",
        "wrong",
    ),
    "a softmax with a name": (OUTPUTS + r"$$\frac{\partial\ell}{\partial v} = q - e_y$$", "right"),
    "a softmax with a name, halved": (
        OUTPUTS + r"With $e_y$ one-hot, $$\frac{\partial\ell}{\partial v} = \frac12(q - e_y)$$",
        "wrong",
    ),
    "a last layer": (
        LAYERS + r"$$\frac{\partial E}{\partial w^L_{jk}} = o^{L-1}_k(o^L_j - \delta_{jy})$$",
        "right",
    ),
    "a last layer, the sign": (
        LAYERS + r"$$\frac{\partial E}{\partial w^L_{jk}} = o^{L-1}_k(\delta_{jy} - o^L_j)$$",
        "wrong",
    ),
    "another output than the class": (
        CHOSEN + r"$$\frac{\partial q_y}{\partial v_k} = -q_y q_k$$",
        "cannot-tell",
    ),
    "labels of samples are no vector": (
        r"Let $q_{ik} = e^{v_{ik}}/\sum_j e^{v_{ij}}$ and $F = -\sum_i \ln q_{i y_i}$. "
        r"$$\frac{\partial F}{\partial v_{ik}} = q_{ik} - y_k$$",
        "not right",
    ),
    "the bias of an output": (
        r"Let $h = \tanh(U x + b_h)$, $o = V h + b_y$ and $L = \frac12\|o - y\|^2$. "
        r"$$\frac{\partial L}{\partial b_y} = o - y$$",
        "right",
    ),
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", CASES)
def test_a_class_without_an_index(name: str) -> None:
    text, verdict = CASES[name]
    found = check(text).relations[-1].verdict
    assert found != "right" if verdict == "not right" else found == verdict


MAPS = {
    r"Let $u = Wh + c$ and $E = \frac12\|u - t\|^2$. $$\frac{\partial E}{\partial h} = W(u - t)$$": "wrong",
    r"Let $u = Wh + c$ and $E = \frac12\|u - t\|^2$. $$\frac{\partial E}{\partial h} = W^T(u - t)$$": "right",
    r"Let $g = \tanh(Vx)$, $y = Ug$, $E = \frac12(y - t)^2$. "
    r"$$\frac{\partial E}{\partial x} = (y - t) U (1 - g^2) V$$": "cannot-tell",
}


@pytest.mark.parametrize("text", MAPS)
def test_weights_are_maps_unless_all_may_be_numbers(text: str) -> None:
    assert check(text).relations[-1].verdict == MAPS[text]
