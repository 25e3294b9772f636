"""Least squares with a Jacobian: g(t) at one time, and the residuals of all data in Jᵀr."""

from __future__ import annotations

import pytest

from derive.check import check

PAGE = r"""
The curve is $$g(t) = a e^{-bt}$$ with
$$\frac{\partial g}{\partial a} = e^{-bt}, \qquad \frac{\partial g}{\partial b} = -a t e^{-bt}.$$
The cost over the data is $$S = \sum_{i=1}^{N} \frac{(v_i - g(t_i))^2}{d_i^2}.$$
Let $r_i = (v_i - g(t_i))/d_i$ and $q = (a, b)$, and let $J$ be the matrix
$$J_{ik} = \frac{\partial r_i}{\partial q_k} = -\frac{1}{d_i}\frac{\partial g(t_i)}{\partial q_k}.$$
Then $$\frac{\partial S}{\partial q_k} = %s$$
"""
CASES = [
    (r"2 (J^\top r)_k", "right"),
    (r"-2\sum_{i=1}^{N} \frac{v_i - g(t_i)}{d_i^2}\frac{\partial g(t_i)}{\partial q_k}", "right"),
    (r"-2 (J^\top r)_k", "wrong"),
    (r"2\sum_{i=1}^{N} \frac{v_i - g(t_i)}{d_i^2}\frac{\partial g(t_i)}{\partial q_k}", "wrong"),
]


@pytest.mark.parametrize(("line", "verdict"), CASES)
def test_a_jacobian_times_residuals(line: str, verdict: str) -> None:
    assert check(PAGE % line).relations[-1].verdict == verdict
