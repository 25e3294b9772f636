r"""∂_x and ∇_x alone, and bars, as slopes of the loss where words say so; labels that are names as well."""

from __future__ import annotations

import pytest

from derive.check import check

LAYER = r"""
The layer is $s = Vu + k$, $h = \tanh(s)$ with $V \in \mathbb{R}^{m \times n}$, $u \in \mathbb{R}^n$. %s

$$%s$$
"""
SAID = [
    (r"Let $\partial_a$ be short for the derivative of the loss with respect to $a$.", r"\partial_{%s}"),
    (r"We write $\nabla_{v}$ for the gradient of the loss by a vector $v$.", r"\nabla_{%s}"),
    (
        r"Here $\partial_v$ denotes the (total) derivative of the cost with respect to any $v$.",
        r"\partial_{%s}",
    ),
    (r"A bar means “derivative of the loss $L$ by it, same shape”.", r"\bar %s"),
]
LINES = [
    (r"D(s) = D(h) \odot (1 - h \odot h)", "right"),
    (r"D(s) = D(h) \odot (1 - s \odot s)", "wrong"),
    (r"D(V) = D(s) u^\top", "right"),
    (r"D(u) = V^\top D(s)", "right"),
    (r"D(u) = V D(s)", "wrong"),
    (r"D(k) = D(s)", "right"),
]


@pytest.mark.sampled(8)
@pytest.mark.parametrize(("words", "sign"), SAID)
@pytest.mark.parametrize(("line", "verdict"), LINES)
def test_slopes_of_the_loss(words: str, sign: str, line: str, verdict: str) -> None:
    for name in "shVuk":
        line = line.replace(f"D({name})", sign % name)
    assert check(LAYER % (words, line)).relations[-1].verdict == verdict


def test_without_words_a_sign_alone_says_nothing() -> None:
    text = LAYER % ("", r"\partial_s = \partial_h \odot (1 - s \odot s)")
    assert check(text).relations[-1].verdict == "cannot-tell"


GATES = r"""
With pre-activations $\mathbf a_s$ of gates, $\mathbf o = \sigma(\mathbf a_o)$, $\mathbf p = \tanh(\mathbf a_p)$ and
$\mathbf h = \mathbf o \odot \mathbf p$, where $\sigma$ is the logistic function.

$$\frac{\partial L}{\partial \mathbf a_o} =
\frac{\partial L}{\partial \mathbf o} \odot \mathbf o \odot (1 - \mathbf o)$$

$$\frac{\partial L}{\partial \mathbf W_s} = \frac{\partial L}{\partial \mathbf a_s} \mathbf x^\top$$
"""


def test_a_label_that_is_a_name_as_well_is_no_index() -> None:
    assert "wrong" not in [each.verdict for each in check(GATES).relations]
