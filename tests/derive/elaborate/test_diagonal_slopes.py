"""Jacobians with diag(…), which nobody takes of a number."""

from __future__ import annotations

import pytest

from derive.check import check

STEP = r"""States $s_t$ and inputs $x_t$ are columns, $\tanh$ acts on every entry, and
$$a_t = G s_{t-1} + U x_t, \qquad s_t = \tanh(a_t).$$
"""

LINES = (
    (r"\frac{\partial s_t}{\partial a_t} = \mathrm{diag}(1 - s_t^2)", "right"),
    (r"\frac{\partial s_t}{\partial a_t} = \mathrm{diag}(1 - s_{t-1}^2)", "wrong"),
    (r"\frac{\partial s_t}{\partial a_t} = \mathrm{diag}(1 + s_t^2)", "wrong"),
)


@pytest.mark.parametrize(("line", "verdict"), LINES)
def test_verdict(line: str, verdict: str) -> None:
    assert check(f"{STEP}$${line}$$\n").relations[-1].verdict == verdict
