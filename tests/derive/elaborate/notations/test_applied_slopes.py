r"""∂σ/∂w, where σ stands for what it gives in the same formula; one row a page and the verdict on its last line."""

from __future__ import annotations

import pytest

from derive.check import check

UNIT = r"Let $s$ be the logistic function, $o = s(u)$, $u = vx + c$, $C = \frac12(o - t)^2$. "
STEP = r"$$\frac{\partial C}{\partial v} = (s(u) - t)\frac{\partial s}{\partial v} = %s$$"
OWN = r"Let $g(u) = u^3$ and $L = g(ax)$. $$\frac{\partial g}{\partial u} = %s$$"
OPEN = r"Let $C = o^2$. $$\frac{\partial C}{\partial v} = o\,\frac{\partial h}{\partial v}$$"

CASES = (
    (UNIT + STEP % r"(s(u) - t)s'(u)x", "right"),
    (UNIT + STEP % r"(s(u) - t)s'(u)", "wrong"),
    (OWN % "3u^2", "right"),
    (OWN % "2u^2", "wrong"),
    (OPEN, "cannot-tell"),
)


@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_slopes_of_functions_without_their_argument(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict
