r"""Families with a stroke, an identity with indices, softmax along rows, columns told in plain words, purposes."""

from __future__ import annotations

import pytest

from derive.check import check

VIEWS = r"""Two views $u_i$ and $u'_i$, $i = 1, \dots, n$, columns; $A_{ij} = u_i^\top u'_j$,
and $Q$ is the softmax of $A$ along each *row*. The columns of $Q$ sum to anything. $I$ is the identity.
$$L = -\frac1n\sum_{i=1}^n\log Q_{ii}$$
"""
TEXT = r"""Labels t_i in {0,1}, $L(w) = \sum_{i=1}^n\left(\log(1 + e^{w^\top x_i}) - t_i w^\top x_i\right)$.
Stack the $x_i^\top$ as rows of X, and let q be the vector of $\frac{1}{1 + e^{-w^\top x_i}}$:
"""
BELOW = r"Let $L = \frac12(c x - y)^2$. Input (needed when another layer sits below): "
CASE = r"Let $L = \frac12(c x - y)^2$. Input (when another layer sits below): "

LINES = (
    (VIEWS, r"\frac{\partial L}{\partial A_{ij}} = \frac1n(Q_{ij} - I_{ij})", "right"),
    (VIEWS, r"\frac{\partial L}{\partial A_{ij}} = \frac1n(I_{ij} - Q_{ij})", "wrong"),
    (VIEWS, r"\frac{\partial L}{\partial u_i} = \frac1n\left(\sum_j Q_{ij}u'_j - u'_i\right)", "right"),
    (VIEWS, r"\frac{\partial L}{\partial u'_j} = \frac1n\sum_{i=1}^n (Q_{ij} - I_{ij})u_i", "right"),
    (VIEWS, r"\frac{\partial L}{\partial u'_j} = \sum_{i=1}^n (Q_{ij} - I_{ij})u_i", "wrong"),
    (TEXT, r"\nabla L(w) = X^\top(q - t)", "right"),
    (TEXT, r"\nabla L(w) = X^\top(t - q)", "wrong"),
    (BELOW, r"\frac{\partial L}{\partial x} = c(cx - y)", "right"),
    (BELOW, r"\frac{\partial L}{\partial x} = -c(cx - y)", "wrong"),
    (CASE, r"\frac{\partial L}{\partial x} = -c(cx - y)", "cannot-tell"),
)


@pytest.mark.parametrize(("page", "line", "verdict"), LINES)
def test_verdict(page: str, line: str, verdict: str) -> None:
    assert check(f"{page}$${line}$$\n").relations[-1].verdict == verdict
