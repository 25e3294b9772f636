"""Derivatives that are handed over in words."""

from __future__ import annotations

import pytest

from derive.check import check

SAID = (
    "We denote by $G$ the gradient of $L$ with respect to $Y$.",
    r"Let $G\in\mathbb{R}^{n\times k}$ be the gradient of the loss w.r.t. $Y$.",
    "Let $G$ denote the upstream gradient of the scalar loss $L$ with respect to the output $Y$.",
    "From above comes $G$, it is the derivative of $L$ to $Y$.",
    r"Assume that $\frac{\partial L}{\partial Y} = G$ is given.",
    "The gradient of the loss with respect to the output $Y$ is denoted $G$.",
    r"Write $G$ for $\partial L / \partial Y$.",
    r"Let $G$ be the upstream gradient $\partial L/\partial Y$.",
    r"The upstream gradient $\frac{\partial L}{\partial Y}$ is called $G$.",
)
LAYER = r"""
The layer computes $Y = XW$, with $X \in \mathbb{R}^{n \times d}$, $W \in \mathbb{R}^{d \times k}$.

%s

$$ \frac{\partial L}{\partial W} = X^\top G $$
$$ \frac{\partial L}{\partial X} = %s G W^\top $$
"""


@pytest.mark.sampled(3)
@pytest.mark.parametrize("words", SAID)
@pytest.mark.parametrize(("factor", "verdict"), [("", "right"), ("-", "wrong")])
def test_what_is_handed_over_is_the_derivative(words: str, factor: str, verdict: str) -> None:
    assert [relation.verdict for relation in check(LAYER % (words, factor)).relations][-2:] == [
        "right",
        verdict,
    ]


NOT_SAID = ("Let $G$ be the negative gradient of $L$ with respect to $Y$.", "Let $G$ be a matrix.")


@pytest.mark.parametrize("words", NOT_SAID)
def test_nothing_else_is_taken_for_it(words: str) -> None:
    assert [relation.verdict for relation in check(LAYER % (words, "")).relations][-2:] == ["cannot-tell"] * 2


WITH_A_FORMULA = r"""
Let $\delta_i$ be the derivative of the loss with respect to $z_i$.
$$ L = \frac1n \sum_{i=1}^n (z_i - y_i)^2 $$
$$ \delta_i = 2 (z_i - y_i) $$
"""


def test_of_a_loss_with_a_formula_the_words_do_not_say_whether_it_is_the_sum() -> None:
    assert "wrong" not in [relation.verdict for relation in check(WITH_A_FORMULA).relations]


LAYERS = r"""
$u^{(l)}=V^{(l)}g^{(l-1)}+c^{(l)}$, $g^{(l)}=\tanh(u^{(l)})$ and $\delta^{(l)}=\frac{\partial J}{\partial u^{(l)}}$.
$$\delta^{(l)}=%s\left((V^{(l+1)})^T\delta^{(l+1)}\right)\odot (1-\tanh^2(u^{(l)}))$$
$$\frac{\partial J}{\partial V^{(l)}}=\delta^{(l)}(g^{(l-1)})^T$$
$$\frac{\partial J}{\partial c^{(l)}}=\delta^{(l)}$$
"""


@pytest.mark.parametrize(("sign", "verdict"), [("", "right"), ("-", "wrong")])
def test_a_loss_of_layers_that_is_only_named(sign: str, verdict: str) -> None:
    verdicts = [relation.verdict for relation in check(LAYERS % sign).relations][-3:]
    assert verdicts == [verdict, "right", "right"]
