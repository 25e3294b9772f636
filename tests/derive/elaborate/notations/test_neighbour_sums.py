"""Differences of neighbours: sums from 0 to S − 1, the members inside, and those at the two ends."""

from __future__ import annotations

import pytest

from derive.check import check

FROM_ZERO = r"$$ R = \sum_{k=0}^{K-1} (u_{k+1} - u_k)^2 $$ "
FROM_ONE = r"$$ R = \sum_{k=1}^{K} (u_k - u_{k-1})^2 $$ "
FROM_FIRST = r"$$ R = \sum_{k=1}^{K-1} (u_{k+1} - u_k)^2 $$ "
INSIDE = r"\frac{\partial R}{\partial u_k} = 2(u_k - u_{k-1}) - 2(u_{k+1} - u_k)"
TURNED = r"\frac{\partial R}{\partial u_k} = 2(u_k - u_{k-1}) + 2(u_{k+1} - u_k)"
LINES = [
    (FROM_ZERO, f"For $0 < k < K$ $${INSIDE}$$", "right"),
    (FROM_ZERO, f"For $0 < k < K$ $${TURNED}$$", "wrong"),
    (FROM_ONE, f"For $0 < k < K$ $${INSIDE}$$", "right"),
    (FROM_ONE, f"For $0 < k < K$ $${TURNED}$$", "wrong"),
    (FROM_FIRST, f"For $1 < k < K$ $${INSIDE}$$", "right"),
    (FROM_FIRST, f"For $1 < k \\le K - 1$ $${INSIDE}$$", "right"),
    (FROM_FIRST, f"For $1 < k < K$ $${TURNED}$$", "wrong"),
    (FROM_ZERO, f"An inner node ($0 < k < K$) has two neighbours, to both of which it is tied: $${INSIDE}$$",
     "right"),
    (FROM_ZERO, r"$$\frac{\partial R}{\partial u_0} = -2(u_1 - u_0)$$", "right"),
    (FROM_ZERO, r"$$\frac{\partial R}{\partial u_0} = 2(u_1 - u_0)$$", "wrong"),
    (FROM_ZERO, r"$$\frac{\partial R}{\partial u_K} = 2(u_K - u_{K-1})$$", "right"),
    (FROM_ZERO, r"$$\frac{\partial R}{\partial u_K} = -2(u_K - u_{K-1})$$", "wrong"),
]  # fmt: skip


@pytest.mark.parametrize(("sum_of", "line", "verdict"), LINES)
def test_differences_of_neighbours(sum_of: str, line: str, verdict: str) -> None:
    assert check(sum_of + line).relations[-1].verdict == verdict


OPEN = [
    FROM_ZERO + f"$${INSIDE}$$",
    FROM_ZERO + "with $u_K = u_0$. " + f"$${INSIDE}$$",
    FROM_ONE + f"$${INSIDE}$$",
    FROM_ZERO + r"with $u_K = u_0$. $$\frac{\partial R}{\partial u_0} = 2(u_0 - u_{K-1}) - 2(u_1 - u_0)$$",
    FROM_ONE + r"with $u_K = u_0$. $$\frac{\partial R}{\partial u_0} = 2(u_0 - u_{K-1}) - 2(u_1 - u_0)$$",
    "On a periodic grid, "
    + FROM_ONE
    + r"$$\frac{\partial R}{\partial u_0} = 2(u_0 - u_{K-1}) - 2(u_1 - u_0)$$",
    r"$$u_{k+1} = a u_k$$ " + FROM_ZERO + r"$$\frac{\partial R}{\partial u_K} = 2(u_K - u_{K-1})$$",
]


@pytest.mark.parametrize("text", OPEN)
def test_ends_of_which_nothing_is_said(text: str) -> None:
    assert check(text).relations[-1].verdict in ("cannot-tell", "right")
