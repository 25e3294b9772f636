"""Sums without a range, weights with labels, unit vectors that nobody explains."""

from __future__ import annotations

import pytest

from derive.check import check

NORMALISED = r"""
$c = \frac{1}{%s}\sum_i u_i$, $v = \frac{1}{%s}\sum_i (u_i - c)^2$, $\hat{u}_i = \frac{u_i - c}{\sqrt{v + \epsilon}}$,
$o_i = \gamma \hat{u}_i$, and $g_i = \partial \ell/\partial o_i$ for any loss $\ell$. Then
$$\frac{\partial \ell}{\partial u_i} = \frac{\gamma}{%s \sqrt{v + \epsilon}}\left(%s\right)$$
"""
BACKWARD = [
    ("m", r"m g_i - \sum_j g_j - \hat{u}_i \sum_j g_j \hat{u}_j", "right"),
    ("N", r"N g_i - \sum_j g_j - \hat{u}_i \sum_j g_j \hat{u}_j", "right"),
    ("m", r"m g_i - \sum_j g_j + \hat{u}_i \sum_j g_j \hat{u}_j", "wrong"),
    ("q", r"q g_i - \sum_j g_j - \hat{u}_i \sum_j g_j \hat{u}_j", "cannot-tell"),
]


@pytest.mark.parametrize(("count", "inner", "verdict"), BACKWARD)
def test_what_divides_a_sum_without_a_range_counts_it(count: str, inner: str, verdict: str) -> None:
    assert check(NORMALISED % (count, count, count, inner)).relations[-1].verdict == verdict


def test_a_temperature_counts_nothing() -> None:
    text = r"""
    Let $p_k = e^{z_k/T}/\sum_j e^{z_j/T}$ and $S = \frac{1}{T}\sum_k p_k z_k$.
    $$\frac{\partial p_k}{\partial z_k} = %s p_k (1 - p_k)$$
    """
    assert check(text % r"\frac{1}{T}").relations[-1].verdict == "right"
    assert check(text % "T").relations[-1].verdict == "wrong"


GATED = r"""
$r_t = \sigma(W_r x_t + U_r h_{t-1})$, $\tilde{h}_t = \tanh(W x_t + U(r_t \odot h_{t-1}))$ and
$h_t = (1 - z) \odot h_{t-1} + z \odot \tilde{h}_t$ with a fixed gate $z$; $\sigma$ is the logistic function.
Given $g = \partial L/\partial h_t$ put $\delta = z \odot g \odot (1 - \tilde{h}_t^2)$. Then
$$\frac{\partial L}{\partial r_t} = (U^T\delta) \odot h_{t-1}$$
$$\frac{\partial L}{\partial h_{t-1}} = %s$$
"""


@pytest.mark.parametrize(
    ("slope", "verdict"),
    [
        (
            r"(1 - z) \odot g + (U^T\delta) \odot r_t"
            r" + U_r^T\left(\frac{\partial L}{\partial r_t} \odot r_t \odot (1 - r_t)\right)",
            "right",
        ),
        (r"(1 - z) \odot g + (U^T\delta) \odot r_t", None),
    ],
)
def test_the_weights_of_a_gate_are_matrices(slope: str, verdict: str | None) -> None:
    found = check(GATED % slope).relations[-1].verdict
    assert found == verdict if verdict is not None else found != "right"


CHOSEN = r"""
Let $x \in \mathbb{R}^V$, $h = A^\top x$, $s = Bh$, $p = \mathrm{softmax}(s)$ and $L = -\log p_c$ for the class $c$.
$$\frac{\partial L}{\partial s} = %s$$
"""


def test_a_unit_vector_that_nobody_explains() -> None:
    found = check(CHOSEN % "p - e_c").relations[-1]
    assert (found.verdict, found.conditions) == ("right", ("with e_{c} the unit vector",))
    assert check(CHOSEN % "e_c - p").relations[-1].verdict == "cannot-tell"
    assert check(CHOSEN % "p + e_c").relations[-1].verdict == "cannot-tell"
