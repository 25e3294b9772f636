r"""What is written as a matrix is none that was taken for a number: the M of uᵀM²u, "the matrix $M$"."""

from __future__ import annotations

import pytest

from derive.check import check

VERDICTS = (
    (r"For $h(u) = u^\top M^2 u$, $$\nabla h = 2M^2 u$$", "cannot-tell"),
    (r"For $h(u) = \frac12 u^\top M^2 u$, $$\nabla h = M^2 u$$", "cannot-tell"),
    (
        r"Let $h(u) = \operatorname{tr}((A u - b)^\top M u)$ with $M$ symmetric. $$h(u) = (A u - b)^\top M u$$",
        "right",
    ),
    (r"$M$ is a matrix. For $h(u) = u^\top M^2 u$, $$\nabla h = 2M^2 u$$", "cannot-tell"),
    (r"Let $M$ be a symmetric matrix. For $h(u) = u^\top M^2 u$, $$\nabla h = 2M^2 u$$", "right"),
    (r"Let $c > 0$. For $h(u) = c\, u^\top u$, $$\nabla h = 2c u$$", "right"),
    (
        "**1.** $M$ is a square matrix, $f(u) = u^\\top M u$. $$\\nabla f = (M + M^\\top) u$$\n\n"
        "**2.** Let $h(u) = u^\\top M^2 u$. Then $$\\nabla h = 2M^2 u$$",
        "cannot-tell",
    ),
)


@pytest.mark.parametrize(("text", "verdict"), VERDICTS)
def test_capitals_between_vectors(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict
