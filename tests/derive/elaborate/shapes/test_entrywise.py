r"""Names of gates, which products of entries show to be vectors; one row a page."""

from __future__ import annotations

import pytest

from derive.check import check

GATES = (
    "# A cell\n\n"
    r"All vectors are columns; $\odot$ multiplies entry by entry and $\sigma$ is the logistic function."
    "\n\n$$i = \\sigma(a_i),\\quad r = \\sigma(a_r),\\quad q = \\sigma(a_q),\\quad g = \\tanh(a_g)$$\n"
    r"$$c = r\odot c^- + i\odot g$$ $$s = q\odot\tanh(c)$$"
    "\n\nThe loss $J$ sees the cell through $s$ alone. "
    "Write $\\delta_s = \\partial J/\\partial s$, of the shape of $s$.\n\n"
    "## Output gate\n\n"
    r"$$\frac{{\partial J}}{{\partial q}} = \delta_s\odot\tanh(c)$$ "
    r"$$\frac{{\partial J}}{{\partial c}} = \delta_s\odot q\odot{slope}$$ Call this last vector $\delta_c$, so "
    r"$\delta_c = \partial J/\partial c$."
    "\n\n- $\\partial J/\\partial r = \\delta_c\\odot c^-$\n- $\\partial J/\\partial i = \\delta_c\\odot ({factor})$\n"
    "- $\\partial J/\\partial g = \\delta_c\\odot i$\n- $\\partial J/\\partial c^- = \\delta_c\\odot r$\n\n"
    "## Before the gates\n\n"
    r"$$\frac{{\partial J}}{{\partial a_q}} = \delta_s\odot\tanh(c)\odot q\odot(1-q)$$ "
    r"$$\frac{{\partial J}}{{\partial a_g}} = \delta_c\odot i\odot(1-g\odot g)$$ "
    r"The gate $a_r = V x + U s^- + b$ has "
    r"$$\frac{{\partial J}}{{\partial V}} = \frac{{\partial J}}{{\partial a_r}}x^T$$"
    "\n"
)
HALF = r"\bigl(1-\tanh(c)\bigr)"
FULL = r"\bigl(1-\tanh^2(c)\bigr)"


def claims(slope: str, factor: str) -> list[str]:
    text = GATES.format(slope=slope, factor=factor)
    return [each.verdict for each in check(text).relations if each.role == "claim"]


@pytest.mark.parametrize(
    ("slope", "factor", "expected"),
    [
        (FULL, "g", ["right"] * 9),
        (HALF, "g", ["right", "wrong", *["right"] * 7]),
        (FULL, "-g", ["right"] * 3 + ["wrong"] + ["right"] * 5),
    ],
)
def test_gates_are_columns(slope: str, factor: str, expected: list[str]) -> None:
    assert claims(slope, factor) == expected
