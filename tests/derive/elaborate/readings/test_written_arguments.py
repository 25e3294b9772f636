r"""In ∂f/∂u of f(u, v) the v is held, whatever it is made from; df/du is the total derivative."""

from __future__ import annotations

import pytest

from derive.check import check

GIVEN = r"Let $f(u, v) = u v^3$ with $v = u^2$. "

VERDICTS = (
    (r"$$\frac{\partial f}{\partial u} = v^3$$", "right"),
    (r"$$\frac{\partial f}{\partial v} = 3 u v^2$$", "right"),
    (r"$$\frac{\partial f}{\partial u} = 7 u^6$$", "cannot-tell"),
    (r"$$\frac{\partial f}{\partial u} = 3 v^3$$", "wrong"),
    (r"$$\frac{df}{du} = v^3 + 6 u^2 v^2$$", "right"),
    (r"$$\frac{df}{du} = v^3$$", "wrong"),
)


@pytest.mark.parametrize(("claim", "verdict"), VERDICTS)
def test_partial_and_total(claim: str, verdict: str) -> None:
    assert check(GIVEN + claim + "\n").relations[-1].verdict == verdict
