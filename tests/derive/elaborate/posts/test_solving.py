"""Equations that a text solves hold at the solution only: they are conditions, never wrong."""

from __future__ import annotations

import pytest

from derive.check import check

SOLVED = (
    r"""
$$J(w) = (w - 3)^2 + w$$
$$\frac{dJ}{dw} = 2(w - 3) + 1 = 0$$
""",
    r"""
$$\ell(\mu) = -\frac{n}{2}\ln s - \frac{1}{2s}\sum_{i=1}^n (x_i-\mu)^2$$
$$\frac{\partial\ell}{\partial\mu} = \frac1s\sum_{i=1}^n (x_i-\mu) = 0 \implies \sum_{i=1}^n x_i = n\mu$$
$$0 = \sum_{i=1}^n (x_i-\mu)$$
""",
    r"""
$$J(\beta) = \|y-X\beta\|_2^2$$
$$\nabla J(\beta) = -2X^T(y-X\beta)$$
Setting this to zero gives the normal equations
$$X^TX\beta = X^Ty$$
$$\beta = (X^TX)^{-1}X^Ty$$
""",
    r"""
$$L(p) = \sum_i \left( y_i \log p + (1-y_i)\log(1-p) \right)$$
$$L'(p) = \sum_i\left(\frac{y_i}{p} - \frac{1-y_i}{1-p}\right)$$
At the maximum
$$\frac{\sum_i y_i}{p} = \frac{\sum_i (1-y_i)}{1-p}$$
""",
    r"""
We maximise $f(p) = \sum_k c_k \log p_k$ subject to $\sum_k p_k = 1$.
$$F(p,\nu) = \sum_k c_k\log p_k + \nu\left(1-\sum_k p_k\right)$$
$$\frac{\partial F}{\partial p_k} = \frac{c_k}{p_k} - \nu = 0$$
$$\frac{c_k}{p_k} = \nu$$
$$\nu = \sum_k c_k$$
""",
    r"""
$$G(c) = \sum_{i=1}^n (u_i - c)^2$$
$$\frac{dG}{dc} = -2\sum_{i=1}^n (u_i - c)$$
No surprise: $c = \bar u$ is the minimiser, where $\bar u$ is the mean of all $u_i$.
""",
    r"""
For $p\in(0,1)$ let $H(p) = -p\log p - (1-p)\log(1-p)$. It is largest at $p = \frac12$. There $H'(p) = 0$.
""",
)


@pytest.mark.parametrize("text", SOLVED)
def test_the_derivative_is_right_and_nothing_else_is_judged(text: str) -> None:
    assert [relation.verdict for relation in check(text).relations if relation.role == "claim"] == ["right"]


FLIPPED = tuple(
    text.replace("= 2(w - 3) + 1", "= 2(w - 3) - 1").replace("-2X^T(y-X", "2X^T(y-X") for text in SOLVED[:3:2]
)


@pytest.mark.parametrize("text", FLIPPED)
def test_a_wrong_derivative_is_wrong_all_the_same(text: str) -> None:
    assert [relation.verdict for relation in check(text).relations if relation.role == "claim"] == ["wrong"]


def test_what_is_zero_identically_is_right() -> None:
    text = r"$$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$$ $$\sum_k \frac{\partial p_k}{\partial z_j} = 0$$"
    assert check(text).relations[-1].verdict == "right"


def test_a_value_that_is_named_before_it_is_used_is_no_solution() -> None:
    text = r"""
$$L = (a - y)^2$$
$$\frac{\partial L}{\partial a} = 2(a - y)$$
Setting it to zero gives $y$; where $a = w x$,
$$\frac{\partial L}{\partial w} = 2(a - y)x$$
"""
    assert check(text).relations[-1].verdict == "right"


def test_a_slope_at_a_number_is_a_claim() -> None:
    text = r"For $p\in(0,1)$ let $H(p) = p^2 - p$. Then $H'(\frac12) = 0$ and $H'(1) = 0$."
    assert [r.verdict for r in check(text).relations] == ["definition", "right", "wrong"]


def test_a_definite_hessian_is_no_part_of_its_formula() -> None:
    text = r"$u\in\mathbb R^p$, $g(u) = \log(1+e^{u^\top x})$. $$\nabla g(u) = \frac{x}{1+e^{-u^\top x}}$$ "
    line = r"$$\nabla^2g(u) = \frac{e^{-u^\top x}}{(1+e^{-u^\top x})^2}xx^\top \succeq 0$$"
    assert [r.verdict for r in check(f"{text}{line}\n").relations[-2:]] == ["right", "definition"]
