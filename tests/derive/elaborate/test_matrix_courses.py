r"""Matrix calculus and vectorised nets as courses write them: each right line with a wrong twin; one row a case."""

from __future__ import annotations

import pytest

from derive.check import check

SCORES = (
    r"Let $A, B \in \mathbb{R}^{n\times d}$, $V \in \mathbb{R}^{n\times m}$, $S = AB^\top$, "
    r"$P = \tanh(S)$ and $O = PV$, and let $\partial L/\partial O$ be given. "
)
INVERSE = r"Let $f(X) = u^T X^{-1} v$. "
LOGISTIC = (
    r"Let $X$ be $n\times m$ (one example per column), $Y$ be $1\times m$, $w$ be $n\times 1$. With $Z = w^T X + b$, "
    r"$A = \sigma(Z)$ the cost is $$J = -\frac1m\sum_{i=1}^m [y_i\log a_i + (1-y_i)\log(1-a_i)]$$ "
)
SUMMED = LOGISTIC.replace(r"\frac1m", "")
NESTED = (
    r"With $s^{(i)} = u^T x^{(i)}$ and $a^{(i)} = \sigma(s^{(i)})$ let "
    r"$J(u) = \frac1m\sum_{i=1}^m L(a^{(i)}, y^{(i)})$, $L(a, y) = -(y\log a + (1-y)\log(1-a))$. "
)

CASES = {
    "a product with a given slope": (
        SCORES + r"$$\frac{\partial L}{\partial B} = \left(\frac{\partial L}{\partial S}\right)^\top A$$",
        "right",
    ),
    "the slope by a square matrix, not transposed": (
        SCORES + r"$$\frac{\partial L}{\partial B} = \frac{\partial L}{\partial S} A$$",
        "wrong",
    ),
    "an inverse between vectors": (
        INVERSE + r"$$\frac{\partial f}{\partial X} = -X^{-T} u v^T X^{-T}$$",
        "right",
    ),
    "an inverse between vectors, no number": (
        INVERSE + r"$$\frac{\partial f}{\partial X} = -X^{-1} u v^T X^{-1}$$",
        "cannot-tell",
    ),
    "dZ of each sample": (LOGISTIC + r"$$dZ = A - Y$$ $$dw = \frac1m X\,dZ^T$$", "right right"),
    "dZ of each sample, the sign": (
        LOGISTIC + r"$$dZ = Y - A$$ $$db = \frac1m\sum_{i=1}^m dZ_i$$",
        "wrong right",
    ),
    "dZ of each sample, no mean": (
        LOGISTIC + r"$$dZ = A - Y$$ $$dw = X\,dZ^T$$ $$db = \frac1m\sum_{i=1}^m dZ_i$$",
        "right wrong right",
    ),
    "dZ of the mean": (LOGISTIC + r"$$dZ = \frac1m(A - Y)$$ $$dw = X\,dZ^T$$", "right right"),
    "dZ of the sum": (SUMMED + r"$$dZ = A - Y$$ $$dw = X\,dZ^T$$", "right right"),
    "dZ of the sum, divided": (SUMMED + r"$$dZ = A - Y$$ $$dw = \frac1m X\,dZ^T$$", "right wrong"),
    "a loss within the cost": (
        NESTED + r"$$ds^{(i)} = a^{(i)} - y^{(i)}$$ $$du = \frac1m\sum_{i=1}^m x^{(i)} ds^{(i)}$$",
        "right right",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_matrix_courses(name: str) -> None:
    text, verdicts = CASES[name]
    review = check(text + "\n")
    assert " ".join(r.verdict for r in review.relations if r.role == "claim") == verdicts
