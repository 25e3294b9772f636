r"""A transpose that may be lost: w x beside wᵀx proves nothing; one row a page and what is said of its last line."""

from __future__ import annotations

import pytest

from derive.check import check

LABELS = r"Labels $s\in\{-1,1\}$. Let $f(w) = \log(1 + e^{-s w^T x})$ with $w, x\in\mathbb{R}^d$. "
SQUARE = r"Let $f(a) = (a^T b)^2$ with $a, b\in\mathbb{R}^d$. "

CASES = (
    (LABELS + r"Then $$s (w + s x)^T x = s w^T x + x^T x$$", "right"),
    (LABELS + r"Then $$s (w + s x)^T x = s w^T x + x x$$", "cannot-tell"),
    (SQUARE + r"$$\nabla f(a) = 2 (a^T b) b$$", "right"),
    (SQUARE + r"$$\nabla f(a) = 2 b b^T a$$", "right"),
    (SQUARE + r"$$\nabla f(a) = 2 (a b) b$$", "cannot-tell"),
    (SQUARE + r"$$a^T a - a^T b = a^T (a - b)$$", "right"),
    (SQUARE + r"$$a^T a - a^T b = a (a - b)$$", "cannot-tell"),
    (r"Let $f(a) = (a b)^2$ for numbers $a, b$. $$f'(a) = 2 a b b$$", "right"),
)


@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_two_columns_side_by_side(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict
