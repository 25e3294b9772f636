"""Slopes that vanish along a direction, as those of quotients along the vector itself."""

from __future__ import annotations

import pytest

from derive.check import check

QUOTIENT = r"Let $f(v) = \frac{v^T A v}{v^T C v}$ with $A$ and $C$ symmetric. "
CASES = (
    (QUOTIENT + r"$$v^T \nabla f(v) = \frac{2}{v^T C v}(v^T A v - f(v)\, v^T C v)$$", "right"),
    (QUOTIENT + r"$$v^T \nabla f(v) = \frac{2}{v^T C v}(v^T A v + f(v)\, v^T C v)$$", "wrong"),
    (QUOTIENT + r"$$v^T \nabla f(v) = 2 v^T A v - 2 f(v)$$", "cannot-tell"),
    (r"Let $f(v) = \|u\|^2$. $$v^T \nabla_v f = v^T u - u^T v$$", "cannot-tell"),
)


@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_verdict(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict
