"""Slopes by any one parameter of a list, ∂M/∂θ_s with θ = (a, b, c), of what is made from a matrix C(θ)."""

from __future__ import annotations

import pytest

from derive.check import check

FIELD = (
    r"The covariance $\mathsf C$ has entries $\mathsf C_{ij} = a^2 E_{ij} + b^2 \delta_{ij}$ with "
    r"$E_{ij} = e^{-(u_i - u_j)^2/c}$. For the parameters $\theta = (a, b, c%s)$ let "
    r"$$M(\theta) = \frac12 z^\top \mathsf C^{-1} z + \frac12 \log\det \mathsf C%s$$ and $v = \mathsf C^{-1} z$. "
)
SLOPE = (
    r"$$\frac{\partial M}{\partial \theta_s} = \frac12 \operatorname{tr}\Bigl(\mathsf C^{-1} "
    r"\frac{\partial \mathsf C}{\partial \theta_s}\Bigr) %s "
    r"\frac12 v^\top \frac{\partial \mathsf C}{\partial \theta_s} v$$"
)
CASES = (
    (FIELD % ("", "") + SLOPE % "-", "right"),
    (FIELD % ("", "") + SLOPE % "+", "wrong"),
    (FIELD % ("", " + b^2") + SLOPE % "-", "cannot-tell"),
    (FIELD % (", d", " + d^2") + SLOPE % "-", "cannot-tell"),
)


@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_verdict(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict
