"""Documents with damaged definitions: what cannot be worked out is no evidence against other lines."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = r"""
The data $A = \begin{bmatrix} %s & \dots & a_{1n} \\ \vdots & \ddots & \vdots \\ a_{m1} & \dots & a_{mn}
\end{bmatrix}$, weights $u = \begin{pmatrix} u_1, \dots, u_m \end{pmatrix}$, targets
$t = \begin{pmatrix} t_1, \dots, t_n \end{pmatrix}$ and $s = uA$. The loss is
$$E = \sum_{k=1}^n t_k s_k$$
and in matrices
$$E = t s^T$$
"""


@pytest.mark.parametrize(("corner", "verdict"), [("a_{11}", "right"), ("_{11}", "cannot-tell")])
def test_a_matrix_that_cannot_be_read_refutes_no_shape(corner: str, verdict: str) -> None:
    """With the corner of the matrix lost, nobody knows how long s is."""
    found = check(PAGE % corner)
    assert found.relations[-1].verdict == verdict


def test_targets_of_samples_do_not_sum_to_one() -> None:
    """In a classification with a mean over the samples, no sum over samples is 1."""
    text = (
        r"Binary classification: $J = -\frac{1}{m}\sum_{i=1}^m t_i \log q_i$ with $t_i \in \{0,1\}$."
        "\n$$J = -\\frac{1}{m} \\sum_{i=1}^m \\left(t_i \\log q_i + \\left(1 - \\sum_{j=1}^m t_j\\right)\\right)$$\n"
    )
    assert check(text).relations[-1].verdict != "right"


@pytest.mark.parametrize(("inside", "verdict"), [("p_j", "right"), ("_j", "cannot-tell")])
def test_a_logarithm_that_lost_its_argument_is_none(inside: str, verdict: str) -> None:
    """An index alone is no argument, though the page writes the logarithm of a name with that index."""
    line = rf"\frac{{\partial}}{{\partial p_j}}(-t_j \log {inside}) = -\frac{{t_j}}{{p_j}}"
    text = rf"Let $E = -\sum_j t_j \log p_j$. $${line}$$"
    assert check(text).relations[-1].verdict == verdict
