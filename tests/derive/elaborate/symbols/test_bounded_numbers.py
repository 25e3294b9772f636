"""Names that are numbers because they lie between numbers, and powers with a variable exponent."""

from __future__ import annotations

import pytest

from derive.check import check

OUTPUT = r"""Farm $i$ grows $$G_i = C\,M_i^{1/\nu}, \qquad M_i = \alpha P_i^{\nu}+(1-\alpha)Q_i^{\nu}$$
where $C>0$, $0<\alpha<1$ and $\nu \neq 0$.

"""
FORM = r"Let $H > 0$ be a positive definite matrix and $q(x) = \tfrac12 x^\top H x$. "

LINES = (
    (OUTPUT, r"\frac{\partial G_i}{\partial P_i} = C\,\alpha\,M_i^{1/\nu-1}P_i^{\nu-1}", "right"),
    (OUTPUT, r"\frac{\partial G_i}{\partial P_i} = C\,\alpha\,M_i^{1/\nu}P_i^{\nu-1}", "wrong"),
    (OUTPUT, r"\frac{\partial\ln G_i}{\partial C} = \frac1C", "right"),
    (OUTPUT, r"\frac{\partial\ln G_i}{\partial\alpha} = \frac{P_i^\nu - Q_i^\nu}{\nu M_i}", "right"),
    (OUTPUT, r"\frac{\partial\ln G_i}{\partial\alpha} = \frac{P_i^\nu + Q_i^\nu}{\nu M_i}", "wrong"),
    (
        OUTPUT,
        r"\frac{\partial\ln G_i}{\partial\nu} = \frac{1}{\nu M_i}\frac{\partial M_i}{\partial\nu}",
        "wrong",
    ),
    (
        OUTPUT,
        r"\frac{\partial\ln G_i}{\partial\nu} = \frac{1}{\nu M_i}\frac{\partial M_i}{\partial\nu}"
        r" - \frac{\ln M_i}{\nu^2}",
        "right",
    ),
    (FORM, r"\nabla q(x) = H x", "right"),
)


@pytest.mark.parametrize(("page", "line", "verdict"), LINES)
def test_verdict(page: str, line: str, verdict: str) -> None:
    assert check(f"{page}$${line}$$\n").relations[-1].verdict == verdict


def test_the_rule_for_powers_is_named() -> None:
    page = r"For $b > 0$ let $f(r) = b^{r}$. $$\frac{df}{dr} = r\,b^{r-1}$$"
    found = check(page + "\n").relations[-1]
    assert (found.verdict, found.misconceptions) == ("wrong", (("power-rule-dropped-exponent",),))
