r"""Lines with (XᵀX)⁻¹ are judged where X has more rows than columns, so that the inverse exists."""

from __future__ import annotations

import pytest

from derive.check import check

SQUARES = (
    r"Let $X\in\mathbb{R}^{n\times p}$, $y\in\mathbb{R}^n$, $w \in\mathbb{R}^p$, $L = \frac12\|Xw - y\|^2$, "
    r"$H = X^\top X$ and $P = X(X^\top X)^{-1}X^\top$. "
)
VERDICTS = (
    (r"$$w - H^{-1}\nabla_w L = (X^\top X)^{-1}X^\top y$$", "right"),
    (r"$$w - H^{-1}\nabla_w L = (X^\top X)^{-1}y^\top X$$", "wrong"),
    (r"$$w - H^{-1}\nabla_w L = 2(X^\top X)^{-1}X^\top y$$", "wrong"),
    (r"$$P^2 = P$$", "right"),
    (r"$$P^\top = P$$", "right"),
    (r"$$P^2 = 2P$$", "wrong"),
)


@pytest.mark.parametrize(("line", "verdict"), VERDICTS)
def test_verdict(line: str, verdict: str) -> None:
    found = check(f"{SQUARES}{line}\n").relations[-1]
    assert found.verdict == verdict
    assert found.verdict == "wrong" or found.sizes in ("n=2,3, p=1,2", "p=1,2, n=2,3")


FACTORS = (
    r"With $e_{ui} = r_{ui} - \sum_{f=1}^F p_{uf}q_{if}$ we minimise "
    r"$$S = \frac{1}{2}\sum_{u=1}^{U}\sum_{i=1}^{M} e_{ui}^2 + \frac{c}{2}\sum_{u,f} p_{uf}^2$$ "
    r"Stack the errors into a $U \times M$ matrix $E$ and the factors into $P$ ($U \times F$) and $Q$ ($M \times F$). "
)


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"\nabla_P S = -EQ + cP", "right"),
        (r"\nabla_Q S = -E^\top P", "right"),
        (r"\nabla_Q S = -E P", "cannot-tell"),
    ],
)
def test_a_stated_shape_makes_a_matrix_of_a_letter_for_losses(line: str, verdict: str) -> None:
    assert check(f"{FACTORS}$${line}$$\n").relations[-1].verdict == verdict
