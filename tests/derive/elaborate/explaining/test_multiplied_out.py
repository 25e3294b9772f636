"""Third derivatives, and products that are lost when they are multiplied out."""

from __future__ import annotations

import pytest

from derive.check import check

SHARES = r"""Let $F(u) = \log\sum_m e^{u_m}$, $s_a = e^{u_a} / \sum_m e^{u_m}$; $\delta$ is Kronecker's. Then
$$\frac{\partial^2 F}{\partial u_a\,\partial u_b} = s_a(\delta_{ab} - s_b)$$ and
$$\frac{\partial^3 F}{\partial u_a\,\partial u_b\,\partial u_c} = s_a(\delta_{ac} - s_c)(\delta_{ab} - s_b)%s$$
"""
REST = r" - s_a s_b(\delta_{bc} - s_c)"
OUT = r" = s_a\delta_{ab}\delta_{ac} - s_a s_c\delta_{ab} - s_a s_b\delta_{ac}%s + 2 s_a s_b s_c"
LINES = (
    (REST, "right"),
    (" + s_a s_b(\\delta_{bc} - s_c)", "wrong"),
    (REST + OUT % r" - s_a s_b\delta_{bc}", "right"),
    (REST + OUT % "", "wrong"),
)


@pytest.mark.parametrize(("line", "verdict"), LINES)
def test_third_derivatives_of_shares(line: str, verdict: str) -> None:
    assert check(SHARES % line).relations[-1].verdict == verdict


@pytest.mark.parametrize(
    ("line", "verdict"),
    [("(x - a)(y - b) = xy - bx - ay + ab", "right"), ("(x - a)(y - b) = xy - bx - ay", "wrong")],
)
def test_a_product_that_is_lost(line: str, verdict: str) -> None:
    assert check(rf"For all $x, y, a, b$ we have $${line}$$").relations[-1].verdict == verdict


@pytest.mark.parametrize(("factor", "verdict"), [("6", "right"), ("3", "wrong")])
def test_a_third_derivative_of_a_number(factor: str, verdict: str) -> None:
    page = rf"Let $g(x) = ax^3$. $$\frac{{\partial^3 g}}{{\partial x^3}} = {factor}a$$"
    assert check(page).relations[-1].verdict == verdict
