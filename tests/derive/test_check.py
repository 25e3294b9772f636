"""Whole documents, retyped as small as they can be, with the verdict that every relation must get."""

from __future__ import annotations

import pytest

from derive.check import check

PERCEPTRON = r"""
Weights $W = \begin{pmatrix} w_1, \dots, w_M \end{pmatrix}$, samples
$X = \begin{bmatrix} x_{11} & \dots & x_{N,1} \\ \vdots & \ddots & \vdots \\ x_{1M} & \dots & x_{NM} \end{bmatrix}$,
a sigmoid $\sigma(x) = \frac{1}{1 + e^{-x}}$, targets $Y = \begin{pmatrix} y_1, \dots, y_N \end{pmatrix}$.
Forward $V = WX$ and $Z = \sigma(V)$. Loss
$L(Y, Z) = -\frac{1}{N}\sum_{k = 1}^{N} y_k \log(z_k) + (1 - y_k) \log(1 - z_k)$. In matrix form
$L(Y,Z) = -\frac{1}{N} \left (Y (\log(Z))^T + (1_N - Y) (\log(1_N - Z))^T \right )$.

Derivatives: $\frac{\partial V}{\partial W} = X$ and $\frac{\partial Z}{\partial V} = \sigma '(V)$ and
$\frac{\partial L}{\partial Z} = -\frac{1}{N} \left (Y\begin{pmatrix}\frac{1}{z_1}, \dots,
\frac{1}{z_N}\end{pmatrix}^T + (1_N - Y)\begin{pmatrix}\frac{1}{z_1 - 1}, \dots,
\frac{1}{z_N - 1}\end{pmatrix}^T \right)$.
"""

LOST_SIGN = r"""
The loss: $$J(\hat y) = \frac{-1}{m}\sum_{i=1}^m y_i\log(\hat y_i)+(1-y_i)\log(1-\hat y_i)$$

I differentiate it for one training example:

$$ \frac{dJ}{d\hat y_i} = -1(\frac{d}{d\hat y_i}(y_i\log(\hat y_i)+(1-y_i)\log(1-\hat y_i))) $$
$$ = -1(\frac{d}{d\hat y_i}y_i\log(\hat y_i)+\frac{d}{d\hat y_i}(1-y_i)\log(1-\hat y_i)) $$
$$ = -1(\frac{y_i}{\hat y_i} + \frac{1-y_i}{1 - \hat y_i})$$

Expected: $$ \frac{dJ}{d\hat y_i} = -1(\frac{y_i}{\hat y_i} - \frac{1-y_i}{1 - \hat y_i}) $$
"""

EXAM = r"""
$$ \hat{y}(x, w) = \sigma \left( \sum_{i=1}^n w_i x_i \right), $$
$$ \sigma(s) = \frac{1}{1+e^{-s}}. $$
$$ \ell(y, \hat{y}) = y \log \hat{y} + (1-y) \log(1-\hat{y}). $$

Let $s = \sum w_i x_i = w^T x$.
$$ \frac{\partial \ell}{\partial \hat{y}} = \frac{y}{\hat{y}} - \frac{1-y}{1-\hat{y}}
= \frac{y - \hat{y}}{\hat{y}(1-\hat{y})} $$
$$ \frac{\partial \ell}{\partial w_j}
= \frac{\partial \ell}{\partial \hat{y}} \frac{\partial \hat{y}}{\partial s} \frac{\partial s}{\partial w_j} $$
$$ \frac{\partial \ell}{\partial w_j} = (y - \hat{y}) x_j $$
It is maximal when $\hat{y}=y$. The gradient is $g = (\hat{y} - y) x$, or with the other sign $g = (y - \hat{y}) x$.
$$ \nabla \ell(w) = (y - \hat{y}) x $$
"""

FROBENIUS = r"""
$$\eqalign{ L &= y:\log({\hat y}) + (1-y):\log(1-{\hat y}) \cr
dL &= y:d\log({\hat y}) + (1-y):d\log(1-{\hat y}) \cr
&= \frac{y}{{\hat y}}:d{\hat y} + \frac{1-y}{1-{\hat y}}:d(1-{\hat y}) \cr
&= \Big(\frac{y-{\hat y}}{{\hat y}-{\hat y}\odot{\hat y}}\Big):d{\hat y} \cr
\frac{\partial L}{\partial{\hat y}} &= \frac{y-{\hat y}}{{\hat y}-{\hat y}\odot{\hat y}} \cr }$$
"""

