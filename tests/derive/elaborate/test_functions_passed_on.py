"""Functions of time that are products of others, compared with data at times: C(t) = A B(t), c_j against C(t_j)."""

from __future__ import annotations

import pytest

from derive.check import check

DECAY = r"""
A concentration is $$C(t) = a\,s(t)$$ with $$a = \frac{q}{v}, \qquad s(t) = e^{-m t} - e^{-k t}$$
From samples $c_1, \dots, c_n$ at $t_1, \dots, t_n$, $$S = \sum_{j=1}^n (\ln c_j - \ln C(t_j))^2$$
"""
LINES = [
    (r"\frac{\partial C}{\partial v} = -\frac{C}{v}", "right"),
    (r"\frac{\partial C}{\partial v} = \frac{C}{v}", "wrong"),
    (r"\frac{\partial s}{\partial k} = t e^{-k t}", "right"),
    (r"\frac{\partial s}{\partial k} = k e^{-k t}", "wrong"),
    (r"\frac{\partial C}{\partial k} = a t e^{-k t}", "right"),
    (r"\frac{\partial C}{\partial m} = -a t e^{-m t}", "right"),
    (r"\frac{\partial C}{\partial m} = a t e^{-m t}", "wrong"),
    (r"\frac{\partial C}{\partial q} = \frac{s(t)}{v}", "right"),
    (r"\frac{\partial S}{\partial v} = \frac{2}{v} \sum_{j=1}^n (\ln c_j - \ln C(t_j))", "right"),
    (r"\frac{\partial S}{\partial v} = -\frac{2}{v} \sum_{j=1}^n (\ln c_j - \ln C(t_j))", "wrong"),
    (
        r"\frac{\partial S}{\partial k} = -2 \sum_{j=1}^n (\ln c_j - \ln C(t_j)) \frac{t_j e^{-k t_j}}{s(t_j)}",
        "right",
    ),
]


@pytest.mark.parametrize(("line", "verdict"), LINES)
def test_a_function_made_from_another_one(line: str, verdict: str) -> None:
    assert check(DECAY + f"$${line}$$").relations[-1].verdict == verdict
