r"""Recurrences where a text says that d is the total derivative and ∂ the immediate one; one row a page."""

from __future__ import annotations

import pytest

from derive.check import check

NET = (
    r"The state is a number, $s_t=\tanh(v s_{t-1}+r x_t)$ for $t=1,\dots,T$, and $s_0$ is a constant. The loss is "
    r"$E=\sum_{t=1}^{T}\tfrac12(s_t-y_t)^2$. With $\partial$ we mean the immediate derivative, all other symbols frozen"
)
TOLD = r"; $\mathrm d$ is the total derivative. "
BACK = (
    r"For $t<T$ $$\frac{\mathrm d E}{\mathrm d s_t} = (s_t-y_t) "
    r"+ v\,(1-s_{t+1}^2)\,\frac{\mathrm d E}{\mathrm d s_{t+1}}$$"
)
SLIP = BACK.replace("1-s_{t+1}", "1-s_t")
FORWARD = (
    r"$$\frac{\mathrm d s_t}{\mathrm d v} = \frac{\partial s_t}{\partial v} + "
    r"\frac{\partial s_t}{\partial s_{t-1}}\frac{\mathrm d s_{t-1}}{\mathrm d v}$$"
)
CASES = (
    (NET + TOLD + BACK, "right"),
    (NET + TOLD + SLIP, "wrong"),
    (NET + ". " + SLIP, "cannot-tell"),
    (NET + TOLD + FORWARD, "cannot-tell"),
)


@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_verdicts(text: str, verdict: str) -> None:
    assert [r.verdict for r in check(text + "\n").relations if r.role == "claim"] == [verdict]
