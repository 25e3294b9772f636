r"""Short forms, outputs, targets and kernels that words introduce; one row a case."""

from __future__ import annotations

import pytest

from derive.check import check

SLOPES = (
    r"I write $d\mathrm{foo}$ for $\partial L/\partial \mathrm{foo}$. Let $q = \frac1N\sum_i x_i$, "
    r"$y_i = c(x_i - q)$. "
)
SQUARED = r"Let $\chi^2(a, b) = \sum_i \frac{(y_i - a e^{-b t_i})^2}{s_i^2}$. "
GRAM = (
    r"Let $K_{ij} = k(x_i, x_j)$ be the symmetric Gram matrix, $K \in \mathbb{R}^{n \times n}$, and "
    r"$J(a) = \frac12\|y - Ka\|^2 + \frac{c}{2} a^T K a$. "
)
PROBABILITIES = (
    r"Let $z = W^T h + b$ and $J = -\log\mathrm{softmax}(z)_y$. Write $p$ for the vector of probabilities, "
    r"$e^{(y)}$ for the one-hot vector. Then $\frac{\partial J}{\partial z_i} = p_i - 1[i = y]$ and "
)
TARGETS = (
    r"Let $p_{ik} = e^{f_{ik}} / \sum_j e^{f_{ij}}$, $L = -\frac1N\sum_i \log p_{i y_i}$ and $Y$ the one-hot matrix of "
    r"labels. "
)

RIGHT = (
    SLOPES + r"$$dc = \sum_i dy_i (x_i - q)$$",
    SLOPES + r"$$dq = -c\sum_i dy_i$$",
    SQUARED + r"$$\partial_a\chi^2 = -2\sum_i \frac{(y_i - a e^{-b t_i}) e^{-b t_i}}{s_i^2}$$",
    GRAM + r"$$\nabla J(a) = K(Ka - y) + cKa$$",
    GRAM + r"$$\nabla^2 J(a) = K^2 + cK$$",
    PROBABILITIES + r"$$\nabla_z J = p - e^{(y)}$$",
    PROBABILITIES + r"$$\nabla_h J = W(p - e^{(y)})$$",
    TARGETS + r"$$\frac{\partial L}{\partial f} = \frac1N(p - Y)$$",
)

WRONG = (
    SLOPES + r"$$dc = -\sum_i dy_i (x_i - q)$$",
    SLOPES + r"$$dq = c\sum_i dy_i$$",
    SQUARED + r"$$\partial_a\chi^2 = 2\sum_i \frac{(y_i - a e^{-b t_i}) e^{-b t_i}}{s_i^2}$$",
    GRAM + r"$$\nabla J(a) = K(Ka - y) - cKa$$",
    GRAM + r"$$\nabla^2 J(a) = 2K^2 + cK$$",
    PROBABILITIES + r"$$\nabla_z J = e^{(y)} - p$$",
    TARGETS + r"$$\frac{\partial L}{\partial f} = \frac1N(Y - p)$$",
)

OPEN = (
    r"Let $z = W^T h$ and $J = -\log\mathrm{softmax}(z)_y$; the teacher has output probabilities $q$. Then "
    r"$\frac{\partial J}{\partial z_i} = q_i - 1[i = y]$.",
    SLOPES + r"$$dx_i = c\,dy_i$$",
    GRAM + r"$$\frac{\partial J}{\partial x_1} = 0$$",
    r"Let $J = -\log\mathrm{softmax}(z)_y + \log\mathrm{softmax}(u)_y$ and $p$ be the probabilities. "
    r"$$\frac{\partial J}{\partial z_i} = p_i - \mathbb 1[i = y]$$",
)


@pytest.mark.parametrize("text", RIGHT)
def test_is_right(text: str) -> None:
    """Every claim of the document is right."""
    assert {relation.verdict for relation in check(text).relations if relation.role == "claim"} == {"right"}


@pytest.mark.parametrize("text", WRONG)
def test_is_wrong(text: str) -> None:
    """The last claim of the document is wrong, and it alone."""
    said = [relation.verdict for relation in check(text).relations if relation.role == "claim"]
    assert said[-1] == "wrong"
    assert "wrong" not in said[:-1]


@pytest.mark.parametrize("text", OPEN)
def test_is_never_right(text: str) -> None:
    """What the words do not tell is not taken for what the line needs."""
    assert "right" not in [relation.verdict for relation in check(text).relations if relation.role == "claim"]
