"""Layers that are counted by any letter above names: s^k_i beside s^{k+1}_m, with K for the last one."""

import pytest

from derive.check import check

NET = r"""The net has $K$ layers. In layer $k$

$$s^k_i = \sum_j V^k_{ij} u^{k-1}_j + c^k_i, \qquad u^k_i = \phi(s^k_i).$$

A cost $E$ of the outputs $u^K$ has the errors

$$\delta^k_i = \frac{\partial E}{\partial s^k_i}.$$

"""


def last(text: str) -> str:
    return check(NET + text).relations[-1].verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"$$\delta^K_i = \frac{\partial E}{\partial u^K_i}\phi'(s^K_i)$$", "right"),
        (r"$$\delta^K = \nabla_u E \odot \phi'(s^K)$$", "right"),
        (r"$$\delta^k_i = \sum_m V^{k+1}_{mi}\delta^{k+1}_m\phi'(s^k_i)$$", "right"),
        (r"$$\delta^k_i = \sum_m V^{k+1}_{im}\delta^{k+1}_m\phi'(s^k_i)$$", "wrong"),
        (r"$$\delta^k = ((V^{k+1})^T\delta^{k+1})\odot\phi'(s^k)$$", "right"),
        (r"$$\frac{\partial E}{\partial V^k_{ij}} = u^{k-1}_j\delta^k_i$$", "right"),
        (r"$$\frac{\partial E}{\partial V^k_{ij}} = u^k_j\delta^k_i$$", "wrong"),
    ],
)
def test_a_layer_has_any_letter(text: str, verdict: str) -> None:
    assert last(text) == verdict
    assert last(text.replace("^k", "^{(k)}").replace("^K", "^{(K)}").replace("k+1", "(k+1)")) == verdict


def test_a_power_beside_its_neighbour_is_one() -> None:
    page = check(r"$$f = x_1^{k+1}$$ $$\frac{\partial f}{\partial x_1} = (k + 1) x_1^k$$")
    assert page.relations[1].verdict == "right"


BY_VECTORS = r"""In layer $l$ we have $q^l = m^l h^{l-1} + c^l$ and $h^l = \tanh(q^l)$. Let $r^l$ be short:

$$r^l = \frac{\partial J}{\partial q^l}$$

For the cost $$J = \frac12 \sum_i (h^L_i - t_i)^2$$ the slopes of the weights are

$$\frac{\partial J}{\partial m^l_{ij}} = h^{l-1}_j r^l_i$$

"""


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"$$r^l = ((m^{l+1})^T r^{l+1}) \odot \tanh'(q^l)$$", "right"),
        (r"$$r^l = ((m^{l+1})^T r^{l+1}) \odot \tanh'(h^l)$$", "wrong"),
        (r"$$r^L = (h^L - t) \odot \tanh'(q^L)$$", "right"),
    ],
)
def test_small_weights_are_matrices_in_every_layer(text: str, verdict: str) -> None:
    found = check(BY_VECTORS + text).relations
    assert [each.verdict for each in found[-2:]] == ["right", verdict]
