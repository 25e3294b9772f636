"""Derivatives along a direction of names without an argument, DY(X)[H], and of formulas, D(X⁻¹)[H]."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = r"""$D f(Z)[E]$ is the derivative of $f$ at the square matrix $Z$ in the direction $E$. Let
$$g(Z) = \operatorname{tr}(Z^{-1}C), \qquad h(Z) = \log\det(I + Z^\top Z), \qquad K = I + Z^\top Z.$$
"""

LINES = (
    (r"D(Z^{-1})[E] = -Z^{-1} E Z^{-1}", "right"),
    (r"D(Z^{-1})[E] = Z^{-1} E Z^{-1}", "wrong"),
    (r"D g(Z)[E] = -\operatorname{tr}(Z^{-1} E Z^{-1} C)", "right"),
    (r"D g(Z)[E] = \operatorname{tr}(Z^{-1} E Z^{-1} C)", "wrong"),
    (r"D K(Z)[E] = E^\top Z + Z^\top E", "right"),
    (r"D K(Z)[E] = E^\top Z - Z^\top E", "wrong"),
    (r"D h(Z)[E] = 2\operatorname{tr}(K^{-1} Z^\top E)", "right"),
    (r"D h(Z)[E] = \operatorname{tr}(K^{-1} Z^\top E)", "wrong"),
)


@pytest.mark.parametrize(("line", "verdict"), LINES)
def test_verdict(line: str, verdict: str) -> None:
    page = PAGE + r"Then $$D g(Z)[E] = -\operatorname{tr}(C Z^{-1} E Z^{-1})$$ and "
    assert check(f"{page}$${line}$$\n").relations[-1].verdict == verdict


def test_a_matrix_of_that_name() -> None:
    page = r"Let $D$ be symmetric and $q(x) = x^\top D x$. $$D q(x)[v] = 2 x^\top D v$$"
    assert check(page + "\n").relations[-1].verdict != "wrong"
