r"""Slopes that are written with dots, bars and logarithms: dL/dt of what moves, adjoints, elasticities."""

from __future__ import annotations

import pytest

from derive.check import check

FLOW = r"Let $L(w) = \frac12\|Xw - y\|^2$ and $r = Xw - y$. Gradient flow is $$\dot w = -\nabla L(w).$$ "
SUMMED = (
    r"We use the summation convention. $$r_a = V_{ab} s_b - t_a$$ $$F = \tfrac12 r_a r_a$$ "
    r"$$\dot V_{ab} = -\frac{\partial F}{\partial V_{ab}}$$ "
)
BARS = (
    r"A bar denotes the derivative of the loss $\mathcal L$ with respect to what is below; $\overline{O}$ is given. "
    r"$$S = X W, \quad O = \tanh(S) B$$ "
)
ELASTIC = r"With $q = a p^{-b} m^c$ for prices $p>0$ and income $m>0$, "

LAGRANGE = (
    r"$$L = \tfrac12 m(\dot u^2 + u^2\dot a^2) - m g u\sin a$$ "
    r"$$\frac{\partial L}{\partial u} = m u\dot a^2 - m g\sin a, "
    r"\qquad \frac{\partial L}{\partial\dot u} = m\dot u$$ At $u_0 = g / c$ it rests, "
    r"$\ddot a + \frac{g}{u}\cos a = 0$. "
)

CASES = {
    "a loss along its flow": (
        FLOW + r"$$\frac{dL}{dt} = \nabla L(w)^\top\dot w = -\|\nabla L(w)\|^2$$ $$\dot r = -XX^\top r$$",
        "right right right",
    ),
    "a loss along its flow, the sign": (FLOW + r"$$\frac{dL}{dt} = \|\nabla L(w)\|^2$$", "wrong"),
    "summed over repeated letters": (
        SUMMED + r"$$\frac{dF}{dt} = -\dot V_{ab}\dot V_{ab}$$ $$\dot r_a = -(s_b s_b)\delta_{ac} r_c$$",
        "right right",
    ),
    "summed over repeated letters, the factor": (SUMMED + r"$$\dot r_a = -2 s_b s_b r_a$$", "wrong"),
    "bars": (
        BARS + r"$$\overline{B} = \tanh(S)^\top\overline{O}$$ "
        r"$$\overline{S} = \overline{O} B^\top\odot(1-\tanh(S)\odot\tanh(S))$$ $$\overline{W} = X^\top\overline{S}$$",
        "right right right",
    ),
    "bars, the sign": (
        BARS + r"$$\overline{S} = \overline{O} B^\top\odot(1+\tanh(S)\odot\tanh(S))$$", "wrong",
    ),
    "momenta": (
        LAGRANGE + r"$$\frac{d}{dt}\frac{\partial L}{\partial\dot a} = m u^2\ddot a + 2 m u\dot u\dot a$$",
        "right right right",
    ),
    "momenta, the sign, with a name that nothing defines": (
        LAGRANGE + r"$$\frac{d}{dt}\frac{\partial L}{\partial\dot a} = m u^2\ddot a - 2 m u\dot u\dot a$$",
        "right right cannot-tell",
    ),
    "elasticities": (
        ELASTIC + r"$$\frac{\partial\ln q}{\partial\ln p} = -b, \qquad \frac{\partial q}{\partial\ln m} = c q$$",
        "right right",
    ),
    "elasticities, the sign": (ELASTIC + r"$$\frac{\partial\ln q}{\partial\ln p} = b$$", "wrong"),
    "means": (
        r"With $\bar x = \frac1n\sum_{i=1}^n x_i$ and $$J = \frac12\sum_{i=1}^n (x_i - c)^2$$ "
        r"$$\frac{\partial J}{\partial c} = n(c - \bar x)$$",
        "right",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_slopes_in_other_signs(name: str) -> None:
    text, verdicts = CASES[name]
    assert [each.verdict for each in check(text).relations if each.role == "claim"] == verdicts.split()
