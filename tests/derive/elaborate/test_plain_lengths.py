"""Lengths of declared vectors between single bars, the unit vectors along them, and second derivatives of springs."""

from __future__ import annotations

import pytest

from derive.check import check

SPRING = r"""
A bead at $y \in \mathbb{R}^3$ hangs on a spring. With $d = y - c$, its %s $s = |d|$ and $u = d/s$ the energy is
$$U(y) = \tfrac12 k (s - a)^2$$
"""
LINES = [
    (r"\nabla s = u", "right"),
    (r"\nabla U = k (s - a) u", "right"),
    (r"\nabla U = -k (s - a) u", "wrong"),
    (r"\frac{\partial u}{\partial y} = \frac{1}{s} (I - u u^T)", "right"),
    (r"\frac{\partial u}{\partial y} = \frac{1}{s} (I + u u^T)", "wrong"),
    (r"\nabla^2 U = k u u^T + k \frac{s - a}{s} (I - u u^T)", "right"),
    (r"\nabla^2 U = k u u^T - k \frac{s - a}{s} (I - u u^T)", "wrong"),
]


@pytest.mark.parametrize(("line", "verdict"), LINES)
def test_a_spring(line: str, verdict: str) -> None:
    assert check(SPRING % "length" + f"$${line}$$").relations[-1].verdict == verdict


def test_bars_that_may_be_of_all_entries() -> None:
    entries = "element-wise absolute value"
    for words in ("part", entries, f"length (the {entries})"):
        line = r"$$\frac{\partial u}{\partial y} = \frac{1}{s} (I - u u^T)$$"
        assert check(SPRING % words + line).relations[-1].verdict == "cannot-tell"
