r"""A matrix counts as symmetric only where the words say so of it."""

from __future__ import annotations

import pytest

from derive.check import check

GIVEN = r"Let $f(u) = u^\top A u$ and $g(u) = u^\top S u$. "
TWICE = r"$$\nabla f(u) = 2Au$$"

VERDICTS = (
    (GIVEN + "Here $A$ is a symmetric matrix. " + TWICE, "right"),
    (GIVEN + r"Here $A$ need not be symmetric. " + TWICE, "other"),
    (GIVEN + r"Take a general (non-symmetric) matrix $A$. " + TWICE, "other"),
    (GIVEN + r"With $u\in\mathbb{R}^d$ and $A\in\mathbb{R}^{d\times d}$ not symmetric, " + TWICE, "wrong"),
    (GIVEN + r"The matrix $A$ is not symmetric, but $S$ is symmetric. " + TWICE, "other"),
    (GIVEN + r"The matrix $A$ is not symmetric, but $S$ is symmetric. $$\nabla g(u) = 2Su$$", "right"),
    (GIVEN + "The matrix $A$ isn't symmetric. " + TWICE, "other"),
    (GIVEN + "Take A symmetric here. " + TWICE, "right"),
    (GIVEN + "Nobody promises that A is symmetric. " + TWICE, "other"),
    (GIVEN + r"Here $A$ need not be symmetric. $$\nabla f(u) = (A + A^\top)u$$", "right"),
)


@pytest.mark.parametrize(("text", "verdict"), VERDICTS)
def test_verdict(text: str, verdict: str) -> None:
    said = check(text + "\n").relations[-1].verdict
    assert said == verdict if verdict != "other" else said != "right"


GRAPH = (
    r"$\hat C\in\mathbb R^{n\times n}$ is the weight matrix of a graph, symmetric; "
    r"$V\in\mathbb R^{n\times h}$; $G$ has one-hot rows. $Z = \hat C V$, "
    r"$Q_{ik} = \frac{e^{Z_{ik}}}{\sum_j e^{Z_{ij}}}$ and $$H = -\sum_{i=1}^n\sum_{k=1}^h G_{ik}\log Q_{ik}$$ "
)


@pytest.mark.parametrize(
    ("slope", "verdict"),
    [(r"\hat C (Q - G)", "right"), (r"\hat C^\top (Q - G)", "right"), (r"\hat C (G - Q)", "wrong")],
)
def test_a_symmetric_matrix_beside_one_hot_rows(slope: str, verdict: str) -> None:
    assert (
        check(f"{GRAPH}$$\\frac{{\\partial H}}{{\\partial V}} = {slope}$$\n").relations[-1].verdict == verdict
    )


ANSWERS = r"""
# Answer 1

Take A symmetric in this answer. With $f(x) = x^\top A x$

$$\nabla^2 f(x) = 2A$$

# Answer 2

Nobody promises that A is symmetric, and I do not assume it. With $f(x) = \tfrac12 x^\top A x - b^\top x$

$$\nabla f(x) = \tfrac12 (A + A^\top) x - b$$

$$\nabla^2 f(x) = A$$
"""


def test_what_one_answer_takes_another_may_deny() -> None:
    verdicts = [each.verdict for each in check(ANSWERS).relations if each.role == "claim"]
    assert verdicts[1] == "right"
    assert "wrong" not in verdicts[:2]
    assert verdicts[2] != "right"


SMOOTHER = r"""
Basis $G$ ($m \times k$), roughness $S$ ($k \times k$, symmetric), data $t$ and a number $\kappa > 0$.

$$H = G^\top G + \kappa S, \qquad b = H^{-1} G^\top t, \qquad q = b^\top S b$$

$$\frac{dq}{d\kappa} = %s b^\top S H^{-1} S b$$
"""


@pytest.mark.parametrize(("factor", "verdict"), [("-2", "right"), ("2", "wrong"), ("-", "wrong")])
def test_an_inverse_beside_a_symmetric_matrix(factor: str, verdict: str) -> None:
    assert check(SMOOTHER % factor).relations[-1].verdict == verdict


def test_without_the_word_nothing_is_symmetric() -> None:
    assert check((SMOOTHER % "-2").replace(", symmetric", "")).relations[-1].verdict != "right"
