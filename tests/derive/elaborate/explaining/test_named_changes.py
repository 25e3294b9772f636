"""The misconception that one change of a line mends: with the change undone, the right line is the wrong one."""

from __future__ import annotations

import pytest

from derive.check import check

SCORES = r"""Rows $u_i\in\mathbb{R}^d$ and $c_j\in\mathbb{R}^d$, $i, j = 1,\dots,m$, with
$s_{ij} = u_i^\top c_j/\tau$ and $q_{ij} = e^{s_{ij}}/\sum_{k=1}^m e^{s_{ik}}$. The loss is
$$E = -\frac1m\sum_{i=1}^m \log q_{ii}.$$

"""
WEIGHTED = r"""Measurements $y_i$ at $x_i$ have weights $\omega_i$, $i=1,\dots,n$; with
$r_i = y_i - a - b x_i$ we minimise
$$J = \frac12\sum_{i=1}^n \omega_i r_i^2 .$$

"""
INVERSE = r"""With symmetric positive definite $\Sigma\in\mathbb{R}^{p\times p}$ and
$S\in\mathbb{R}^{p\times p}$ symmetric,
$$F = \operatorname{tr}(\Sigma^{-1} S) .$$

"""
UNITS = r"""Two units in a row: $h_1 = \tanh(v_1 x)$, $h_2 = \tanh(v_2 h_1)$, and
$L = \frac12 (h_2 - y)^2$.

"""
LIVES = r"""Waiting times $t_i > 0$, $i=1,\dots,n$, with $d_i = 1$ for a failure and $d_i = 0$ where it was censored:
$$\ell(k) = \sum_{i=1}^n d_i \log k - k \sum_{i=1}^n t_i .$$

"""
MIXED = "index-mixed-up"
TABLE = (
    (SCORES, r"\frac{\partial E}{\partial c_j} = \frac{1}{m\tau}\sum_{i=1}^m (q_{ij} - \delta_{ij}) u_i", None),
    (SCORES, r"\frac{\partial E}{\partial c_j} = \frac{1}{m\tau}\sum_{i=1}^m (q_{ji} - \delta_{ij}) u_i", MIXED),
    (WEIGHTED, r"\frac{\partial J}{\partial a} = -\sum_{i=1}^n \omega_i r_i", None),
    (WEIGHTED, r"\frac{\partial J}{\partial a} = -\sum_{i=1}^n r_i", "missing-scale-factor"),
    (INVERSE, r"\frac{\partial F}{\partial \Sigma} = -\Sigma^{-1} S \Sigma^{-1}", None),
    (INVERSE, r"\frac{\partial F}{\partial \Sigma} = \Sigma^{-1} S \Sigma^{-1}", "sign-flipped"),
    (UNITS, r"\frac{\partial L}{\partial h_1} = (h_2 - y)(1 - h_2^2) v_2", None),
    (UNITS, r"\frac{\partial L}{\partial h_1} = (h_2 - y)(1 - h_1^2) v_2", "wrong-forward-value"),
    (LIVES, r"\frac{d\ell}{dk} = \frac{\sum_{i=1}^n d_i}{k} - \sum_{i=1}^n t_i", None),
    (LIVES, r"\frac{d\ell}{dk} = \frac{n}{k} - \sum_{i=1}^n t_i", "wrong-sample-count"),
)  # fmt: skip


@pytest.mark.parametrize(("page", "line", "named"), TABLE)
def test_the_change_that_mends_a_line_tells_its_misconception(
    page: str, line: str, named: str | None
) -> None:
    relation = check(f"{page}$${line}$$\n").relations[-1]
    assert relation.verdict == ("right" if named is None else "wrong")
    assert (named,) in relation.misconceptions or named is None


SPREAD = r"""Numbers $x_1, \dots, x_n$ with $S = \sum_{i=1}^n (x_i - \mu)^2$, a variance $v > 0$, its root
$\sigma = \sqrt{v}$, and
$$\ell = -\frac n2 \log v - \frac{S}{2v} .$$

"""


@pytest.mark.parametrize(("factor", "corrected"), [(r"2\sigma", None), (r"\frac{1}{2\sigma}", r"2 \sigma")])
def test_a_slope_upside_down_is_mended(factor: str, corrected: str | None) -> None:
    line = rf"$$\frac{{\partial \ell}}{{\partial \sigma}} = {factor}\,\frac{{\partial \ell}}{{\partial v}}$$"
    relation = check(SPREAD + line).relations[-1]
    assert relation.verdict == ("right" if corrected is None else "wrong")
    assert corrected is None or (relation.correction or "").startswith(corrected)
