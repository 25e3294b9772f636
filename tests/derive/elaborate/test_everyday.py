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
