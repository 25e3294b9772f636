r"""Losses of which only the members are written: ∂ℓ/∂β of the sum or the mean of all ℓ_i."""

from __future__ import annotations

import pytest

from derive.check import check

POISSON = r"Each count gives $\ell_i = y_i\eta_i - e^{\eta_i}$ with $\eta_i = x_i^T\beta$. "
GAMMA = (
    r"Each size gives $\ell_i = -\kappa(y_i/\mu_i + \log\mu_i)$, $\mu_i = e^{\eta_i}$, $\eta_i = x_i^T b$. "
)
SQUARES = r"For one pair $L_i = \frac12(w^T x_i - y_i)^2$. "

CASES = {
    "a sum": (
        POISSON + r"$$\frac{\partial\ell}{\partial\beta} = \sum_{i=1}^n (y_i - e^{\eta_i})x_i$$",
        "right",
    ),
    "a sum, the sign": (
        POISSON + r"$$\frac{\partial\ell}{\partial\beta} = \sum_{i=1}^n (y_i + e^{\eta_i})x_i$$",
        "wrong",
    ),
    "an entry": (
        GAMMA + r"$$\frac{\partial\ell}{\partial b_j} = \kappa\sum_i \frac{y_i - \mu_i}{\mu_i} x_{ij}$$",
        "right",
    ),
    "an entry, the inner slope": (
        GAMMA + r"$$\frac{\partial\ell}{\partial b_j} = \kappa\sum_i \frac{y_i - \mu_i}{\mu_i^2} x_{ij}$$",
        "wrong",
    ),
    "a second derivative": (
        POISSON + r"$$\frac{\partial\ell}{\partial\beta} = \sum_{i=1}^n (y_i - e^{\eta_i})x_i$$"
        r"$$\frac{\partial^2\ell}{\partial\beta\partial\beta^T} = -\sum_{i=1}^n e^{\eta_i} x_i x_i^T$$",
        "right",
    ),
    "a mean": (SQUARES + r"$$\nabla_w L = \frac1n\sum_{i=1}^n (w^T x_i - y_i)x_i$$", "right"),
    "a mean, twice": (SQUARES + r"$$\nabla_w L = \frac2n\sum_{i=1}^n (w^T x_i - y_i)x_i$$", "cannot-tell"),
    "a mean, the sign": (SQUARES + r"$$\nabla_w L = \frac1n\sum_{i=1}^n (w^T x_i + y_i)x_i$$", "wrong"),
    "one member": (SQUARES + r"$$\nabla_w L = (w^T x_i - y_i)x_i$$", "right"),
    "a penalty in words": (
        SQUARES + r"With the usual penalty added $$\nabla_w L = 2\sum_{i=1}^n (w^T x_i - y_i)x_i$$",
        "cannot-tell",
    ),
    "a mean in words": (
        SQUARES + r"Averaged over the data $$\nabla_w L = \sum_{i=1}^n (w^T x_i - y_i)x_i$$",
        "cannot-tell",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_only_its_members_define(name: str) -> None:
    text, verdict = CASES[name]
    assert check(text).relations[-1].verdict == verdict
