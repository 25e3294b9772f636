"""Lines with two indices of one family that have no value where both are the same."""

from __future__ import annotations

import pytest

from derive.check import check

STARS = r"""Stars at $x_a \in \mathbb R^3$ have the distances $$d_{ab} = \|x_a - x_b\|,$$ the directions
$$n_{ab} = \frac{x_a - x_b}{d_{ab}}$$ and the potentials $$\Phi_{ab} = -\frac{\gamma}{d_{ab}}.$$ Then
"""

LINES = (
    (r"\frac{\partial d_{ab}}{\partial x_a} = n_{ab}", "right"),
    (r"\frac{\partial d_{ab}}{\partial x_b} = -n_{ab}", "right"),
    (r"\frac{\partial d_{ab}}{\partial x_b} = n_{ab}", "wrong"),
    (r"\frac{\partial \Phi_{ab}}{\partial x_a} = \frac{\gamma}{d_{ab}^2} n_{ab}", "right"),
    (r"\frac{\partial \Phi_{ab}}{\partial x_a} = -\frac{\gamma}{d_{ab}^2} n_{ab}", "wrong"),
    (r"\frac{\partial n_{ab}}{\partial x_a} = \frac{1}{d_{ab}}(I - n_{ab} n_{ab}^\top)", "right"),
    (r"\frac{\partial n_{ab}}{\partial x_a} = \frac{1}{d_{ab}}(I + n_{ab} n_{ab}^\top)", "wrong"),
)


@pytest.mark.parametrize(("line", "verdict"), LINES)
def test_only_where_the_indices_differ(line: str, verdict: str) -> None:
    found = check(f"{STARS}$${line}$$\n").relations[-1]
    assert found.verdict == verdict
    assert verdict == "wrong" or "for a ≠ b" in found.conditions


def test_a_sum_over_all_has_no_value() -> None:
    line = r"$$\frac{\partial}{\partial x_a}\sum_b d_{ab} = \sum_b n_{ab}$$"
    assert check(f"{STARS}{line}\n").relations[-1].verdict == "cannot-tell"
