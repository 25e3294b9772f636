r"""A function that is defined as a derivative, ψ(x) = d/dx ln Γ(x), and stands with other arguments: ψ(ab)."""

from __future__ import annotations

import pytest

from derive.check import check

GAMMA = r"""
Counts $c$ have the log likelihood

$$J = \ln\Gamma(c + am) - \ln\Gamma(am) + am \ln p + c\ln(1 - p)$$

with numbers $a, m > 0$, and we write $\psi(t) = \frac{d}{dt}\ln\Gamma(t)$ for the digamma function. Then

$$\frac{\partial J}{\partial m} = %s$$
"""
OWN = r"""
Let $h(t) = t^3 + kt$ and $s(t) = \frac{d}{dt} h(t)$. For $R = h(uv)$

$$\frac{\partial R}{\partial u} = %s$$
"""
NESTED = r"""
Let $h(t) = t^2$, $s(t) = \frac{d}{dt} h(t)$ and $q(t) = \frac{d}{dt}\left(h(t) + s(3t)\right)$. Then

$$q(b^2) = %s$$
"""
CASES = [
    (GAMMA, r"a\left(\psi(c + am) - \psi(am) + \ln p\right)", "right"),
    (GAMMA, r"a\psi(c + am) - \psi(am) + a\ln p", "wrong"),
    (GAMMA, r"a\left(\psi(c + am) + \psi(am) + \ln p\right)", "wrong"),
    (OWN, r"v\,s(uv)", "right"),
    (OWN, r"3u^2v^3 + kv", "right"),
    (OWN, r"s(uv)", "wrong"),
    (NESTED, r"2b^2 + 6", "right"),
    (NESTED, r"2b^2 - 6", "cannot-tell"),
]


@pytest.mark.parametrize(("page", "line", "verdict"), CASES)
def test_a_slope_at_another_argument(page: str, line: str, verdict: str) -> None:
    assert check(page % line).relations[-1].verdict == verdict
