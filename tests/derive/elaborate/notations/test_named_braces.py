r"""What stands in a brace with a name below is what the name means, where nothing else says it."""

from __future__ import annotations

import pytest

from derive.check import check

PARTS = r"$$G = \underbrace{\frac12\|y - Ax\|^2}_{\mathcal F} + \underbrace{c\sum_j x_j^2}_{=: P}$$" + "\n"
FACTOR = (
    r"Let $z = wx$, $L = \frac12(z - t)^2$. $$\frac{\partial L}{\partial z} = \underbrace{(z - t)}_{q}$$"
    + "\n"
)
COUNT = r"$$S = \underbrace{a + a}_{n} + b$$" + "\n"
MADE = r"Let $P = 3x$. $$G = \underbrace{x^2}_{P} + x$$" + "\n"

LINES = (
    (PARTS, r"\nabla_x \mathcal F = -A^\top(y - Ax)", "right"),
    (PARTS, r"\nabla_x \mathcal F = A^\top(y - Ax)", "wrong"),
    (PARTS, r"\frac{\partial P}{\partial x_j} = 2c x_j", "right"),
    (PARTS, r"\frac{\partial P}{\partial x_j} = c x_j", "wrong"),
    (FACTOR, r"\frac{\partial L}{\partial w} = q x", "right"),
    (FACTOR, r"\frac{\partial L}{\partial w} = -q x", "wrong"),
    (FACTOR.replace("_{q}", r"_{\delta}"), r"\frac{\partial L}{\partial w} = \delta x", "right"),
    (FACTOR.replace("_{q}", ""), r"\frac{\partial L}{\partial w} = \delta x", "cannot-tell"),
    (COUNT, r"\frac{\partial S}{\partial a} = n", "definition"),
    (MADE, r"\frac{dP}{dx} = 3", "right"),
    (MADE, r"\frac{dP}{dx} = 2x", "wrong"),
)


@pytest.mark.parametrize(("page", "line", "verdict"), LINES)
def test_verdict(page: str, line: str, verdict: str) -> None:
    assert check(f"{page}$${line}$$\n").relations[-1].verdict == verdict