SOFTMAX = r"""
$$p_i = \frac{e^{z_i}}{\sum_{k=1}^{K} e^{z_k}}$$ with $\sum_{k=1}^K y_k = 1$ and
$$L = -\sum_{k=1}^{K} y_k \log p_k$$
$$\frac{\partial p_k}{\partial z_i} = p_k (\delta_{ki} - p_i)$$
$$\frac{\partial L}{\partial z_i} = p_i - y_i$$
$$\frac{\partial L}{\partial z_i} = y_i - p_i$$
"""

RIDGE = r"""
Let $X \in \mathbb{R}^{N \times M}$, $y \in \mathbb{R}^{N}$, $w \in \mathbb{R}^{M}$ and $\lambda > 0$.
\[L(w) = (Xw - y)^T (Xw - y) + \lambda w^T w\]
\[\frac{\partial L}{\partial w} = 2 X^T (Xw - y) + 2 \lambda w\]
\[\frac{\partial L}{\partial w} = 2 X^T (Xw - y) + \lambda w\]
\[\frac{\partial L}{\partial w} = 2 X (Xw - y) + 2 \lambda w\]
"""

BACKPROPAGATION = r"""
One example $x \in \mathbb{R}^{n}$, target $y \in \mathbb{R}^{K}$, $W \in \mathbb{R}^{H \times n}$,
$V \in \mathbb{R}^{K \times H}$ and $\sigma(t) = 1/(1+e^{-t})$.
$$z = W x + b, \qquad a = \sigma(z), \qquad o = V a + c$$
$$E = \frac{1}{2} \| o - y \|^2$$
$$\frac{\partial E}{\partial V} = (o - y) a^T$$
$$\frac{\partial E}{\partial z} = V^T (o - y) \odot \sigma'(z)$$
$$\frac{\partial E}{\partial z} = V^T (o - y) \odot \sigma'(a)$$
"""

DROPPED_SUM = r"""
$$J(w) = \frac{1}{2m} \sum_{i=1}^{m} (w^T x_i - y_i)^2$$
$$\frac{\partial J}{\partial w_j} = \frac{1}{m} \sum_{i=1}^{m} (w^T x_i - y_i) x_{ij}$$
$$\frac{\partial J}{\partial w_j} = (w^T x_i - y_i) x_{ij}$$
"""

VERDICTS = {
    "perceptron": (PERCEPTRON, "definition " * 7 + "right right right wrong"),
    "lost sign": (LOST_SIGN, "definition right right wrong right"),
    "exam card": (EXAM, "definition " * 4 + "right right right right right definition definition right"),
    "frobenius": (FROBENIUS, "definition right right right right"),
    "softmax": (SOFTMAX, "definition definition right right wrong"),
    "ridge": (RIDGE, "definition right wrong wrong"),
    "backpropagation": (BACKPROPAGATION, "definition " * 5 + "right right wrong"),
    "dropped sum": (DROPPED_SUM, "definition right wrong"),
}


@pytest.mark.parametrize("name", VERDICTS)
def test_every_relation_gets_its_verdict(name: str) -> None:
    text, expected = VERDICTS[name]
    found = [
        relation.verdict for relation in check(text).relations if relation.role in ("claim", "definition")
    ]
    assert found == expected.split()


def test_a_wrong_line_shows_its_evidence() -> None:
    review = check(LOST_SIGN)
    assert review.first_wrong == 4
    wrong = review.relations[3]
    assert wrong.counterexample is not None
    assert wrong.counterexample.left != wrong.counterexample.right
    assert wrong.term is not None
    assert "+" in review.document.text[slice(*wrong.term)]
    assert wrong.misconceptions


def test_one_example_is_a_condition() -> None:
    assert (
        "for one sample; over m samples the factor 1/m is missing"
        in check(LOST_SIGN).relations[-1].conditions
    )


def test_shapes_that_clash_are_the_evidence() -> None:
    wrong = check(PERCEPTRON).relations[-1]
    assert wrong.counterexample is not None
    assert (wrong.counterexample.left, wrong.counterexample.right) == ("a row of N", "a number")


def test_an_element_wise_derivative_names_its_layout() -> None:
    layouts = {relation.lhs: relation.layout for relation in check(PERCEPTRON).relations}
    assert layouts[r"\frac{\partial Z}{\partial V}"] == "element-wise"


def test_an_unknown_name_blocks_wrong() -> None:
    text = r"Let $L = (a - b)^2$. Then $$\frac{\partial L}{\partial a} = 2 q (a - b)$$"
    assert check(text).relations[-1].verdict == "cannot-tell"


def test_a_refuted_equality_makes_an_inequality_right() -> None:
    text = r"Note that $$\frac{d}{dx}\log(1-x) \neq \frac{1}{1-x}$$"
    assert [relation.verdict for relation in check(text).relations] == ["right"]


def test_a_document_without_relations() -> None:
    assert check("Nothing to see here, only words.\n").relations == ()
