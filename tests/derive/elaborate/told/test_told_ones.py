r"""Letters that words say are full of ones; one row a page."""

from __future__ import annotations

import pytest

from derive.check import check

VECTOR = (
    r"$X\in\mathbb{{R}}^{{n\times d}}$, $V\in\mathbb{{R}}^{{d\times k}}$, $c\in\mathbb{{R}}^k$. {said} "
    r"$$R = XV + ec^T, \quad J = \frac12\|R - T\|_F^2$$ $$\frac{{\partial J}}{{\partial c}} = {line}$$"
    "\n"
)
SAID = (
    "$e$ is the vector of ones.",
    r"Let $e\in\mathbb{R}^n$ be the $n$-vector of ones.",
    r"Here \(e\) is the all-ones vector.",
    "The column $e$, a vector whose entries are all 1, has length $n$.",
    "We need the vector of all ones $e$.",
)
MATRIX = (
    r"$A\in\mathbb{{R}}^{{m\times n}}$, $U\in\mathbb{{R}}^{{m\times k}}$, $H\in\mathbb{{R}}^{{k\times n}}$, positive; "
    r"{said} $$J = \sum_{{ij}}\Big(Z_{{ij}}-A_{{ij}}\log Z_{{ij}}\Big),\qquad Z = UH.$$ "
    r"$$\frac{{\partial J}}{{\partial U}} = {line}$$"
    "\n"
)


@pytest.mark.parametrize("said", SAID)
def test_vectors_of_ones(said: str) -> None:
    assert check(VECTOR.format(said=said, line="(R-T)^T e")).relations[-1].verdict == "right"
    assert check(VECTOR.format(said=said, line="-(R-T)^T e")).relations[-1].verdict == "wrong"


@pytest.mark.parametrize(
    "said",
    [
        r"$E$ is the $m\times n$ matrix of ones.",
        "$E$ denotes a matrix full of ones.",
        "the all-ones matrix $E$.",
    ],
)
def test_matrices_of_ones(said: str) -> None:
    assert check(MATRIX.format(said=said, line=r"(E-A\oslash Z)H^T")).relations[-1].verdict == "right"
    assert check(MATRIX.format(said=said, line=r"(E+A\oslash Z)H^T")).relations[-1].verdict == "wrong"


@pytest.mark.parametrize(
    "said",
    [
        "$E$ is a matrix of ones and zeros.",
        "$E$ is not a matrix of ones.",
        "$E$ is a matrix whose entries are 1 or 0.",
    ],
)
def test_no_ones(said: str) -> None:
    assert check(MATRIX.format(said=said, line=r"(E-A\oslash Z)H^T")).relations[-1].verdict == "cannot-tell"
