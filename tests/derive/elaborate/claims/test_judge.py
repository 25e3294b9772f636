r"""Claims of many kinds, each with just enough around it; one row a case."""

from __future__ import annotations

import pytest

from derive.check import check

RIGHT = (
    r"Let $\sigma(s) = \frac{1}{1 + e^{-s}}$. $$\sigma'(s) = \sigma(s)(1 - \sigma(s))$$",
    r"Let $f(u) = \log(1 + e^{u})$. $$f''(u) = \frac{e^u}{(1 + e^u)^2}$$",
    r"Let $\lambda_i = \exp(\beta^T x_i)$. $$\frac{\partial \lambda_i}{\partial \beta} = \lambda_i x_i$$",
    r"Let $s = w^T x + b$. $$\frac{\partial s}{\partial b} = 1$$",
    r"$$\frac{\partial}{\partial x} \tanh(x) = 1 - \tanh^2(x)$$",
    r"Let $L(w) = \|Xw - y\|^2$. $$\nabla_w L = 2 X^T (Xw - y)$$",
    r"Let $f(X) = \mathrm{tr}(A^T X)$. $$\nabla_X f = A$$",
    r"Let $f(x) = x^T A x$. $$\nabla_x f = (A + A^T) x$$",
    r"Let $\ell = \max(0, 1 - y s)$. $$\frac{\partial \ell}{\partial s} = -y \mathbb{1}[y s < 1]$$",
    r"Let $a_j = \frac{e^{z_j}}{\sum_k e^{z_k}}$. When $i = j$: $$\frac{\partial a_j}{\partial z_i} = a_j (1 - a_j)$$",
    r"Let $r = Xw - y$ and $L = r^T r$. $$dL = 2 r^T dr$$",
    r"Let $h_\theta(x) = g(\theta^T x)$ with $g(z) = 1/(1+e^{-z})$."
    r" $$\frac{\partial h_\theta(x)}{\partial \theta_j} = h_\theta(x)(1 - h_\theta(x)) x_j$$",
    r"Let $L = \frac{1}{N} \sum_{n=1}^N (y_n - t_n)^2$. $$\frac{\partial L}{\partial y_n} = \frac{2}{N} (y_n - t_n)$$",
    r"Let $s_i = w^T x_i$ and $L = \sum_{i=1}^n e^{s_i}$. $$\frac{\partial L}{\partial w} = X^T e^{s}$$",
    r"Let $J = \frac{1}{2}\sum_{i=1}^n (w^T x_i - y_i)^2$. "
    r"$$\frac{\partial^2 J}{\partial w_j \partial w_k} = \sum_{i=1}^n x_{ij} x_{ik}$$",
)

WRONG = (
    r"Let $\sigma(s) = \frac{1}{1 + e^{-s}}$. $$\sigma'(s) = \sigma(s)(1 + \sigma(s))$$",
    r"Let $\lambda_i = \exp(\beta^T x_i)$. $$\frac{\partial \lambda_i}{\partial \beta} = x_i$$",
    r"Let $L(w) = \|Xw - y\|^2$ with $X \in \mathbb{R}^{N \times M}$. $$\nabla_w L = X^T (Xw - y)$$",
    r"Let $a_j = \frac{e^{z_j}}{\sum_k e^{z_k}}$. $$\frac{\partial a_j}{\partial z_i} = a_j (\delta_{ij} + a_i)$$",
    r"Let $H = -\sum_{k=1}^K p_k \log p_k$. $$\frac{\partial H}{\partial p_j} = -\log p_j$$",
    r"Let $L = \frac{1}{2v} \sum_{n=1}^{N} (x_n - m)^2$. "
    r"$$\frac{\partial L}{\partial v} = -\frac{1}{v^2} \sum_{n=1}^{N} (x_n - m)^2$$",
    r"Let $r = Xw - y$ and $L = r^T r$. $$dL = r^T dr$$",
)

CANNOT_TELL = (
    r"$$\frac{\partial L}{\partial w} = (p - y) x$$",
    r"Let $a_j = \frac{e^{z_j}}{\sum_k e^{z_k}}$. $$\frac{\partial a_j}{\partial z_i} = -a_j a_i$$",
    r"Let $L = a + \dots$. $$\frac{\partial L}{\partial a} = 2$$",
)

NO_CLAIM = (
    r"Let $L = (w - 1)^2$. Setting $\frac{\partial L}{\partial w} = 0$ gives the minimum.",
    r"Then $$w \leftarrow w - \eta \frac{\partial L}{\partial w}$$",
    r"Let $L = (w - 1)^2$. It is smallest when $w = 1$.",
)


@pytest.mark.parametrize("text", RIGHT)
def test_right(text: str) -> None:
    assert check(text + "\n").relations[-1].verdict == "right"


@pytest.mark.parametrize("text", WRONG)
def test_wrong(text: str) -> None:
    assert check(text + "\n").relations[-1].verdict == "wrong"


@pytest.mark.parametrize("text", CANNOT_TELL)
def test_cannot_tell(text: str) -> None:
    assert check(text + "\n").relations[-1].verdict == "cannot-tell"


@pytest.mark.parametrize("text", NO_CLAIM)
def test_no_claim(text: str) -> None:
    assert all(relation.verdict == "definition" for relation in check(text + "\n").relations)
