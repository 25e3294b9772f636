"""Layers whose numbers of units are letters: ends of sums that do not agree, and entries that are listed."""

import pytest

from derive.check import check

LOOSE = r"""In layer $l$, with $m$ units in the layer before,

$$s^l_i = \sum_{j=1}^m v^l_{i,j} h^{l-1}_j + c^l_i, \qquad h^l_i = \sigma(s^l_i), \qquad
\delta^l_i = \frac{\partial E}{\partial s^l_i}.$$

With $n$ units here, this is

$$s^l_j = \sum_{i=1}^n v^l_{j,i} h^{l-1}_i + c^l_j$$

"""
LISTED = r"""In layer $l$, which has $n$ units,

$$v^l = \begin{pmatrix} v^l_{1,1} & v^l_{1,2} & \dots & v^l_{1,m} \\ \vdots & & \ddots & \vdots \\
v^l_{n,1} & \dots & \dots & v^l_{n,m}\end{pmatrix}$$

$$s^l = v^l h^{l-1} + c^l, \qquad h^l = \sigma(s^l), \qquad \delta^l = \frac{\partial E}{\partial s^l}.$$

Of the outputs we need

$$\nabla_h E = \begin{pmatrix} \frac{\partial E}{\partial h^L_1} \\ \vdots \\
\frac{\partial E}{\partial h^L_n}\end{pmatrix}$$

"""
SLOPES = [
    (r"$$\frac{\partial E}{\partial v^l_{j,k}} = h^{l-1}_k \delta^l_j$$", "right"),
    (r"$$\frac{\partial E}{\partial v^l_{j,k}} = -h^{l-1}_k \delta^l_j$$", "wrong"),
    (r"$$\delta^L = \nabla_h E \odot \sigma'(s^L)$$", "right"),
    (r"$$\delta^l = ((v^{l+1})^T \delta^{l+1}) \odot \sigma'(s^l)$$", "right"),
    (r"$$\delta^l = ((v^{l+1})^T \delta^{l+1}) \odot \sigma'(h^l)$$", "not right"),
]


@pytest.mark.parametrize("page", [LOOSE, LISTED])
@pytest.mark.parametrize(("text", "verdict"), SLOPES)
def test_layers_are_judged_whatever_counts_their_units(page: str, text: str, verdict: str) -> None:
    found = check(page + text).relations[-1].verdict
    assert found == verdict or (verdict == "not right" and found != "right")


def test_an_end_that_does_not_belong_to_a_sum_is_not_passed_over() -> None:
    text = r"$$\frac{\partial E}{\partial s^l_k} = \sigma'(s^l_k) \sum_{i=1}^m \delta^{l+1}_i v^{l+1}_{i,k}$$"
    assert check(LOOSE[: LOOSE.index("With")] + text).relations[-1].verdict == "cannot-tell"


TOLD = r"""For layer $\ell = 1, \dots, M$ with $n_\ell$ units,

$$s_i^{(\ell)} = \sum_{j=1}^{n_{\ell-1}} v_{i,j}^{(\ell)} h_j^{(\ell-1)} + c_i^{(\ell)}, \qquad
h_i^{(\ell)} = \sigma(s_i^{(\ell)})$$

By the chain rule, for a loss $\mathcal{L}$,

$$\frac{\partial s_i^{(\ell)}}{\partial v_{i,j}^{(\ell)}} = h_j^{(\ell-1)}$$

"""


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"h_j^{(\ell-1)} \frac{\partial \mathcal{L}}{\partial s_i^{(\ell)}}", "right"),
        (r"h_j^{(\ell)} \frac{\partial \mathcal{L}}{\partial s_i^{(\ell)}}", "wrong"),
        (r"-h_j^{(\ell-1)} \frac{\partial \mathcal{L}}{\partial s_i^{(\ell)}}", "wrong"),
    ],
)
def test_a_sum_over_all_units_of_a_layer_may_say_how_many(text: str, verdict: str) -> None:
    found = check(
        TOLD + rf"$$\frac{{\partial \mathcal{{L}}}}{{\partial v_{{i,j}}^{{(\ell)}}}} = {text}$$"
    ).relations
    assert [each.verdict for each in found[-2:]] == ["right", verdict]


def test_what_a_cost_depends_on_is_no_argument_of_it() -> None:
    depends = r"The cost is some function of the outputs, $E = E(h^L_1, \dots, h^L_n)$."
    text = r"""$$\frac{\partial E}{\partial s^L_k} = \sum_{i=1}^n
    \frac{\partial E}{\partial h^L_i}\frac{\partial h^L_i}{\partial s^L_k}$$"""
    assert check(LOOSE + depends + text).relations[-1].verdict == "right"
