r"""Slopes by a member m_k of which nothing says whether it is a number or a vector."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = (
    r"Points $u_1,\dots,u_N\in\mathbb R^D$, symmetric precision matrices $\Lambda_k$, centres $c_k$. "
    r"$$g_k(u) = \tfrac12\log\det\Lambda_k-\tfrac12(u-c_k)^T\Lambda_k(u-c_k)$$ "
    r"$$E = \sum_{n=1}^{N}\log\sum_{k=1}^{K} e^{g_k(u_n)}$$ "
    r"$$q_{nk} = \frac{e^{g_k(u_n)}}{\sum_{j} e^{g_j(u_n)}}$$ "
)


@pytest.mark.parametrize(
    "slope", [r"\sum_{n} q_{nk}\,\Lambda_k(u_n-c_k)", r"\sum_{n} q_{nk}(u_n-c_k)^T\Lambda_k"]
)
def test_a_right_slope_is_not_blamed(slope: str) -> None:
    page = PAGE + r"$$\frac{\partial E}{\partial c_k} = " + slope + "$$\n"
    assert check(page).relations[-1].verdict != "wrong"
