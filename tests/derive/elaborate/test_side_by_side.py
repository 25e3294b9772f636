r"""Matrices of vectors side by side, spaces behind a value, and capital Greek letters that gather; one row a case."""

from __future__ import annotations

import pytest

from derive.check import check

COLUMNS = (
    r"Let $X = [x_1, \dots, x_m] \in \mathbb{R}^{d\times m}$, $f = X^\top w$ and $Q = \frac12\|f - y\|^2$. "
)
ROWS = (
    r"Let $A = (a_1, \dots, a_n)^\top$ with $a_i \in \mathbb{R}^p$, $f = Av$ and $Q = \frac12\|f - y\|^2$. "
)
GREEK = (
    r"Let $E = \frac12\sum_{n=1}^N (w^T\phi_n - t_n)^2$, where $\Phi$ has rows $\phi_n^T$. "
    r"$$\nabla E = \sum_{n=1}^N (w^T\phi_n - t_n)\phi_n = "
)

CASES = {
    "columns": (COLUMNS + r"$$\frac{\partial Q}{\partial w} = X(f - y)$$", "right"),
    "columns, one by one": (
        COLUMNS + r"$$\frac{\partial Q}{\partial w} = \sum_{i=1}^m (f_i - y_i)x_i$$",
        "right",
    ),
    "columns, transposed": (COLUMNS + r"$$\frac{\partial Q}{\partial w} = X^\top(f - y)$$", "wrong"),
    "rows": (ROWS + r"$$\frac{\partial Q}{\partial v} = A^\top(f - y)$$", "right"),
    "rows, one by one": (ROWS + r"$$\frac{\partial Q}{\partial v} = \sum_{i=1}^n (f_i - y_i)a_i$$", "right"),
    "rows, the sign": (ROWS + r"$$\frac{\partial Q}{\partial v} = A^\top(y - f)$$", "wrong"),
    "greek": (GREEK + r"\Phi^T(\Phi w - t)$$", "right right"),
    "greek, the sign": (GREEK + r"\Phi^T(t - \Phi w)$$", "right wrong"),
}


@pytest.mark.parametrize("name", CASES)
def test_side_by_side(name: str) -> None:
    text, verdicts = CASES[name]
    review = check(text + "\n")
    assert " ".join(r.verdict for r in review.relations if r.role == "claim") == verdicts
