"""Capitals before small names may be matrices: a line that is right only with numbers there is left open."""

from __future__ import annotations

import pytest

from derive.check import check

SHARED = r"One linear map makes both, $u = G c_u$ and $v = G c_v$, and $L = \|u - v\|^2$. "
SLOPE = r"$$\frac{\partial L}{\partial G} = 2(u - v)(c_u - c_v)"
CASES = (
    (SHARED + SLOPE + r"^\top$$", "right"),
    (SHARED + SLOPE + "$$", "wrong cannot-tell"),
    (SHARED + SLOPE.replace("2(", "(") + r"^\top$$", "wrong"),
    (SHARED + r"$$\frac{\partial L}{\partial c_u} = 2G^\top(u - v)$$", "right"),
    (SHARED + r"$$\frac{\partial L}{\partial c_u} = 2G(u - v)$$", "wrong cannot-tell"),
)


@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_verdict(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict in verdict.split()
