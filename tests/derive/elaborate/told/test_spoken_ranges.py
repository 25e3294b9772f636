r"""What the words count, and what a derivative is called from the right."""

from __future__ import annotations

import pytest

from derive.check import check

SMOOTHED = (
    r"$q_k = (1-c)y_k + c/K$, $L = -\sum_kq_k\log p_k$, $p = \mathrm{softmax}(z)$ "
    r"with one-hot $y$ over $K$ classes. "
)
FAMILY = (
    r"Let $b'(\theta_i) = \mu_i$, $\theta_i = x_i^\top\beta$, $\ell = \sum_i (y_i\theta_i - b(\theta_i))$. "
)
PLAIN = r"$$\frac{\partial L}{\partial z_k} = p_k - q_k$$ "
UNIT = r"$z = wx + b$, $a=\tanh z$, $L = \frac12(a-y)^2$. "

VERDICTS = (
    (SMOOTHED + r"$$\frac{\partial L}{\partial z_k} = p_k - (1-c)y_k - \frac{c}{K}$$", "right"),
    (SMOOTHED + PLAIN + r"$$\frac{\partial L}{\partial z_k} = p_k - (1-c)y_k$$", "wrong"),
    (FAMILY + r"$$\frac{\partial\ell}{\partial\beta} = \sum_i(y_i-\mu_i)x_i$$", "right"),
    (FAMILY + r"$$\frac{\partial\ell}{\partial\beta} = -\sum_i(y_i-\mu_i)x_i$$", "wrong"),
    (UNIT + r"$$\frac{\partial z}{\partial w} = w$$", "wrong"),
    (UNIT + r"$$\frac{\partial L}{\partial a} = y$$", "wrong"),
)


@pytest.mark.parametrize(("text", "verdict"), VERDICTS)
def test_verdict(text: str, verdict: str) -> None:
    assert check(text + "\n").relations[-1].verdict == verdict
