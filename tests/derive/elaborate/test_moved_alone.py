r"""Slopes by a parameter of which no formula speaks, "for any parameter", through the one name that moves with it."""

from __future__ import annotations

import pytest

from derive.check import check

GRAM = r"Let $y\in\mathbb R^n$. $$S_{kl} = c^2 e^{-(u_k-u_l)^2} + d^2\delta_{kl}$$ For any hyperparameter $\tau$, "
NUMBERS = r"Let $p = 2u$ and $q = 3v$. "
CASES = {
    "inverse": (
        GRAM + r"$$\frac{\partial S^{-1}}{\partial\tau} = -S^{-1}\frac{\partial S}{\partial\tau}S^{-1}$$",
        "right",
    ),
    "inverse, slip": (
        GRAM + r"$$\frac{\partial S^{-1}}{\partial\tau} = S^{-1}\frac{\partial S}{\partial\tau}S^{-1}$$",
        "wrong",
    ),
    "determinant": (
        GRAM
        + r"$$\frac{\partial \log|S|}{\partial\tau} = \operatorname{tr}(S^{-1}\frac{\partial S}{\partial\tau})$$",
        "right",
    ),
    "determinant, slip": (
        GRAM
        + r"$$\frac{\partial \log|S|}{\partial\tau} = -\operatorname{tr}(S^{-1}\frac{\partial S}{\partial\tau})$$",
        "wrong",
    ),
    "both factors": (
        NUMBERS
        + r"$$\frac{\partial (pq)}{\partial t} = q\frac{\partial p}{\partial t} + p\frac{\partial q}{\partial t}$$",
        "right",
    ),
    "one factor, the other may move": (
        NUMBERS + r"$$\frac{\partial (pq)}{\partial t} = q\frac{\partial p}{\partial t}$$",
        "cannot-tell",
    ),
    "a name for the product": (
        NUMBERS + r"$$F = pq, \quad \frac{\partial F}{\partial t} = q\frac{\partial p}{\partial t}$$",
        "cannot-tell",
    ),
    "what it is made of": (
        NUMBERS + r"$$\frac{\partial (up)}{\partial t} = u\frac{\partial p}{\partial t}$$",
        "cannot-tell",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_slope_by_any_parameter_goes_through_what_moves_with_it_alone(name: str) -> None:
    text, verdict = CASES[name]
    assert check(text).relations[-1].verdict == verdict
