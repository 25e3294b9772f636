"""Slopes by a name that has a value where they stand: a reason, never an error."""

from __future__ import annotations

from derive.check import check

HINGE = r"""Let $$h(s) = \max\{0, 1 - ts\}$$ and $h'(s) = \max\{0, - t\}$. $$s(u) = u \cdot a$$ and $s'(u) = a$.
$$\frac{\partial h}{\partial s}\frac{\partial s}{\partial u} = \max\{0 \cdot a, - t \cdot a\} = \max\{0, - ta\}$$
"""


def test_a_slope_pulled_into_a_maximum_raises_nothing() -> None:
    verdicts = [one.verdict for one in check(HINGE.replace("'", r"^{\prime}")).relations if not one.inline]
    assert verdicts == ["definition", "definition", "cannot-tell", "right"]
