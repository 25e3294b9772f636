"""A sum from 0 to K − 1 that steps from one member to the next has K + 1 members, unless its ends are one."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = r"Let $S = \frac12\sum_{k=0}^{K-1} (u_{k+1} - u_k)^2$%s. "
LINES = (
    ("", r"\frac{\partial S}{\partial u_K} = u_K - u_{K-1}", "right"),
    ("", r"\frac{\partial S}{\partial u_K} = u_{K-1} - u_K", "wrong"),
    ("", r"\frac{\partial S}{\partial u_0} = u_0 - u_1", "right"),
    (" with $u_K = u_0$", r"\frac{\partial S}{\partial u_0} = 2u_0 - u_1 - u_{K-1}", "cannot-tell"),
    (" for a closed curve", r"\frac{\partial S}{\partial u_0} = 2u_0 - u_1 - u_{K-1}", "cannot-tell"),
)


@pytest.mark.parametrize(("told", "line", "verdict"), LINES)
def test_the_ends(told: str, line: str, verdict: str) -> None:
    assert check(f"{PAGE % told}$${line}$$\n").relations[-1].verdict == verdict
