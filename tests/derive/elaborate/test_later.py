r"""Lines about names that are defined only further down."""

from __future__ import annotations

from derive.check import check

TEXT = r"""The loss is $$C = \log v + \frac{z^2}{2 v^2}.$$ Then
$$\frac{\partial}{\partial v} \frac{z^2}{2 v^2} = -\frac{z^2}{2 v^3}$$
and $$\frac{\partial C}{\partial v} = \frac{1}{v} - \frac{z^2}{v^3}.$$ At last, $v = e^b$.
"""


def test_what_the_variable_is_made_of_later_does_not_matter() -> None:
    assert [r.verdict for r in check(TEXT).relations if r.role == "claim"] == ["wrong", "right"]
