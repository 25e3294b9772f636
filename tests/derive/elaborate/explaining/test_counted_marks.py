"""Failures among units on test: n where Σ_i d_i belongs, and logarithms before the vectors of their loads."""

from __future__ import annotations

import pytest

from derive.check import check

LIFETIMES = r"""
Let $m_i = e^{v_i^T b}$ and $a > 0$. %s
$$\ell(a, b) = \sum_{i=1}^N \left\{ d_i [\log a + \log m_i + (a - 1) \log t_i] - m_i t_i^a \right\}$$
"""
SLOPE = (
    r"$$\frac{\partial\ell}{\partial a} = %s + \sum_{i=1}^N d_i \log t_i - \sum_{i=1}^N m_i t_i^a \log t_i$$"
)
MIXED = r"$$\frac{\partial^2\ell}{\partial a\,\partial b} = %s\sum_{i=1}^N m_i t_i^a \log t_i\,v_i$$"
LINES = [
    ("", SLOPE % r"\frac{\sum_{i=1}^N d_i}{a}", "right"),
    ("", SLOPE % r"\frac{N}{a}", "wrong"),
    ("Here $d_i$ is 1 for a failure, 0 else, and not all of them failed.", SLOPE % r"\frac{N}{a}", "wrong"),
    (r"The $d_i$ satisfy $\sum_{i=1}^N d_i = N$.", SLOPE % r"\frac{N}{a}", "cannot-tell"),
    ("The weights $d_i$ sum to $N$.", SLOPE % r"\frac{N}{a}", "cannot-tell"),
    ("In the uncensored case, where all of the units failed,", SLOPE % r"\frac{N}{a}", "cannot-tell"),
    ("", MIXED % "-", "right"),
    ("", MIXED % "", "wrong"),
]


@pytest.mark.parametrize(("words", "line", "verdict"), LINES)
def test_lifetimes_of_which_some_are_censored(words: str, line: str, verdict: str) -> None:
    assert check(LIFETIMES % words + line).relations[-1].verdict == verdict
