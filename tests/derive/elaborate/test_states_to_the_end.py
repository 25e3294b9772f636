"""Sums from 0 to N − 1 over the states of a recurrence that goes on to x_N."""

from __future__ import annotations

import pytest

from derive.check import check

CONTROL = r"""The state obeys $x_{k+1} = F x_k + G a_k$ for $k = 0, \dots, N-1$, where $x_0$ is given.
With $P, M$ symmetric $$V = \tfrac12 x_N^\top P x_N + \tfrac12\sum_{k=0}^{N-1} (x_k^\top M x_k + a_k^\top a_k)$$ and the
columns $$p_k = \frac{\partial V}{\partial x_k}$$ we find """
STATES = r"""A recurrence $h_t = w h_{t-1} + x_t$ of numbers runs over $t = 0, \dots, N - 1$ from $h_{-1} = 0$, and
$$L = \tfrac12\sum_{t=0}^{N-1} (h_t - y_t)^2.$$ With $$q_t = \frac{\partial L}{\partial h_t}$$ we find """

LINES = (
    (CONTROL, r"p_N = P x_N", "right"),
    (CONTROL, r"p_N = P x_N + M x_N", "wrong"),
    (CONTROL, r"p_k = M x_k + F^\top p_{k+1}", "right"),
    (CONTROL, r"\frac{\partial V}{\partial a_k} = a_k + G^\top p_{k+1}", "right"),
    (CONTROL, r"\frac{\partial V}{\partial a_k} = a_k + G^\top p_k", "wrong"),
    (CONTROL, r"\frac{\partial V}{\partial F} = \sum_{k=0}^{N-1} p_{k+1} x_k^\top", "right"),
    (CONTROL, r"\frac{\partial V}{\partial F} = \sum_{k=0}^{N-1} p_k x_k^\top", "wrong"),
    (CONTROL, r"\frac{\partial V}{\partial G} = \sum_{k=0}^{N-1} p_{k+1} a_k^\top", "right"),
)


@pytest.mark.parametrize(("page", "line", "verdict"), LINES)
def test_verdict(page: str, line: str, verdict: str) -> None:
    assert check(f"{page}$${line}$$\n").relations[-1].verdict == verdict


def test_states_counted_from_zero_are_not_blamed() -> None:
    line = r"$$\frac{\partial L}{\partial w} = \sum_{t=0}^{N-1} q_t h_{t-1}$$"
    assert check(f"{STATES}{line}\n").relations[-1].verdict != "wrong"
