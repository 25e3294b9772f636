r"""Kernels k(x, x'): the stroke makes another name; transposes and derivatives stay what they are; one row a case."""

from __future__ import annotations

import pytest

from derive.check import check

KERNEL = r"Let $k(x, x') = \exp(-\gamma\|x - x'\|^2)$. "
LINEAR = r"Let $k(u, u') = (c + u^T u')^2$ with $u, u' \in \mathbb{R}^d$. "

CASES = {
    "by the first": (KERNEL + r"$$\nabla_x k(x, x') = -2\gamma(x - x')k(x, x')$$", "right"),
    "by the first, the sign": (KERNEL + r"$$\nabla_x k(x, x') = 2\gamma(x - x')k(x, x')$$", "wrong"),
    "by the second": (KERNEL + r"$$\nabla_{x'} k(x, x') = 2\gamma(x - x')k(x, x')$$", "right"),
    "by the width": (KERNEL + r"$$\frac{\partial k}{\partial\gamma} = -\|x - x'\|^2 k(x, x')$$", "right"),
    "a polynomial": (LINEAR + r"$$\nabla_u k(u, u') = 2(c + u^T u')u'$$", "right"),
    "a polynomial, the other one": (LINEAR + r"$$\nabla_u k(u, u') = 2(c + u^T u')u$$", "wrong"),
    "a transpose elsewhere": (r"Let $J(b) = (y - Xb)'(y - Xb)$. $$\nabla J(b) = -2X'(y - Xb)$$", "right"),
}


@pytest.mark.parametrize("name", CASES)
def test_primed_names(name: str) -> None:
    text, verdicts = CASES[name]
    review = check(text + "\n")
    assert " ".join(r.verdict for r in review.relations if r.role == "claim") == verdicts


VALUES = r"""
%s The error is $e = c + g\, w^\top q' - w^\top q$ and $J = \tfrac12 e^2$.
$$\nabla_w J = %s$$
"""


@pytest.mark.parametrize(
    ("words", "line", "verdict"),
    [
        ("We write $q = q(t)$ and $q' = q(t')$.", "e\\,(g q' - q)", "right"),
        ("We write $q = q(t)$ and $q' = q(t')$.", "e\\,(q - g q')", "wrong"),
        ("The dash belongs to the *next* state.", "e\\,(g q' - q)", "right"),
        ("The dash belongs to the *next* state.", "e\\,(q - g q')", "wrong"),
    ],
)
def test_values_at_a_point_with_a_stroke(words: str, line: str, verdict: str) -> None:
    assert check(VALUES % (words, line)).relations[-1].verdict == verdict
