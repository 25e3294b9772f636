"""Chain rules written out: the first summand holds what the others follow; later constraints bind no earlier line."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = r"""
A spring with friction: $g(\tau) = b e^{-\kappa \tau} \sin(\nu \tau)$.

$$\frac{\partial g}{\partial \kappa} = %s$$

$$\frac{\partial g}{\partial \nu} = b \tau e^{-\kappa \tau} \cos(\nu \tau)$$

In the second series the frequency is bound to the friction, $\nu = \sqrt{\beta - \kappa^2}$, so that

$$\frac{d\nu}{d\kappa} = -\frac{\kappa}{\nu}$$

and with that the total slope is

$$\frac{dg}{d\kappa} = \frac{\partial g}{\partial \kappa} + \frac{\partial g}{\partial \nu} \frac{d\nu}{d\kappa} = %s$$
"""
FREE, LOST = r"-b \tau e^{-\kappa \tau} \sin(\nu \tau)", r"b \tau e^{-\kappa \tau} \sin(\nu \tau)"
TOTAL = r"-b \tau e^{-\kappa \tau} \left(\sin(\nu \tau) + \frac{\kappa}{\nu} \cos(\nu \tau)\right)"
TURNED = r"-b \tau e^{-\kappa \tau} \left(\sin(\nu \tau) - \frac{\kappa}{\nu} \cos(\nu \tau)\right)"


def verdicts(first: str, last: str) -> list[str]:
    return [each.verdict for each in check(PAGE % (first, last)).relations if each.role == "claim"]


def test_no_line_before_a_constraint_is_blamed_for_it() -> None:
    # Whether the first line holds the frequency, which only a later paragraph binds, stays open.
    assert verdicts(FREE, TOTAL) == ["cannot-tell", *["right"] * 4]


@pytest.mark.parametrize(("first", "last", "place"), [(LOST, TOTAL, 0), (FREE, TURNED, 4)])
def test_slips_beside_it_are_wrong(first: str, last: str, place: int) -> None:
    found = verdicts(first, last)
    assert found[place] == "wrong"
    assert found.count("wrong") == 1


TWO_WAYS = r"""
$$h = x y^2, \qquad y = \cos x$$

$$\frac{dh}{dx} = %s$$
"""


@pytest.mark.parametrize(
    ("right", "verdict"),
    [
        (r"\frac{\partial h}{\partial x} + \frac{\partial h}{\partial y} \frac{dy}{dx}", "right"),
        (r"\frac{\partial h}{\partial y} \frac{dy}{dx} + \frac{\partial h}{\partial x}", "right"),
        (r"\frac{\partial h}{\partial x} - \frac{\partial h}{\partial y} \frac{dy}{dx}", "wrong"),
        (r"y^2 - 2 x y \sin x", "right"),
    ],
)
def test_signs_and_order_in_a_chain_rule(right: str, verdict: str) -> None:
    (_, _, claim) = check(TWO_WAYS % right).relations
    assert claim.verdict == verdict
