"""What everybody writes: penalties of a parameter's entries, policies of an action, indicators below a 1."""

from __future__ import annotations

import pytest

from derive.check import check

RIGHT = (
    r"""
$X\in\mathbb{R}^{m\times n}$, $t\in\{0,1\}^m$, $h=\sigma(Xv)$.
$$J(v) = -\frac1m\left(t^T\log h+(1-t)^T\log(1-h)\right)$$
$$J_c(v) = J(v)+\frac{c}{2m}\sum_{j=1}^n v_j^2$$
$$\nabla J_c = \frac1m X^T(h-t)+\frac{c}{m}v$$
""",
    r"""
$$\pi(a) = \frac{e^{h_a}}{\sum_b e^{h_b}}$$
$$\frac{\partial\pi(a)}{\partial h_c} = \pi(a)(1_{a=c}-\pi(c))$$
""",
    r"""
$$FL = -(1-p)^2\log p$$
$$\frac{dFL}{dp} = 2(1-p)\log p-\frac{(1-p)^2}{p}$$
""",
    r"$$\frac{\partial}{\partial x}x^TAx = (A+A^T)x$$",
    r"$$\frac{d}{dx} x e^x = (1 + x) e^x$$",
)


@pytest.mark.parametrize("text", RIGHT)
def test_right(text: str) -> None:
    assert check(text).relations[-1].verdict == "right"


WRONG = (
    RIGHT[0].replace(r"\frac{c}{m}v", r"\frac{c}{2m}v"),
    RIGHT[1].replace("1_{a=c}-", "1_{a=c}+"),
    RIGHT[2].replace("= 2(1-p)", "= -2(1-p)"),
    RIGHT[3].replace("A+A^T", "A-A^T"),
    RIGHT[4].replace("(1 + x)", "x"),
)


@pytest.mark.parametrize("text", WRONG)
def test_the_wrong_twin_is_not_right(text: str) -> None:
    assert check(text).relations[-1].verdict != "right"


INTRODUCED = (
    r"Let $E = (b - t)^2$. If $b = w^Tx + c$ then $$\frac{\partial E}{\partial w} = 2(b - t)x$$",
    r"If $f(x,\tau) = \tau \log\sum_j e^{x_j/\tau}$ then "
    r"$$\frac{\partial f}{\partial x_i} = \frac{e^{x_i/\tau}}{\sum_j e^{x_j/\tau}}$$",
    r"""
$$q_w = \frac{\exp(u_w^\top v_c)}{\sum_r \exp(u_r^\top v_c)}, \qquad J_{\text{full}} = -\log q_o$$
$$J_{\text{full}} = -u_o^\top v_c + \log\sum_w \exp(u_w^\top v_c)$$
""",
)


@pytest.mark.parametrize("text", INTRODUCED)
def test_what_an_if_introduces_and_a_label_tells_apart(text: str) -> None:
    assert check(text).relations[-1].verdict == "right"


def test_labels_that_may_be_the_same_refute_nothing() -> None:
    text = r"""
$$J = -\log\sigma(u_o^\top v) - \sum_{k=1}^{K}\log\sigma(-u_{n_k}^\top v)$$
$$\frac{\partial J}{\partial u_{n_k}} = \sigma(u_{n_k}^\top v) v$$
"""
    assert check(text).relations[-1].verdict != "wrong"


def test_one_chosen_member_may_be_among_the_labelled_ones() -> None:
    text = r"""
Centre $v_c$, outputs $u_w$, observed $o$.
$$q_w = \frac{\exp(u_w^\top v_c)}{\sum_r \exp(u_r^\top v_c)}, \qquad A = -\log q_o$$
$$J = -\log\sigma(u_o^\top v_c) - \sum_{k=1}^{K}\log\sigma(-u_{n_k}^\top v_c)$$
$$\frac{\partial J}{\partial u_o} = (\sigma(u_o^\top v_c) - 1) v_c$$
"""
    assert check(text).relations[-1].verdict != "wrong"


CLASS = r"""
Given scores $z\in\mathbb{R}^C$ and a class $y\in\{1,\dots,C\}$ the loss is
$$\ell(z,y) = -z_y+\log\sum_{c=1}^C e^{z_c}$$
%s
$$\nabla_z\ell = \mathrm{softmax}(z) %s e_y$$
"""
UNIT = [
    ("Let $e_y$ be the $y$-th unit vector.", "-", "right"),
    ("Let $e_y$ be the $y$-th unit vector.", "+", "wrong"),
    ("Nothing is said of it.", "-", "right"),
    ("Nothing is said of it.", "+", "cannot-tell"),
]


@pytest.mark.parametrize(("words", "sign", "verdict"), UNIT)
def test_unit_vectors_of_a_class_among_the_arguments(words: str, sign: str, verdict: str) -> None:
    assert check(CLASS % (words, sign)).relations[-1].verdict == verdict
