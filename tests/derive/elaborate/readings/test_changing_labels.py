"""A label that has other values in another part of a page: each line is judged for the values told last."""

from __future__ import annotations

import pytest

from derive.check import check

TWICE = r"""
## One

Here $y \in \{-1, +1\}$ and $Q = (1 - y a z)^2$. $$\frac{\partial Q}{\partial a} = 2(a z - y) z$$

## Two

%s and $R = (1 - y a z)^2$. $$\frac{\partial R}{\partial a} = %s$$
"""
CASES = [
    (r"From here on the same letter $y$ takes the values 0 and 1", r"2 y (a z - 1) z", "right"),
    (r"From here on the same letter $y$ takes the values 0 and 1", r"2 (a z - y) z", "cannot-tell"),
    (r"From here on the same letter $y$ takes the values 0 and 1", r"-2 y^2 (a z - 1) z", "wrong"),
    (r"Again $y$ is plus or minus one", r"2 (a z - y) z", "right"),
]


@pytest.mark.parametrize(("words", "line", "verdict"), CASES)
def test_labels_of_two_parts(words: str, line: str, verdict: str) -> None:
    found = check(TWICE % (words, line)).relations
    assert [one.verdict for one in found if one.role == "claim"] == ["right", verdict]
