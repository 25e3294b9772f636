"""What authors write for short: probabilities of a class, a deviation given by its square, d as a count."""

from __future__ import annotations

import pytest

from derive.check import check

CLASSES = r"""
$$P(y=k \mid x) = \frac{\exp(v_k^T x)}{\sum_{j=1}^K \exp(v_j^T x)}$$
$$J(V) = -\sum_{i=1}^N\sum_{k=1}^K 1\{y_i = k\}\log P(y_i=k \mid x_i)$$
$$\nabla_{v_k} J(V) = %s\sum_{i=1}^N x_i\left(1\{y_i=k\} - P(y_i=k \mid x_i)\right)$$
"""
BINARY = r"""
$$P(t=1 \mid x) = \sigma(v^Tx), \quad P(t=0 \mid x) = 1-\sigma(v^Tx)$$
$$\ell = t\log P(t=1 \mid x)+(1-t)\log P(t=0 \mid x)$$
$$\frac{\partial\ell}{\partial v} = %s(t-P(t=1 \mid x))x$$
"""
NORMALISED = r"""
$$m = \frac1d\sum_i x_i, \quad s^2 = \frac1d\sum_i(x_i-m)^2, \quad h_i = \frac{x_i-m}{s}$$
$$\frac{\partial s}{\partial x_j} = \frac{x_j-m}{ds}$$
$$\frac{\partial h_i}{\partial x_j} = %s\frac1s\left(\delta_{ij}-\frac1d-\frac{h_i h_j}{d}\right)$$
"""


@pytest.mark.parametrize(
    ("text", "sign", "verdict"),
    [
        (CLASSES, "-", "right"),
        (CLASSES, "", "wrong"),
        (BINARY, "", "right"),
        (BINARY, "-", "wrong"),
        (NORMALISED, "", "right"),
        (NORMALISED, "-", "wrong"),
    ],
)
def test_verdict(text: str, sign: str, verdict: str) -> None:
    assert check(text % sign).relations[-1].verdict == verdict


STANDS_IN = r"""
$$S(b) = u'u = (y - Xb)'(y - Xb)$$
$$\frac{\partial S}{\partial b} = %s2X'(y - Xb)$$
"""


@pytest.mark.parametrize(("sign", "verdict"), [("-", "right"), ("", "wrong")])
def test_a_name_may_stand_in_for_the_next_member(sign: str, verdict: str) -> None:
    assert check(STANDS_IN % sign).relations[-1].verdict == verdict
