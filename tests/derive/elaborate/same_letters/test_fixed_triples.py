"""Losses of one triple, x_uij of p_u, q_i and q_j, whose letters stand for what was drawn and run over nothing."""

from __future__ import annotations

import pytest

from derive.check import check

RANKING = r"""
Let $a_h, a_s, a_t \in \mathbb{R}^m$ be the vectors of a head, a relation and a tail.

$$d_{hst} = a_h + a_s - a_t, \qquad f_{hst} = \tfrac12 \|a_h + a_s - a_t\|^2$$

$$\frac{\partial f_{hst}}{\partial %s$$
"""
SCORES = r"""
Let $\sigma(x) = 1/(1+e^{-x})$ be the sigmoid. With factors $v_c, w_k, w_l \in \mathbb{R}^m$

$$x_{ckl} = v_c^\top (w_k - w_l), \qquad J_{ckl} = -\ln\sigma(x_{ckl}) + \frac{\beta}{2}\|w_l\|^2$$

$$\frac{\partial J_{ckl}}{\partial %s$$
"""
SUMMED = r"""
Let $v_c, w_k, w_l \in \mathbb{R}^m$ and $x_{ckl} = v_c^\top (w_k - w_l)$, $J = \sum_{k} \sum_l x_{ckl}^2$.

$$\frac{\partial J}{\partial v_c} = 2 x_{ckl} (w_k - w_l)$$
"""
CASES = [
    (RANKING, r"a_h} = a_h + a_s - a_t", "right"),
    (RANKING, r"a_t} = -(a_h + a_s - a_t)", "right"),
    (RANKING, r"a_t} = a_h + a_s - a_t", "wrong"),
    (SCORES, r"v_c} = -\sigma(-x_{ckl})(w_k - w_l)", "right"),
    (SCORES, r"w_l} = \sigma(-x_{ckl}) v_c + \beta w_l", "right"),
    (SCORES, r"w_l} = -\sigma(-x_{ckl}) v_c + \beta w_l", "wrong"),
    (SCORES, r"w_k} = -\sigma(x_{ckl}) v_c", "wrong"),
]


@pytest.mark.parametrize(("page", "line", "verdict"), CASES)
def test_a_loss_of_one_triple(page: str, line: str, verdict: str) -> None:
    assert check(page % line).relations[-1].verdict == verdict


def test_letters_that_run_are_no_labels() -> None:
    assert check(SUMMED).relations[-1].verdict == "cannot-tell"
    assert check(SUMMED.replace(r"\sum_{k} \sum_l", r"\sum")).relations[-1].verdict == "cannot-tell"
