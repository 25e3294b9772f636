"""One letter for two objects: a number and a family, a name and the label of others, outputs and their matrix."""

from __future__ import annotations

import pytest

from derive.check import check

DECAY = r"""
Times $t_i$ decay as $v_i = e^{-t_i/\tau}$; put $S = \sum_i v_i$.
$$\frac{\partial S}{\partial \tau} = %s$$
Later every item has a scale of its own, $\tau_i = e^{a_i}$.
"""
COUNTS = r"""
Let $q_{nk} = e^{b_{nk}}$ and $N_k = \sum_{n=1}^{N} q_{nk}$.
$$\sum_{n=1}^{N} (q_{nk} + 1) = %s$$
"""


@pytest.mark.parametrize(
    ("slope", "verdict"),
    [(r"\frac{1}{\tau^2}\sum_i t_i v_i", "right"), (r"\frac{1}{\tau}\sum_i t_i v_i", "wrong")],
)
def test_a_scale_that_becomes_a_family(slope: str, verdict: str) -> None:
    assert [each.verdict for each in check(DECAY % slope).relations if each.role == "claim"] == [verdict]


@pytest.mark.parametrize(("sum_", "verdict"), [("N_k + N", "right"), ("N_k - N", "wrong")])
def test_a_size_and_the_counts_of_its_letter(sum_: str, verdict: str) -> None:
    assert check(COUNTS % sum_).relations[-1].verdict == verdict


LABELLED = r"""
A layer has $g_i = \tanh(W_h u_i + b_h)$, $o_i = v^\top g_i$ and $E = \frac{1}{2}\sum_i (o_i - t_i)^2$.
$$\frac{\partial E}{\partial W_h} = %s$$
"""


@pytest.mark.parametrize(
    ("slope", "verdict"),
    [
        (r"\sum_i (o_i - t_i)\, (v \odot (1 - g_i^2))\, u_i^\top", "right"),
        (r"\sum_i (o_i - t_i)\, (v \odot (1 - g_i))\, u_i^\top", "wrong"),
    ],
)
def test_a_label_below_weights_is_no_index(slope: str, verdict: str) -> None:
    assert check(LABELLED % slope).relations[-1].verdict == verdict


NET = r"""
$X \in \mathbb{R}^{p \times n}$, $P = VX + c$, $H = \tanh(P)$, $G = UH + d$, and
$\hat{Y} = \sigma(G)$ with the logistic function $\sigma$; the loss is
$$E = -\frac{1}{n}\sum_{i=1}^{n}\left[y_i \log \hat{y}_i + (1 - y_i)\log(1 - \hat{y}_i)\right]$$
$$\frac{\partial E}{\partial U} = %s$$
"""


@pytest.mark.parametrize(
    ("slope", "verdict"),
    [(r"\frac{1}{n}(\hat{Y} - Y)H^\top", "right"), (r"\frac{1}{n}(Y - \hat{Y})H^\top", "wrong")],
)
def test_the_outputs_of_a_net_are_the_numbers_of_its_loss(slope: str, verdict: str) -> None:
    assert check(NET % slope).relations[-1].verdict == verdict


STEPPED = r"""
$Z = VX + c$, $A = \sigma(Z)$ with the logistic function $\sigma$, and
$J = -\frac{1}{m}\sum_{i=1}^{m}\left[y_i \log a_i + (1 - y_i)\log(1 - a_i)\right]$.

* $dZ = A - Y$
* $dV = %s$

The step is $V := V - \alpha\, dV$.
"""


@pytest.mark.parametrize(
    ("slope", "verdicts"),
    [(r"\frac{1}{m} dZ X^\top", ["right", "right"]), (r"dZ X^\top", ["wrong", "right"])],
)
def test_a_step_with_the_slope_keeps_what_is_short_for_it(slope: str, verdicts: list[str]) -> None:
    assert [each.verdict for each in check(STEPPED % slope).relations if each.role == "claim"] == verdicts


def test_transposed_ones_are_a_row() -> None:
    text = (
        r"Let $J = \frac{1}{2}(Xw - y)^T(Xw - y)$ with $w \in \mathbb{R}^d$. $$\nabla_w J = X^T(Xw - y)%s$$"
    )
    assert check(text % "").relations[-1].verdict == "right"
    assert check(text % r" 1_d^T").relations[-1].verdict != "right"
