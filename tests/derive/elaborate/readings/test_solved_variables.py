"""Slopes by a variable for which the document solves afterwards: there both sides are 0."""

from __future__ import annotations

import pytest

from derive.check import check

PLAN = r"""
$$J = \sum_{i,j} Q_{ij} D_{ij} + t \sum_{i,j} Q_{ij} (\log Q_{ij} - 1) - \sum_{i,j} Q_{ij} u_i$$
$$\frac{\partial J}{\partial Q_{ij}} = %s$$
It vanishes for $Q_{ij} = e^{(u_i - D_{ij})/t}$.
"""
LINES = [
    (r"D_{ij} + t \log Q_{ij} - u_i", "right"),
    (r"D_{ij} + t \log Q_{ij} + t - u_i", "wrong"),
    (r"2 (D_{ij} + t \log Q_{ij} - u_i)", "wrong"),
]


@pytest.mark.parametrize(("slope", "verdict"), LINES)
def test_a_slope_before_its_zero(slope: str, verdict: str) -> None:
    assert check(PLAN % slope).relations[1].verdict == verdict
