"""Slopes by a state of a recurrence that begins with 0."""

from __future__ import annotations

import pytest

from derive.check import check

STATES = r"""
Start at $s_0 = 0$ and for $t = 1, \dots, T$ let $s_t = \tanh(a s_{t-1} + c x_t)$.
The loss is $L = \frac12 \sum_t (s_t - y_t)^2$.
$$\frac{\partial s_t}{\partial s_{t-1}} = %s$$
"""


@pytest.mark.parametrize(
    ("slope", "verdicts"),
    [
        ("a (1 - s_t^2)", ["right"]),
        ("1 - s_t^2", ["wrong", "cannot-tell"]),
        ("s_{t-1} (1 - s_t^2)", ["wrong", "cannot-tell"]),
        ("a (1 - s_{t-1}^2)", ["wrong", "cannot-tell"]),
    ],
)
def test_a_slope_by_a_state_holds_for_every_start(slope: str, verdicts: list[str]) -> None:
    assert check(STATES % slope).relations[-1].verdict in verdicts
