"""A softmax that says below its name whether it runs along the rows or the columns of a matrix."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = r"""
Let $A \in \mathbb{R}^{m \times k}$ be scores, $T \in \mathbb{R}^{m \times k}$ targets and

$$B = \operatorname{softmax}_{\text{%s}}(A), \qquad J = \tfrac12 \|B - T\|_F^2.$$

$$\frac{\partial J}{\partial A_{ij}} = B_{ij}\Bigl((B_{ij} - T_{ij}) - %s\Bigr)$$
"""
ALONG_ROWS = r"\sum_{l=1}^{k} B_{il}(B_{il} - T_{il})"
ALONG_COLUMNS = r"\sum_{l=1}^{m} B_{lj}(B_{lj} - T_{lj})"
CASES = [
    ("rows", ALONG_ROWS, "right"),
    ("row-wise", ALONG_ROWS, "right"),
    ("cols", ALONG_COLUMNS, "right"),
    ("rows", ALONG_ROWS.replace("T_{il}", "2T_{il}"), "other"),
    ("rows", ALONG_COLUMNS, "other"),
    ("columns", ALONG_ROWS, "other"),
]


@pytest.mark.parametrize(("word", "line", "verdict"), CASES)
def test_a_softmax_with_its_way_below(word: str, line: str, verdict: str) -> None:
    found = check(PAGE % (word, line)).relations[-1].verdict
    assert found == verdict if verdict == "right" else found != "right"
