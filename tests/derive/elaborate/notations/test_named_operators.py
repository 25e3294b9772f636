r"""Letters that words call a derivative: D f where "we write D for the derivative in b"."""

from __future__ import annotations

import pytest

from derive.check import check

GIVEN = r"$h_k = e^{u_k'b}$ and $F(b) = \sum_{k=1}^n h_k$. "
SAID = r"We write $\mathsf D$ for the derivative in $b$ as a row. "
LINES = [
    (SAID, r"\mathsf D h_k = h_k u_k'", "right"),
    (SAID, r"\mathsf D h_k = u_k'", "wrong"),
    (SAID, r"\mathsf D F = \sum_{k=1}^n h_k u_k'", "right"),
    (SAID, r"\mathsf D F = -\sum_{k=1}^n h_k u_k'", "wrong"),
    (SAID, r"\mathsf D^2 F = \sum_{k=1}^n h_k u_k u_k'", "right"),
    (SAID, r"\mathsf D^2 F = \sum_{k=1}^n h_k^2 u_k u_k'", "wrong"),
    ("Let $D$ denote the gradient with respect to $b$. ", r"D F = \sum_{k=1}^n h_k u_k", "right"),
    (r"Here $\mathsf D$ is a diagonal matrix. ", r"\mathsf D h_k = h_k u_k'", "cannot-tell"),
]


@pytest.mark.parametrize(("said", "line", "verdict"), LINES)
def test_verdict(said: str, line: str, verdict: str) -> None:
    found = check(f"{GIVEN}{said}$${line}$$\n").relations[-1].verdict
    assert found == verdict
