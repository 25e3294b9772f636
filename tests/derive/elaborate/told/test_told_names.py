"""Names that words give to formulas, slopes that nobody writes, and two losses of one letter."""

from __future__ import annotations

import pytest

from derive.check import check

LINE_SEARCH = r"""
Let $f(x) = \frac{1}{2}x^T P x - c^T x$ with $P$ symmetric. Along the negative gradient, %s and $\psi(s) = f(x - s d)$,
$$\psi'(s) = %s$$
"""
SAID = [
    (r"with $d$ for $\nabla f(x)$", r"-\|d\|^2 + s\, d^T P d", "right"),
    (r"with $d$ for $\nabla f(x)$", r"-\|d\|^2 - s\, d^T P d", "wrong"),
    (r"writing $d$ for $\nabla f(x)$", r"-\|d\|^2 + s\, d^T P d", "right"),
    (r"let $d$ denote $\nabla f(x)$", r"-\|d\|^2 + s\, d^T P d", "right"),
    (r"with $d$ short for $\nabla f(x)$", r"-\|d\|^2 + s\, d^T P d", "right"),
]


@pytest.mark.parametrize(("words", "slope", "verdict"), SAID)
def test_a_name_that_a_sentence_gives(words: str, slope: str, verdict: str) -> None:
    assert check(LINE_SEARCH % (words, slope)).relations[-1].verdict == verdict


def test_what_is_only_described_is_no_definition() -> None:
    text = r"Let $\rho_i$ denote the eigenvalues of $B$. Then $$\log\det B = \sum_i \log \rho_i$$"
    assert check(text).relations[-1].verdict == "cannot-tell"


def test_the_slope_of_what_depends_in_words_alone() -> None:
    text = r"The roots $\rho_i$ grow with $b$, $d\rho_i/db = \rho_i/b$, and $S = \sum_i \log(1 + \rho_i)$."
    assert {each.verdict for each in check(text).relations} <= {"definition", "cannot-tell", "right"}


RANKING = r"""
A rating has $\ell_{ui} = \frac{1}{2}(r_{ui} - p_u^\top q_i)^2$. A triple has $x_{uij} = p_u^\top(q_i - q_j)$ and
$\ell_{uij} = -\log\sigma(x_{uij})$ with the logistic function $\sigma$.
$$\frac{\partial \ell_{uij}}{\partial q_i} = %s$$
$$\frac{\partial \ell_{ui}}{\partial p_u} = %s$$
"""


@pytest.mark.parametrize(
    ("triple", "rating", "verdicts"),
    [
        (r"-\sigma(-x_{uij}) p_u", r"-(r_{ui} - p_u^\top q_i) q_i", ["right", "right"]),
        (r"\sigma(-x_{uij}) p_u", r"-(r_{ui} - p_u^\top q_i) q_i", ["wrong", "right"]),
        (r"-\sigma(-x_{uij}) p_u", r"(r_{ui} - p_u^\top q_i) q_i", ["right", "wrong"]),
    ],
)
def test_two_losses_of_one_letter(triple: str, rating: str, verdicts: list[str]) -> None:
    claims = [each.verdict for each in check(RANKING % (triple, rating)).relations if each.role == "claim"]
    assert claims == verdicts


CALLED = (
    r"Let $v = Px + p$, $h = \tanh(v)$, $r = Qh + q$ and $J = \frac12\|r - y\|^2$. "
    r"$$\frac{{\partial J}}{{\partial r}} = r - y$$ {said} $$\frac{{\partial J}}{{\partial h}} = {line}$$"
    "\n"
)
GIVEN_TO_WHAT_IS_SHOWN = (
    r"Call it $\epsilon_2$; then",
    r"Let us name this vector $\epsilon_2$.",
    r"We write $\epsilon_2$ for this vector.",
    r"Let $\epsilon_2$ denote this. Then",
    r"With the name $\epsilon_2$ for this one,",
    r"This error is denoted $\epsilon_2$.",
    r"which we call $\epsilon_2$.",
)


@pytest.mark.parametrize("said", GIVEN_TO_WHAT_IS_SHOWN)
def test_a_labelled_name_of_what_is_shown(said: str) -> None:
    assert check(CALLED.format(said=said, line=r"Q^\top \epsilon_2")).relations[-1].verdict == "right"
    assert check(CALLED.format(said=said, line=r"-Q^\top \epsilon_2")).relations[-1].verdict == "wrong"


@pytest.mark.parametrize(
    "said",
    [
        r"Take the inverse of the matrix and call it $\epsilon_2$.",
        r"It goes with the Hessian, which we call $\epsilon_2$.",
        r"There is a matrix for this. Call it $\epsilon_2$.",
        r"Call this factor $\epsilon_2$.",
        r"Let $\epsilon_2$ be the result of the next step.",
    ],
)
def test_no_name_of_what_is_shown(said: str) -> None:
    assert check(CALLED.format(said=said, line=r"Q^\top \epsilon_2")).relations[-1].verdict == "cannot-tell"
