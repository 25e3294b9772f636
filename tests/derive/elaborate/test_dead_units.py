"""Units that are 0 whatever the weights above them are: no slope there, so nothing is refuted there."""

from __future__ import annotations

import pytest

from derive.check import check

NET = r"Let $h = \max(0, x)$, $z = v h$ and $L = \frac12 (\max(0, z) - y)^2$ with numbers $x, v, y$. "


@pytest.mark.parametrize(
    ("slope", "verdict"),
    [
        (r"(\max(0,z) - y)\,\mathbb 1[z > 0]", {"right", "cannot-tell"}),
        (r"(\max(0,z) - y)\,\mathbb 1[z \ge 0]", {"right", "cannot-tell"}),
        (r"(y - \max(0,z))\,\mathbb 1[z > 0]", {"wrong"}),
    ],
)
def test_a_dead_unit_refutes_nothing(slope: str, verdict: set[str]) -> None:
    text = NET + r"Then $$\frac{\partial L}{\partial z} = " + slope + "$$\n"
    assert check(text).relations[-1].verdict in verdict
