"""A case that is told behind some lines as that in which nothing is left: the lines are about the other one."""

from __future__ import annotations

import pytest

from derive.check import check

HEAD = r"$$L = \max(0, \|u - v\|^2 - \|u - w\|^2 + c)$$ "
SLOPE = (
    r"Then $$\frac{\partial L}{\partial v} = %s2(u - v)$$ and $$\frac{\partial L}{\partial w} = 2(u - w).$$ "
)
CASES = (
    (SLOPE % "-" + "If the hinge is not active, everything is zero.", "right"),
    (SLOPE % "-" + "When the margin is satisfied all gradients vanish.", "right"),
    (SLOPE % "" + "If the hinge is not active, everything is zero.", "wrong cannot-tell"),
    (SLOPE % "-" + "If the hinge is closed we skip the step.", "wrong cannot-tell"),
    (SLOPE % "-" + "This is never zero.", "wrong cannot-tell"),
    (
        SLOPE % "-" + "\n\n# Other losses\n\nIf the hinge is not active, everything is zero.",
        "wrong cannot-tell",
    ),
)


@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_the_first_slope(text: str, verdict: str) -> None:
    claims = [r.verdict for r in check(HEAD + text + "\n").relations if r.role == "claim"]
    assert claims[0] in verdict.split()
