r"""Lines whose shapes do not fit together, and nets whose cost is only named: one row a case."""

from __future__ import annotations

import pytest

from derive.check import check

NET = (
    r"The net is $z^l = W^l a^{l-1} + b^l$, $a^l = \sigma(z^l)$ for $l = 1,\dots,L$, with some cost $C$, and "
    r"$\delta^l_j = \frac{\partial C}{\partial z^l_j}$. "
)
UNITS = (
    r"Let $o^l_j = \phi(s^l_j)$, $s^l_j = \sum_i w^l_{ij} o^{l-1}_i$ "
    r"and $e^l_j = \frac{\partial E}{\partial s^l_j}$. "
)
BLOCK = (
    r"Let $A \in \mathbb{R}^{m\times n}$, $B \in \mathbb{R}^{n\times m}$, $y = x + B\tanh(Ax)$, $h = Ax$ "
    r"and let $g = \partial L/\partial y$ be given. "
)

CASES = {
    "the output": (NET + r"$$\delta^L = \nabla_a C \odot \sigma'(z^L)$$", "right"),
    "the output, in components": (
        NET + r"$$\delta^L_j = \frac{\partial C}{\partial a^L_j}\sigma'(z^L_j)$$",
        "right",
    ),
    "the output, no slope": (NET + r"$$\delta^L = \nabla_a C \odot \sigma(z^L)$$", "wrong"),
    "a layer down": (NET + r"$$\delta^l = ((W^{l+1})^T\delta^{l+1}) \odot \sigma'(z^l)$$", "right"),
    "a layer down, at the wrong layer": (
        NET + r"$$\delta^l = ((W^{l+1})^T\delta^{l+1}) \odot \sigma'(z^{l+1})$$",
        "wrong",
    ),
    "the weights": (NET + r"$$\frac{\partial C}{\partial W^l_{jk}} = a^{l-1}_k \delta^l_j$$", "right"),
    "the weights, indices exchanged": (
        NET + r"$$\frac{\partial C}{\partial W^l_{jk}} = a^{l-1}_j \delta^l_k$$",
        "wrong",
    ),
    "the weights, the wrong layer": (
        NET + r"$$\frac{\partial C}{\partial W^l_{jk}} = a^l_k \delta^l_j$$",
        "wrong",
    ),
    "e with a layer above is no power": (
        UNITS + r"$$e^l_j = \phi'(s^l_j)\sum_k e^{l+1}_k w^{l+1}_{jk}$$",
        "right",
    ),
    "e with a layer above, exchanged": (
        UNITS + r"$$e^l_j = \phi'(s^l_j)\sum_k e^{l+1}_k w^{l+1}_{kj}$$",
        "wrong",
    ),
    "a residual block": (
        BLOCK + r"$$\frac{\partial L}{\partial A} = ((1 - \tanh^2 h) \odot B^\top g)x^\top$$",
        "right",
    ),
    "a residual block, no transposition": (
        BLOCK + r"$$\frac{\partial L}{\partial A} = ((1 - \tanh^2 h) \odot B g)x^\top$$",
        "wrong",
    ),
    "the cost is not known": (
        NET + r"$$\delta^L = \nabla_a C \odot \sigma'(z^L)$$ $$\delta^L = (a^L - y) \odot \sigma'(z^L)$$",
        "right cannot-tell",
    ),
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", CASES)
def test_equal_sizes(name: str) -> None:
    text, verdicts = CASES[name]
    review = check(text + "\n")
    assert " ".join(r.verdict for r in review.relations if r.role == "claim") == verdicts
