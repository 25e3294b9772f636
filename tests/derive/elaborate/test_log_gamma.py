r"""Γ and ψ at arguments that are no bare letter."""

from __future__ import annotations

import pytest

from derive.check import check

SAID = r"with the digamma function $\psi$. "
LINES = [
    (r"R = \log\Gamma(v/2)", r"\frac{\partial R}{\partial v} = \frac12\psi(v/2)", "right"),
    (r"R = \log\Gamma(v/2)", r"\frac{\partial R}{\partial v} = \psi(v/2)", "wrong"),
    (
        r"R = \ln\Gamma\Bigl(\frac{v+1}{2}\Bigr)",
        r"\frac{\partial R}{\partial v} = \frac12\psi\bigl(\tfrac{v+1}{2}\bigr)",
        "right",
    ),
    (r"R = \log\Gamma(v+1) - \log\Gamma(v)", r"\frac{\partial R}{\partial v} = \frac1v", "right"),
    (r"R = \log\Gamma(v)", r"\frac{\partial^2 R}{\partial v^2} = \psi'(v)", "right"),
    (r"R = \log\Gamma(2v)", r"\frac{\partial^2 R}{\partial v^2} = 2\psi'(2v)", "wrong"),
]


@pytest.mark.parametrize(("loss", "slope", "verdict"), LINES)
def test_slope(loss: str, slope: str, verdict: str) -> None:
    assert check(f"$${loss}$$ {SAID}$${slope}$$\n").relations[-1].verdict == verdict


@pytest.mark.parametrize(("slope", "verdict"), [(r"\Gamma(x - m)", "right"), (r"2\Gamma(x - m)", "wrong")])
def test_a_matrix_of_that_letter_is_multiplied(slope: str, verdict: str) -> None:
    page = r"Let $f(x) = \frac12(x-m)^\top\Gamma(x - m)$ with symmetric $\Gamma$. "
    assert check(f"{page}$$\\nabla f(x) = {slope}$$\n").relations[-1].verdict == verdict
