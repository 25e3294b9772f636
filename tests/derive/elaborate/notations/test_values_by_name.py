"""Functions that stand without their argument."""

from __future__ import annotations

import pytest

from derive.check import check

DEFINED = r"Let $\sigma(t) = 1/(1+e^{-t})$ and $q = \sigma(m)$ with $m = vr$. "
TOLD = (
    r"The gate is $f(r) = r\,\sigma(\gamma r)$ with the logistic function $\sigma$. "
    r"I write just $\sigma$ for $\sigma(\gamma r)$. "
)
DROPPED = r"Let $k(u) = u\,\sigma(cu + d)$ with the logistic function $\sigma$, whose argument I drop. "
EQUATED = r"The swish is $s(u) = u\sigma(u)$, and for short $\sigma = \sigma(u)$. "
TWO = r"Two units: $h=\sigma(m_1)$, $p=\sigma(m_2)$, $m_1 = a x$, $m_2 = c h$, $E=\frac12(p-y)^2$. "
CUBE = r"With $f(x) = x^3$ and $u = f(2t)$ for positive $t$: "

TABLE = (
    (DEFINED, r"\frac{dq}{dm} = \sigma(1-\sigma)", "right"),
    (DEFINED, r"\frac{dq}{dv} = \sigma(1-\sigma)r", "right"),
    (DEFINED, r"\frac{dq}{dv} = \sigma(1+\sigma)r", "wrong"),
    (DEFINED, r"\frac{dq}{dv} = \sigma(1-\sigma)v", "wrong"),
    (TOLD, r"\frac{d}{dr}\sigma(\gamma r) = \gamma\,\sigma(1-\sigma)", "right"),
    (TOLD, r"f'(r) = \gamma f(r) + \sigma\,(1 - \gamma f(r))", "right"),
    (TOLD, r"f'(r) = f(r) + \sigma\,(1 - f(r))", "wrong"),
    (TOLD, r"\frac{\partial f}{\partial\gamma} = r^2\,\sigma(1-\sigma)", "right"),
    (TOLD, r"\frac{\partial f}{\partial\gamma} = r\,\sigma(1-\sigma)", "wrong"),
    (DROPPED, r"k'(u) = \sigma + c u\,\sigma(1-\sigma)", "right"),
    (DROPPED, r"k'(u) = \sigma + u\,\sigma(1-\sigma)", "wrong"),
    (EQUATED, r"s'(u) = s + \sigma(1-s)", "right"),
    (EQUATED, r"s''(u) = \sigma(1-\sigma)(2 + u(1-2\sigma))", "right"),
    (EQUATED, r"s''(u) = \sigma(1-\sigma)(1 + u(1-2\sigma))", "wrong"),
    (TWO, r"\frac{\partial E}{\partial c} = (p-y)\sigma(1-\sigma)h", "cannot-tell"),
    (TWO, r"\frac{\partial E}{\partial c} = (p-y)p(1-p)h", "right"),
    (CUBE, r"\frac{du}{dt} = 6f/t", "cannot-tell"),
)


@pytest.mark.parametrize(("page", "line", "verdict"), TABLE)
def test_a_function_alone_is_its_value_or_open(page: str, line: str, verdict: str) -> None:
    assert check(f"{page}\n\n$${line}$$\n").relations[-1].verdict == verdict


def test_a_standard_deviation_beside_a_sigmoid_stays_one() -> None:
    page = r"$p = \sigma(u)$. Noise of standard deviation $\sigma > 0$: $V = r^2/(2\sigma^2)$. "
    line = r"$$\frac{\partial V}{\partial r} = r/\sigma^2$$"
    assert check(f"{page}\n\n{line}\n").relations[-1].verdict == "right"
