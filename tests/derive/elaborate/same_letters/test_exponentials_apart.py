"""Errors with the name e beside exponentials e^{-x}."""

from __future__ import annotations

import pytest

from derive.check import check

GATE = r"""Let $\phi(s) = 1/(1 + e^{-s})$ act on every entry, $h = \phi(A x)\odot (B x)$, $e = C h - d$
and $E = \tfrac12 e^\top e$, all vectors columns.

"""
ODD = r"""Let $f(v) = \frac{e^{v} - e^{-v}}{e^{v} + e^{-v}}$, $e = f(w x) - y$ and $E = e^2$ for numbers. """

TAKEN = r"The cost of a residual $e$ is $c(e) = \tfrac12 e^2$, and $c'(e) = e$. For a margin $m$: "

LINES = (
    (GATE, r"\phi'(s) = \phi(s)\,(1 - \phi(s))", "right"),
    (GATE, r"\phi'(s) = \phi(s)\,(1 + \phi(s))", "wrong"),
    (GATE, r"\frac{\partial E}{\partial C} = e\,h^\top", "right"),
    (GATE, r"\frac{\partial E}{\partial h} = -C^\top e", "wrong"),
    (TAKEN, r"\ln(1 + e^{m}) = m + \ln(1 + e^{-m})", "right"),
    (TAKEN, r"\frac{d}{dm}\ln(1 + e^m) = \frac{e^m}{1 + e^{m}}", "right"),
    (TAKEN, r"\frac{d}{dm}\ln(1 + e^m) = \frac{1}{1 + e^{m}}", "wrong"),
    (ODD, r"\frac{dE}{dw} = 2 e\,(1 - f(w x)^2)\,x", "right"),
    (ODD, r"\frac{dE}{dw} = 2 e\,(1 - f(w x))\,x", "wrong"),
)


@pytest.mark.parametrize(("page", "line", "verdict"), LINES)
def test_slopes_beside_an_error(page: str, line: str, verdict: str) -> None:
    assert check(f"{page}$${line}$$\n").relations[-1].verdict == verdict


def test_powers_of_a_ratio_stay_powers() -> None:
    page = r"For the ratio $e = c/a$ of positive numbers let $V = e^{-n}$. "
    assert (
        check(page + r"$$\frac{\partial V}{\partial n} = -e^{-n}$$" + "\n").relations[-1].verdict != "right"
    )


SCALES = r"""
Noise $\xi_k$ is drawn once. With $u \in \mathbb{R}^{A}$, $H \in \mathbb{R}^{A \times B}$ and $g_1, \dots, g_B$

$$v_k = m_k + e^{g_k/2}\,\xi_k, \qquad F = \tfrac12 \|u - H v\|^2.$$

Let $%s = u - H v$. Then

$$\frac{\partial F}{\partial g_k} = %s h_k^\top %s\, e^{g_k/2}\,\xi_k$$

where $h_k$ is the $k$-th column of $H$.
"""


@pytest.mark.parametrize("error", ["e", r"\mathbf e"])
@pytest.mark.parametrize(("factor", "verdict"), [(r"-\tfrac12", "right"), ("-", "wrong")])
def test_a_member_above_is_no_power_of_an_error(error: str, factor: str, verdict: str) -> None:
    assert check(SCALES % (error, factor, error)).relations[-1].verdict == verdict
