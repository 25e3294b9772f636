r"""Derivatives along a direction of functions of a matrix, without the point and twice; commands for names in words."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = r"""\newcommand{\La}{\Lambda}
$C$ is a symmetric $q\times q$ matrix and $\La$ ranges over the symmetric positive definite matrices; $K$ is symmetric.
Let $g(\La) = \operatorname{tr}(C\La) - \log\det\La + c\|\La\|_F^2$. """

LINES = (
    (r"\nabla g(\La) = C - \La^{-1} + 2c\La", "right"),
    (r"\nabla g(\La) = C + \La^{-1} + 2c\La", "wrong"),
    (
        r"\mathrm{D}g[K] = \operatorname{tr}(CK) - \operatorname{tr}(\La^{-1}K) + 2c\operatorname{tr}(\La K)",
        "right",
    ),
    (
        r"\mathrm{D}g[K] = \operatorname{tr}(CK) + \operatorname{tr}(\La^{-1}K) + 2c\operatorname{tr}(\La K)",
        "wrong",
    ),
    (r"\mathrm{D}^2g[K, K] = \operatorname{tr}(\La^{-1}K\La^{-1}K) + 2c\|K\|_F^2", "right"),
    (r"\mathrm{D}^2g[K, K] = \operatorname{tr}(\La^{-1}K\La^{-1}K) + c\|K\|_F^2", "wrong"),
    (r"\mathrm{D}^2g(\La)[K]^2 = \operatorname{tr}(\La^{-1}K\La^{-1}K) + 2c\|K\|_F^2", "right"),
)


@pytest.mark.parametrize(("line", "verdict"), LINES)
def test_verdict(line: str, verdict: str) -> None:
    assert check(f"{PAGE}$${line}$$\n").relations[-1].verdict == verdict
