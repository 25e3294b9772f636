"""One page, several problems: a letter means in each part what it says there, and results stay results."""

from __future__ import annotations

import pytest

from derive.check import check

EXERCISES = r"""
\textbf{Exercise 1.} Let $f(x, y) = x^3 y - y^2$. Then
\[ \frac{\partial f}{\partial x} = %s. \]

\textbf{Exercise 2.} From now on $x \in \mathbb{R}^n$. Let $f(x) = \frac12 x^T M x$ with a symmetric matrix $M$. Then
\[ \nabla f(x) = %s. \]

\textbf{Exercise 3.} A unit has the output $y = \tanh(w^T x)$ and the error $E = \frac12 (y - t)^2$. Then
\[ \frac{\partial E}{\partial w} = %s. \]
"""
LETTERS = r"""
# Spring

With $b = k s$ the force is $F = b^2$, so $$\frac{\partial F}{\partial s} = 2 k b.$$

# Bell

Now $s$ is a vector, $b$ a vector (the centre), $k$ a number:
$$F = \exp(-k \|s - b\|^2)$$
$$\frac{\partial F}{\partial s} = %s$$
$$\frac{\partial F}{\partial k} = %s$$
"""
WIDTH = r"""
**Form.** Let $q(x) = \frac12 x^\top A x$ with symmetric $A$. Then $\nabla q(x) = A x$.

**Kernel.** The kernel is $k = \exp(-r^2 / A)$ with a number $A > 0$ and a distance $r$. Then
$$\frac{\partial k}{\partial A} = %s$$
"""
DECAY = r"""
The model is $y(t) = a e^{-bt}$ with data $(t_i, y_i)$ and residuals $r_i = a e^{-b t_i} - y_i$; $E = \sum_i r_i^2$.
$$\frac{\partial E}{\partial a} = %s$$
"""


@pytest.mark.parametrize(
    ("text", "claims", "verdict"),
    [
        (EXERCISES, ("3 x^2 y", "M x", "(y - t)(1 - y^2) x"), "right"),
        (EXERCISES, ("3 x^2 y", "M x", "(y - t) x"), "wrong"),
        (WIDTH, (r"\frac{r^2}{A^2} k",), "right"),
        (DECAY, (r"2 \sum_i r_i e^{-b t_i}",), "right"),
        (DECAY, (r"\sum_i r_i e^{-b t_i}",), "cannot-tell"),
    ],
)
def test_a_part_is_judged_by_itself(text: str, claims: tuple[str, ...], verdict: str) -> None:
    assert check(text % claims).relations[-1].verdict == verdict


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (EXERCISES, ("3 x^2", "M x", "(y - t)(1 - y^2) x")),
        (EXERCISES, ("3 x^2 y", "2 M x", "(y - t)(1 - y^2) x")),
        (LETTERS, ("-k F (s - b)", r"-F \|s - b\|^2")),
        (LETTERS, ("-2 k F (s - b)", r"-k F \|s - b\|^2")),
        (WIDTH, (r"-\frac{r^2}{A^2} k",)),
        (WIDTH, (r"\frac{r^2}{A} k",)),
        (DECAY, (r"2 \sum_i r_i e^{b t_i}",)),
    ],
)
def test_a_wrong_line_is_right_in_no_part(text: str, claims: tuple[str, ...]) -> None:
    relations = check(text % claims).relations
    assert any(one.role == "claim" and one.verdict != "right" for one in relations)


def test_letters_that_a_section_introduces_anew_are_not_what_another_one_made_of_them() -> None:
    relations = check(LETTERS % ("-2 k F (s - b)", r"-F \|s - b\|^2")).relations
    assert "wrong" not in [one.verdict for one in relations]
