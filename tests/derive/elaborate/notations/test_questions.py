r"""Iverson's brackets behind any factor: λ[j = k], π_b[b = c], ⟦i = k⟧ and \llbracket i = k \rrbracket."""

from __future__ import annotations

import pytest

from derive.check import check

RIDGE = r"""
With targets $t_n$, inputs $x_n \in \mathbb{R}^q$ and a penalty:

$$E(v) = \frac12 \sum_{n=1}^N (v^\top x_n - t_n)^2 + \frac{\gamma}{2} \|v\|^2, \qquad
\frac{\partial^2 E}{\partial v_j \, \partial v_k} = \sum_{n=1}^N x_{nj} x_{nk} + %s$$
"""
CHOICE = r"""
A softmax over actions, $u_a = \frac{e^{h_a}}{\sum_b e^{h_b}}$. Then

$$\frac{\partial u_b}{\partial h_c} = %s$$
"""


@pytest.mark.parametrize(
    ("page", "line", "verdict"),
    [
        (RIDGE, r"\gamma [j = k]", "right"),
        (RIDGE, r"\gamma\,\llbracket j = k \rrbracket", "right"),
        (RIDGE, r"\gamma \left\llbracket j = k \right\rrbracket", "right"),
        (RIDGE, r"⟦j = k⟧ \gamma", "right"),
        (RIDGE, r"2\gamma [j = k]", "wrong"),
        (CHOICE, r"u_b[b = c] - u_b u_c", "right"),
        (CHOICE, r"u_b[b = c](1 - u_b) - u_b [b \neq c] u_c", "right"),
        (CHOICE, r"u_b[b = c] + u_b u_c", "wrong"),
    ],
)
def test_a_question_behind_any_factor(page: str, line: str, verdict: str) -> None:
    assert check(page % line).relations[-1].verdict == verdict


@pytest.mark.parametrize("line", [r"\delta[j = k]", r"f[j = k]", r"p[j = k]"])
def test_no_question_behind_what_may_be_a_function_of_it(line: str) -> None:
    assert check(RIDGE % line).relations[-1].verdict == "cannot-tell"
