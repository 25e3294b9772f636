"""A sum from 0 to K − 1 that steps from one member to the next: lines about its ends are left open."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = r"Let $S = \frac12\sum_{k=0}^{K-1} (u_{k+1} - u_k)^2$. "
LINES = (
    r"\frac{\partial S}{\partial u_K} = u_K - u_{K-1}",
    r"\frac{\partial S}{\partial u_K} = 2u_K - u_{K-1} - u_{K+1}",
    r"\frac{\partial S}{\partial u_0} = u_0 - u_1",
)


@pytest.mark.parametrize("line", LINES)
def test_open(line: str) -> None:
    assert check(f"{PAGE}$${line}$$\n").relations[-1].verdict == "cannot-tell"
