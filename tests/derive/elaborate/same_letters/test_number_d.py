"""The letter d as a function: distances and deviances, which are no differentials."""

from __future__ import annotations

import pytest

from derive.check import check

DEVIANCE = r"""
Let $m_i = e^{b^T x_i}$ and $$d(y, m) = 2(m - y \log m)$$
$$F(b) = \sum_i v_i\, d(y_i, m_i) + c\, b^T b$$
"""
LINES = [
    (r"\frac{\partial d}{\partial m} = 2\left(1 - \frac{y}{m}\right)", "right"),
    (r"\frac{\partial d}{\partial m} = 2\left(1 + \frac{y}{m}\right)", "wrong"),
    (r"\frac{\partial d(y, m)}{\partial m} = 2\left(1 - \frac{y}{m}\right)", "right"),
    (r"\nabla F(b) = 2\sum_i v_i (m_i - y_i) x_i + 2 c b", "right"),
    (r"\nabla F(b) = 2\sum_i v_i (m_i - y_i) x_i + c b", "wrong"),
]


@pytest.mark.parametrize(("line", "verdict"), LINES)
def test_a_deviance_that_is_called_d(line: str, verdict: str) -> None:
    assert check(DEVIANCE + f"$${line}$$").relations[-1].verdict == verdict


def test_a_differential_before_a_bracket_stays_one() -> None:
    text = r"Let $u = x^2 + x$. Then $$d(u) = (2x + 1)\, dx$$"
    assert check(text).relations[-1].verdict == "right"
