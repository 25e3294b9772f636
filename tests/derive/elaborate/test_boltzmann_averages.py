r"""Averages with weights that are written out, over functions of a state, and over the law that was given last."""

from __future__ import annotations

import pytest

from derive.check import check

WEIGHTS = r"""Let $Q(b, m) = \sum_r e^{-bU(r) + mN(r)}$
and $\langle X\rangle = Q^{-1}\sum_r X(r)\,e^{-bU(r) + mN(r)}$ for any $X(r)$. """
SECOND = (
    WEIGHTS
    + r"""

Now let $p_\lambda(r) = e^{\sum_i \lambda_i g_i(r)}/Q(\lambda)$ with features $g_i$, and
$$\ell(\lambda) = \sum_i \lambda_i c_i - \ln Q(\lambda).$$
"""
)
POWERS = r"Let $Z = \sum_n e^{-bE_n}$, $p_n = e^{-bE_n}/Z$ and $\langle E^q\rangle = \sum_n p_n E_n^q$. "
ANOTHER = WEIGHTS + r"Let $\pi_r = a_r^2$ be another law. "

LINES = (
    (WEIGHTS, r"\frac{\partial\ln Q}{\partial m} = \langle N\rangle", "right"),
    (WEIGHTS, r"\frac{\partial\ln Q}{\partial b} = \langle U\rangle", "wrong"),
    (
        WEIGHTS,
        r"\frac{\partial\langle X\rangle}{\partial m} = \langle XN\rangle - \langle X\rangle\langle N\rangle",
        "right",
    ),
    (WEIGHTS, r"\frac{\partial\langle X\rangle}{\partial m} = \langle XN\rangle", "wrong"),
    (SECOND, r"\frac{\partial\ell}{\partial\lambda_i} = c_i - \langle g_i\rangle", "right"),
    (SECOND, r"\frac{\partial\ell}{\partial\lambda_i} = c_i + \langle g_i\rangle", "wrong"),
    (
        POWERS,
        r"\frac{\partial\langle E\rangle}{\partial b} = \langle E\rangle^2 - \langle E^2\rangle",
        "right",
    ),
    (
        POWERS,
        r"\frac{\partial\langle E\rangle}{\partial b} = \langle E^2\rangle - \langle E\rangle^2",
        "wrong",
    ),
    (ANOTHER, r"\frac{\partial\ln Q}{\partial m} = \langle N\rangle", "cannot-tell"),
)


@pytest.mark.parametrize(("page", "line", "verdict"), LINES)
def test_verdict(page: str, line: str, verdict: str) -> None:
    assert check(f"{page}$${line}$$\n").relations[-1].verdict == verdict
