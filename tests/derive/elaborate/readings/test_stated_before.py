"""Names whose shape is stated, and which only another section further down makes from others."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = r"""## Scores

Queries $q_i\in\mathbb{R}^d$,
keys $k_j\in\mathbb{R}^d$, $a_{ij} = q_i^\top k_j$, $w_{ij} = e^{a_{ij}} / \sum_m e^{a_{im}}$ and
$$C = -\sum_i \log w_{ii}$$
$$\frac{\partial C}{\partial k_j} = %s$$

## Lengths

The queries are scaled, $q_i = g_i / \|g_i\|$.
"""


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"\sum_i (w_{ij} - \delta_{ij}) q_i", "right"),
        (r"\sum_i (w_{ji} - \delta_{ij}) q_i", "wrong"),
    ],
)
def test_a_name_of_a_stated_shape(line: str, verdict: str) -> None:
    assert check(PAGE % line).relations[-2].verdict == verdict
