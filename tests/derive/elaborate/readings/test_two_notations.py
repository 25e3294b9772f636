r"""∇_A C = (∂C/∂A)ᵀ in a page that writes ∂ as rows and ∇ as columns: each sign is read as the page says."""

from __future__ import annotations

import pytest

from derive.check import check
from derive.elaborate.readings.two_notations import told_notations

PAGE = r"""
Let $s = Av$ with $A\in\mathbb{R}^{p\times q}$, $v\in\mathbb{R}^q$, $r\in\mathbb{R}^p$ and $C = \frac12\|s - r\|^2$.

%s

$$%s$$
"""
TOLD = r"""Partials such as $\partial C/\partial v$ are rows, and $\partial C/\partial A$ has as its $(j,i)$ entry
$\partial C/\partial A_{ij}$. A nabla $\nabla_u C$ has the shape of $u$."""
UNTOLD = (
    r"Derivatives with $\partial$ are rows in one course, gradients with $\nabla$ are columns in the other."
)
LINES = [
    (TOLD, r"\nabla_A C = \left(\frac{\partial C}{\partial A}\right)^\top", "right"),
    (TOLD, r"\nabla_v C = \left(\frac{\partial C}{\partial v}\right)^\top", "right"),
    (TOLD, r"\nabla_A C = \frac{\partial C}{\partial A}", "cannot-tell"),
    (TOLD, r"\nabla_A C = -\left(\frac{\partial C}{\partial A}\right)^\top", "wrong"),
    (TOLD, r"\frac{\partial C}{\partial A} = v\,(s - r)^\top", "right"),
    (UNTOLD, r"\nabla_A C = \left(\frac{\partial C}{\partial A}\right)^\top", "cannot-tell"),
    (UNTOLD, r"\nabla_A C = -\left(\frac{\partial C}{\partial A}\right)^\top", "wrong"),
    ("", r"\nabla_A C = \frac{\partial C}{\partial A}", "right"),
]


@pytest.mark.parametrize(("told", "line", "verdict"), LINES)
def test_each_sign_has_its_own_layout(told: str, line: str, verdict: str) -> None:
    assert check(PAGE % (told, line)).relations[-1].verdict == verdict


@pytest.mark.parametrize(
    "words",
    [
        r"column $j$ of $\partial s/\partial v$ holds the slopes.",
        r"some write $\partial c$ as rows.",
        "the rows of a.",
    ],
)
def test_what_only_mentions_rows_or_columns_tells_no_layout(words: str) -> None:
    assert told_notations(words) == {}
